/** Runs long calls into the core, one a message, each short enough that a call which is no longer wanted costs little. */
import init, { basin, measureClaim } from "./core.js";

const ready = init();
/** @type {Record<string, (...values: any[]) => any>} */
const CALLS = { basin, measureClaim };

addEventListener("message", async ({ data: { name, values } }) => {
  try {
    await ready;
    const result = CALLS[name](...values);
    const buffers = Object.values(result).filter((part) => ArrayBuffer.isView(part)).map((part) => part.buffer);
    postMessage({ result }, /** @type {any} */ (buffers));
  } catch (error) {
    postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
