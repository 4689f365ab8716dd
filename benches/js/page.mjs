// The page as a visitor meets it, in Chromium: bytes, requests, time to the first step, keys, jumps, Lighthouse.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { open } from "../../tests/e2e/browsers.mjs";
import { compressed, serve } from "../../tests/e2e/server.mjs";
import { median } from "./measure.mjs";

/** Set down before the page's own script: when the first step stands there, and each frame that follows an input. */
const WATCH = `
  window.firstStep = 0;
  window.frames = [];
  const look = () => {
    const shown = document.querySelector("derivation-card math");
    if (shown) requestAnimationFrame(() => (window.firstStep = performance.now()));
    else requestAnimationFrame(look);
  };
  look();
  const painted = (event) => {
    // A message sent from a frame's callback arrives after that frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.frames.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => port2.postMessage(0));
  };
  for (const name of ["keydown", "change"]) addEventListener(name, painted, true);
`;

const answers = () => document.querySelector("network-lab[data-ready]") !== null;

/** @param {string} dist @returns what a first visit costs: to read the first step, and more where the reader then touches the page */
export async function firstVisit(dist) {
  const [read, ready] = [[], []];
  let [files, more] = [[], []];
  for (let round = 0; round < 7; round += 1) {
    const host = await serve(dist);
    const names = () => host.asked.splice(0).map((path) => path.slice("/notes/deep/".length) || "index.html");
    const page = await open("chromium", host.url, { script: WATCH, untouched: true });
    await page.until(() => window.firstStep > 0, undefined, "the first step");
    await page.until(() => document.fonts.status === "loaded", undefined, "the fonts");
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    read.push(await page.evaluate(() => window.firstStep));
    files = names();
    ready.push(await page.evaluate(() => new Promise((resolve) => {
      const start = performance.now();
      addEventListener("gradstep-ready", () => resolve(performance.now() - start), { once: true });
      dispatchEvent(new Event("pointermove"));
    })));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    more = names();
    await page.close();
    await host.close();
  }
  const sized = (list) => Promise.all(list.map(async (name) => {
    const bytes = await readFile(join(dist, name));
    const wire = name.endsWith(".woff2") ? bytes.length : compressed(bytes).length;
    return { name, raw: bytes.length, gzip: name.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length, brotli: wire };
  }));
  return { milliseconds: median(read), ready: median(ready), files: await sized(files), more: await sized(more) };
}

/** Medians in milliseconds from an input to its painted frame. */
export async function inputs(dist) {
  const host = await serve(dist);
  const page = await open("chromium", host.url, { script: WATCH });
  await page.until(answers, undefined, "the lab");
  const frames = async (act, times) => {
    const found = [];
    for (let round = 0; round < times; round += 1) {
      await page.evaluate(() => (window.frames = []));
      await act(round);
      await page.until(() => window.frames.length > 0, undefined, "a frame");
      found.push(await page.evaluate(() => window.frames[0]));
    }
    return median(found);
  };
  const forward = await frames(() => page.press("ArrowRight"), 60);
  const back = await frames(() => page.press("ArrowLeft"), 60);
  const jumps = [];
  for (let round = 0; round < 7; round += 1) {
    await page.reload();
    await page.until(answers, undefined, "the lab");
    // Setting the field and telling the page so is what typing a number and Enter do.
    jumps.push(await page.evaluate(() => new Promise((resolve) => {
      const field = document.querySelector("#iteration");
      const start = performance.now();
      field.value = "1000";
      field.dispatchEvent(new Event("change", { bubbles: true }));
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - start);
      requestAnimationFrame(() => port2.postMessage(0));
    })));
  }
  const arrived = await page.evaluate(() => document.querySelector("#iteration").value);
  await page.close();
  await host.close();
  return { forward, back, jump: median(jumps), arrived };
}

/** Lighthouse's scores, mobile with simulated throttling: medians of three runs. */
export async function lighthouse(dist, program) {
  const host = await serve(dist);
  const flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run";
  const scores = [];
  for (let round = 0; round < 3; round += 1) {
    const { stdout } = await promisify(execFile)(program, [host.url, "--quiet", "--output=json",
      "--only-categories=performance,accessibility,best-practices", `--chrome-flags=${flags}`],
      { env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" }, maxBuffer: 1 << 28 });
    const { categories, audits } = JSON.parse(stdout);
    const low = Object.values(audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
    scores.push({ of: (name) => Math.round(100 * categories[name].score), low: low.map(({ id }) => id) });
  }
  await host.close();
  const of = (name) => median(scores.map((score) => score.of(name)));
  return { performance: of("performance"), accessibility: of("accessibility"), practices: of("best-practices"), low: scores[0].low };
}
