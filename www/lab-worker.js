/** Runs long calls into the core, one a message, each short enough that a call which is no longer wanted costs little. */
import { basin, bringLanguage, measureClaim, part, surfaceGrid, surfaceImage } from "./core.js";

const tag = new URLSearchParams(location.search).get("lang") ?? "en";
const ready = Promise.all([part("optimizers"), tag === "en" ? null : bringLanguage(tag)]);
/** @type {Record<string, (...values: any[]) => any>} */
const CALLS = { basin, measureClaim, surfaceGrid, surfaceImage };

addEventListener("message", async ({ data: { name, values } }) => {
  try {
    await ready;
    const result = CALLS[name](...values);
    const parts = ArrayBuffer.isView(result) ? [result] : Object.values(result);
    const buffers = parts.filter((part) => ArrayBuffer.isView(part)).map((part) => part.buffer);
    postMessage({ result }, /** @type {any} */ (buffers));
  } catch (error) {
    postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
