/** Runs long calls into the core, one a message, each short enough that a call which is no longer wanted costs little. */
import { basin, bringLanguage, depthStart, measureClaim, part, surfaceGrid, surfaceImage } from "./core.js";

const tag = new URLSearchParams(location.search).get("lang") ?? "en";
const speaking = tag === "en" ? null : bringLanguage(tag);
/** @type {Record<string, (...values: any[]) => any>} */
const CALLS = { basin, depthStart, measureClaim, surfaceGrid, surfaceImage };

addEventListener("message", async ({ data: { part: needed, name, values } }) => {
  try {
    await Promise.all([part(needed), speaking]);
    const result = CALLS[name](...values);
    const fields = ArrayBuffer.isView(result) ? [result] : Object.values(result);
    const buffers = fields.filter((field) => ArrayBuffer.isView(field)).map((field) => field.buffer);
    postMessage({ result }, /** @type {any} */ (buffers));
  } catch (error) {
    postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
