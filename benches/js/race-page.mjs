// The optimizer lab in Chromium: what it adds to load, its frames, and long tasks while basin maps run.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { open } from "../../tests/e2e/browsers.mjs";
import { compressed, serve } from "../../tests/e2e/server.mjs";
import { median } from "./measure.mjs";

/** Set down before the page's own script: the time of every frame's callbacks, and tasks over 50 ms. */
const WATCH = `
  window.work = [];
  window.long = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (body) => ask((time) => {
    const start = performance.now();
    body(time);
    window.work.push(performance.now() - start);
  });
  new PerformanceObserver((list) => window.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
`;

/** @param {string} dist */
export async function raceVisit(dist) {
  const host = await serve(dist);
  const first = await open("chromium", host.url);
  await first.until(() => document.querySelector("network-lab[data-ready]") !== null, undefined, "the network lab");
  const before = new Set(host.asked);
  await first.close();
  const optimizer = { kind: "adam", learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const optimizers = JSON.stringify(Array.from({ length: 8 }, () => optimizer)).replaceAll('"', "'");
  const page = await open("chromium", `${host.url}#lab=optimizers&optimizers=${encodeURIComponent(optimizers)}&noise=${encodeURIComponent("{'std':1,'seed':1}")}`, { script: WATCH });
  await page.until(() => document.querySelectorAll("optimizer-lab tbody tr").length === 8, undefined, "eight racers");
  const added = [...new Set(host.asked)].filter((path) => !before.has(path)).map((path) => path.slice("/notes/deep/".length));
  await page.evaluate(() => { window.work = []; });
  await page.evaluate(() => { document.querySelector("optimizer-lab [data-part=speed]").value = "fast"; document.querySelector("optimizer-lab [data-part=run]").click(); });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const frame = median(await page.evaluate(() => window.work));
  await page.evaluate(() => document.querySelector("optimizer-lab [data-part=run]").click());
  // what the run's end draws is none of the maps'
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await page.evaluate(() => { window.long = []; document.querySelector("basin-maps summary").click(); });
  await page.until(() => document.querySelectorAll("basin-maps tbody tr").length > 0 && document.querySelector("basin-maps progress").hidden, undefined, "the maps");
  const long = await page.evaluate(() => Math.max(0, ...window.long));
  await page.close();
  await host.close();
  const bytes = await Promise.all(added.map(async (name) => compressed(await readFile(join(dist, name))).length));
  return { frame, long, files: added.length, bytes: bytes.reduce((sum, size) => sum + size, 0) };
}

/** One worker and two on the same 256 × 256 maps of all four optimizers, by the page's own pool in its own slices. */
export async function workers(folder) {
  const host = await serve(folder);
  const page = await open("chromium", host.url);
  const times = await page.evaluate(`(async () => {
    const at = (name) => new URL(name, document.baseURI).href;
    const { OPTIMIZERS } = await import(at("plain-race.js"));
    const { slices, WorkerPool } = await import(at("npm/www/worker-pool.js"));
    const pool = (count) => {
      let done;
      const pool = new WorkerPool({ progress: (share) => share === 1 && done?.(), failed: (reason) => { throw new Error(reason); } }, "experiments");
      const tasks = OPTIMIZERS.flatMap((optimizer) => slices(256, 256).map(({ first, end }) => ({
        name: "basin",
        values: [{ surface: { kind: "two_well" }, optimizer, domain: [-2, 2, -2, 2], columns: 256, rows: 256, steps: 500 }, first, end],
        done: () => {},
      })));
      const run = async () => {
        Object.defineProperty(navigator, "hardwareConcurrency", { value: count, configurable: true });
        done = undefined;
        const start = performance.now();
        pool.start(tasks);
        await new Promise((resolve) => { done = resolve; });
        return performance.now() - start;
      };
      return run;
    };
    const [one, two] = [pool(1), pool(2)];
    await one();
    await two();
    const rounds = [];
    for (let round = 0; round < 5; round += 1) rounds.push([await one(), await two()]);
    return rounds;
  })()`);
  await page.close();
  await host.close();
  return { one: median(times.map(([one]) => one)), two: median(times.map(([, two]) => two)) };
}
