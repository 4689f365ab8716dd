// What labs in other pages cost: bytes and main-thread work before one is near, memory of ten, and memory after a hundred rounds.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { open } from "../../tests/e2e/browsers.mjs";
import { compressed, serve } from "../../tests/e2e/server.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const notes = (body) => `<!DOCTYPE html><html lang="en"><head><link rel="icon" href="data:,"><title>Notes</title><script type="module" src="/gradstep/gradstep-lab.js"></script></head><body>${body}</body></html>`;
const far = `<div style="height: 9000px"></div><gradstep-lab></gradstep-lab>`;
const ready = (count) => [...document.querySelectorAll("gradstep-lab")].filter((lab) => lab.shadowRoot.querySelector(".embedded[data-ready]")).length === count;
const labs = (count) => Array.from({ length: count }, (_, index) => `<gradstep-lab step="${["a1", "z2", "a2"][index % 3]}"></gradstep-lab>`).join("");

/** Bytes that the page holds after a collection: of its JavaScript, and of the core's own memory. @param {any} page @param {any} cdp */
async function memory(page, cdp) {
  for (let times = 0; times < 3; times += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await cdp.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(async () => (await (await import("/gradstep/www/core.js")).default()).memory.buffer.byteLength);
  return { heap: usedSize, dom: embedderHeapUsedSize, buffers: backingStorageSize, wasm, all: usedSize + embedderHeapUsedSize + Math.max(backingStorageSize, wasm) };
}

/** @param {string} body @param {(page: any, cdp: any) => Promise<unknown>} act */
async function visit(body, act) {
  const host = await serve(dist, "/gradstep/", { "/notes.html": notes(body) });
  const page = await open("chromium", host.url.replace("/gradstep/", "/notes.html"));
  try {
    return await act(page, await page.tab.createCDPSession(), host);
  } finally {
    await page.close();
    await host.close();
  }
}

const MB = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

const bytes = compressed(await readFile(`${dist}/gradstep-lab.js`)).length;
console.log(`before an element is near: ${bytes} bytes with brotli, in one request`);

await visit(far, async (page, cdp) => {
  await cdp.send("Performance.enable");
  await page.reload();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = await cdp.send("Performance.getMetrics");
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const of = ({ metrics }, name) => metrics.find((metric) => metric.name === name).value;
  const after = await cdp.send("Performance.getMetrics");
  const long = await page.evaluate(() => new Promise((resolve) => { new PerformanceObserver((list) => resolve(list.getEntries().length)).observe({ type: "longtask", buffered: true }); setTimeout(() => resolve(0), 300); }));
  console.log(`script time of the whole page so far ${(of(before, "ScriptDuration") * 1000).toFixed(1)} ms, in the two seconds after ${((of(after, "ScriptDuration") - of(before, "ScriptDuration")) * 1000).toFixed(1)} ms; tasks over 50 ms: ${long}`);
});

const held = {};
for (const count of [1, 10])
  await visit(labs(count), async (page, cdp) => {
    await page.evaluate(() => Promise.all([...document.querySelectorAll("gradstep-lab")].map((lab) => lab.start())));
    await page.until(ready, count, `${count} labs`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    held[count] = await memory(page, cdp);
    console.log(`${count} lab${count > 1 ? "s" : ""}: JavaScript ${MB(held[count].heap)}, DOM ${MB(held[count].dom)}, core ${MB(held[count].wasm)}`);
  });
console.log(`ten labs hold ${MB(held[10].all - held[1].all)} more than one`);

await visit("", async (page, cdp) => {
  const rounds = async (count) => {
    for (let round = 0; round < count; round += 1) {
      await page.evaluate((html) => { document.body.innerHTML = html; return document.querySelector("gradstep-lab").start(); }, labs(1));
      await page.until(ready, 1, "a lab");
      await page.evaluate(() => document.querySelector("gradstep-lab").remove());
    }
  };
  await rounds(10);
  const before = await memory(page, cdp);
  await rounds(100);
  const after = await memory(page, cdp);
  console.log(`after 10 rounds ${MB(before.all)} (heap ${MB(before.heap)}, core ${MB(before.wasm)}), after 100 more ${MB(after.all)} (heap ${MB(after.heap)}, core ${MB(after.wasm)})`);
});
