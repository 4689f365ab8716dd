// core.js keeps its place in www/, so that it finds the module where it finds it in the page.
import start from "./www/core.js";
export * from "./www/core.js";

/**
 * As in core.js, except that files are read from the disk where there is one: Node's `fetch` does not.
 * @param {unknown} [source] @returns {Promise<unknown>}
 */
export default function init(source) {
  const place = source ?? new URL("gradstep_bg.wasm", import.meta.url);
  const isFile = (typeof place === "string" || place instanceof URL) && String(place).startsWith("file:");
  // asked of the process, so that bundlers for the web look for no such module
  const disk = isFile && globalThis.process?.getBuiltinModule?.("node:fs/promises");
  // read when it is waited for: a second call reads nothing
  return start(disk ? { then: (use, fail) => disk.readFile(new URL(place)).then(use, fail) } : source);
}
