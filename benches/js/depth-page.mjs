// The depth lab in Chromium while it trains: tasks, frames, the digits' accuracy, memory after many epochs.
import { open } from "../../tests/e2e/browsers.mjs";
import { serve } from "../../tests/e2e/server.mjs";
import { median } from "./measure.mjs";

/** Set down before the page's own script: when each frame begins. */
const WATCH = `
  window.frames = [];
  const frame = (time) => { window.frames.push(time); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
`;
const scored = () => ["a", "b"].every((which) => /\d/.test(document.querySelector(`depth-lab [data-part=score-${which}]`)?.textContent ?? ""));
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const press = () => document.querySelector("depth-lab [data-part=run]").click();

/**
 * Ten seconds of training: the longest task of the page's thread in processor time, which does not count what else the
 * machine does, and frames.
 * @param {{ url: string }} host @param {string} link
 */
async function training(host, link) {
  const page = await open("chromium", `${host.url}#lab=depth&seeds=0${link}`, { script: WATCH });
  await page.until(scored, undefined, "both networks");
  await wait(1000);
  await page.tab.tracing.start({ categories: ["toplevel"] });
  await page.evaluate(() => { window.frames = []; });
  await page.evaluate(press);
  await wait(10_000);
  const frames = await page.evaluate(() => window.frames);
  const trace = JSON.parse(new TextDecoder().decode(await page.tab.tracing.stop()));
  await page.close();
  const between = frames.slice(1).map((time, index) => time - frames[index]);
  return { task: longest(trace.traceEvents), frame: median(between) };
}

/** Milliseconds. @param {{ name: string, pid: number, tid: number, tdur?: number, args: { name?: string } }[]} events */
function longest(events) {
  const threads = new Set(events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}.${tid}`));
  const tasks = events.filter(({ name, pid, tid, tdur }) => name.endsWith("RunTask") && tdur !== undefined && threads.has(`${pid}.${tid}`));
  if (tasks.length < 100) throw new Error("the trace has no tasks of the page's thread");
  return tasks.reduce((most, { tdur }) => Math.max(most, (tdur ?? 0) / 1000), 0);
}

/** Seconds from the press on Train until a network of the digits' preset reads 95 % of what is held out. */
async function digits(host) {
  const page = await open("chromium", `${host.url}#lab=depth&preset=digits&seeds=0`);
  await page.until(scored, undefined, "both networks");
  const seconds = await page.evaluate(() => new Promise((resolve) => {
    const heldOut = (which) => Number(document.querySelector(`depth-lab [data-part=score-${which}]`).textContent.match(/out ([\d.]+)/)?.[1]);
    const start = performance.now();
    document.querySelector("depth-lab [data-part=run]").click();
    const look = () => {
      const seconds = (performance.now() - start) / 1000;
      if (Math.max(heldOut("a"), heldOut("b")) >= 95 || seconds > 120) resolve(seconds);
      else requestAnimationFrame(look);
    };
    look();
  }));
  await page.close();
  return seconds;
}

/** Megabytes of the page's heap before and after 10,000 epochs of two networks of 2, 4 and 4 units. */
async function heap(host) {
  const page = await open("chromium", `${host.url}#lab=depth&preset=circle&seeds=0&a.width=4&b.width=4&a.batch_size=100&b.batch_size=100`);
  await page.until(scored, undefined, "both networks");
  const client = await page.tab.createCDPSession();
  const used = async () => {
    await client.send("HeapProfiler.collectGarbage");
    return (await client.send("Runtime.getHeapUsage")).usedSize / 2 ** 20;
  };
  const go = async (epoch) => {
    await page.evaluate((epoch) => { const field = document.querySelector("depth-lab [data-part=at]"); field.value = String(epoch); field.dispatchEvent(new Event("change")); }, epoch);
    const state = `${epoch} iterations`; // the batch is all that is trained on
    for (;;) {
      if (await page.evaluate((state) => document.querySelector("depth-lab [data-part=state]").textContent === state, state)) return;
      await wait(100);
    }
  };
  await go(100);
  const before = await used();
  await go(10_000);
  const after = await used();
  await page.close();
  return { before, after };
}

/** @param {string} dist */
export async function depthVisit(dist) {
  const host = await serve(dist);
  const found = {
    vanishing: await training(host, "&preset=vanishing"),
    digits: await training(host, "&preset=digits"),
    largest: await training(host, "&preset=digits&a.depth=30&a.width=128&b.depth=30&b.width=128"),
    seconds: await digits(host),
    heap: await heap(host),
  };
  await host.close();
  return found;
}
