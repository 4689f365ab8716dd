// Only `cargo xtask serve` adds this to the page: it asks which build is served, and reloads when the answer changes.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let known = "";
for (;;) {
  try {
    const answer = await fetch(`./gradstep-reload?after=${known}`);
    const number = await answer.text();
    if (known && answer.ok && number !== known) location.reload();
    known = number;
  } catch {
    await pause(1000);
  }
}
