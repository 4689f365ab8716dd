/** Why Gradstep did not start, in words: asked for only then. */

const PAGE = new URL("../index.html", import.meta.url);
/** Where the policy lets not even the sentences arrive. */
const REFUSED = `The security policy of this page does not let Gradstep run: it has to allow ${new URL(".", PAGE).href} in script-src, connect-src, font-src and style-src, and 'wasm-unsafe-eval' in script-src.`;
/** What has to be there, and of which type. */
const FILES = { "index.html": "html", "gradstep.js": "javascript", "gradstep_bg.wasm": "wasm", "www/core.js": "javascript", "www/dom.js": "javascript", "www/host.js": "javascript", "www/embed.js": "javascript", "www/state.js": "javascript", "www/styles/embed.css": "css" };

/** The reason of a failed start, as a key of the list kept in the page. @param {unknown} error @param {string} [directive] of the policy that refused something meanwhile */
export function reason(error, directive = "") {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (typeof WebAssembly !== "object") return "no_wasm";
  if (directive || /unsafe-eval|Content.Security|CSP|disallowed/i.test(text)) return "csp";
  if (/mime|application\/wasm/i.test(text)) return "mime";
  if (error instanceof WebAssembly.LinkError) return "mixed";
  if (error instanceof WebAssembly.CompileError || typeof CSSStyleSheet !== "function" || !("adoptedStyleSheets" in Document.prototype)) return "old";
  if (error instanceof SyntaxError) return "mixed"; // a module lacks what another asks it for
  if (/fetch|network|load|404|status|import/i.test(text)) return "missing";
  return "other";
}

/** @param {string} name @param {string} type @returns {Promise<{ reason: string, detail: string } | null>} */
async function wrongWith(name, type) {
  const answer = await fetch(new URL(`../${name}`, import.meta.url), { method: "HEAD", cache: "no-store" });
  const found = answer.headers.get("content-type") ?? "";
  if (!answer.ok) return { reason: "missing", detail: `${name}: ${answer.status}` };
  return found.includes(type) ? null : { reason: "mime", detail: `${name}: ${found || "?"}` };
}

/** Which file is at fault, where one is. */
async function culprit() {
  for (const [name, type] of Object.entries(FILES)) {
    const wrong = await wrongWith(name, type).catch((error) => ({ reason: "missing", detail: `${name}: ${error instanceof Error ? error.message : error}` }));
    if (wrong) return wrong;
  }
  return null;
}

/**
 * @param {unknown} error @param {string} [directive]
 * @returns {Promise<{ reason: string, sentence: string, detail: string }>} the sentence from the list in the page
 */
export async function explain(error, directive = "") {
  const told = { reason: reason(error, directive), detail: directive || (error instanceof Error ? error.message : String(error)) };
  if (["missing", "mixed", "mime", "other"].includes(told.reason)) Object.assign(told, await culprit());
  const page = await fetch(PAGE).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const list = /** @type {HTMLTemplateElement | null} */ (new DOMParser().parseFromString(page, "text/html").querySelector("#failures"));
  const sentence = list?.content.querySelector(`[data-reason="${told.reason}"]`)?.textContent;
  return { ...told, sentence: sentence ?? (told.reason === "csp" ? REFUSED : `Gradstep could not start: see ${PAGE.href}.`) };
}
