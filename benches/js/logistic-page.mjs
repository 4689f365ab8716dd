// A point dragged in the logistic lab: milliseconds of work until the frame is painted that shows all of it.
import { open } from "../../tests/e2e/browsers.mjs";
import { serve } from "../../tests/e2e/server.mjs";
import { median } from "./measure.mjs";

/** @param {string} dist @param {number[]} [degrees] */
export async function drags(dist, degrees = [1, 2, 8]) {
  const host = await serve(dist);
  const found = [];
  for (const degree of degrees) {
    const link = `#lab=logistic&drawn=overlapping,200,3&degree=${degree}&weights=[${Array(degree + 1).fill(0)}]&scaling=standardize&iteration=20`;
    const page = await open("chromium", host.url + link, { width: 1280, height: 900 });
    await page.until(() => document.querySelectorAll("logistic-steps .race-step").length > 5 && document.querySelector("logistic-facts tbody tr") !== null, undefined, "the lab");
    const times = await page.evaluate(drag, 90);
    found.push({ degree, median: median(times), late: [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] });
    await page.close();
  }
  await host.close();
  return found;
}

/** Runs in the page: takes the chosen sample and moves it a little, a frame each. @param {number} moves @returns {Promise<number[]>} */
async function drag(moves) {
  const canvas = document.querySelector("logistic-plot canvas");
  canvas.setPointerCapture = () => {};
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, clientX: left + x * width, clientY: top + y * height }));
  /** The work of the event and of the frame that follows it; a browser delivers moves right before a frame. */
  const work = (act) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let began = 0;
    requestAnimationFrame(() => (began = performance.now()));
    const start = performance.now();
    act();
    const handled = performance.now() - start;
    port1.onmessage = () => resolve(handled + performance.now() - began);
    requestAnimationFrame(() => port2.postMessage(0));
  });
  // a new point under the pointer is the chosen one, and stays in hand
  await work(() => send("pointerdown", 0.6, 0.3));
  const times = [];
  for (let move = 0; move < moves; move += 1) times.push(await work(() => send("pointermove", 0.6 + 0.2 * Math.sin(move / 9), 0.3)));
  send("pointerup", 0.6, 0.3);
  return times.slice(10);
}
