/** Computes rows of basin maps, a slice a message, so that a map that is no longer wanted costs one slice at most. */
import { basin, whole } from "./core.js";

const ready = whole();

addEventListener("message", async ({ data: { job, spec, first, end } }) => {
  try {
    await ready;
    const { reached, steps } = basin(spec, first, end);
    postMessage({ job, first, end, reached, steps }, /** @type {any} */ ([reached.buffer, steps.buffer]));
  } catch (error) {
    postMessage({ job, first, end, failure: error instanceof Error ? error.message : String(error) });
  }
});
