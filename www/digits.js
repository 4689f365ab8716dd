/** The handwritten digits: fetched once, when they are first asked for; see data/digits.md for their source. */

/** @type {Promise<Uint8Array> | null} */
let coming = null;

/** @returns {Promise<Uint8Array>} */
export function digits() {
  coming ??= fetchDigits().catch((error) => {
    coming = null;
    throw error;
  });
  return coming;
}

async function fetchDigits() {
  const here = import.meta.url;
  const answer = await fetch(new URL("./data/digits.deflate", here));
  if (!answer.ok || !answer.body) throw new Error(`digits: ${answer.status}`);
  const plain = answer.body.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
