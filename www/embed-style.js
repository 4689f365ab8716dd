/** The page's own styles, made fit for a tree inside another page; each is read once, whatever the number of labs. */

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/** What stands outside an element may change: name, and where it is found in a lab. */
const PARTS = {
  problem: ".problem", panel: ".panel", picture: "network-picture, race-map, logistic-plot", derivation: "derivation-card, race-steps, logistic-steps",
  ledger: "step-ledger", transport: ".transport", step: ".primary", formula: ".formula",
};

/** The math font is the page's, since a tree inside it cannot have one. @type {FontFace | null} */
let font = null;

/** On paper colours are not for the page around to choose: white letters on a ground that is not printed would be gone. */
const PRINT = "print";

/**
 * Lengths by the root's letters would follow the page around: they follow the lab's. A colour can be given from outside.
 * @param {string} text @param {string} name
 */
function fitted(text, name) {
  const own = text.replace(/@font-face\s*\{[^}]*\}/g, "").replace(/(\d*\.?\d+)rem\b/g, "calc($1 * var(--rem))");
  return name === PRINT ? own : own.replace(/--([a-z-]+): ?(#[0-9a-f]{3,8})\b/g, "--$1: var(--gradstep-$1, $2)");
}

/** @param {string} name @returns {Promise<CSSStyleSheet>} */
export function sheet(name) {
  const known = sheets.get(name) ?? made(name).catch((error) => {
    sheets.delete(name);
    throw error;
  });
  sheets.set(name, known);
  return known;
}

/** @param {string} name */
async function made(name) {
  if (!font && typeof FontFace === "function") {
    font = new FontFace("GradstepMath", `url("${new URL("fonts/gradstep-math.woff2", import.meta.url).href}")`, { display: "swap" });
    document.fonts.add(font);
  }
  const sheet = new CSSStyleSheet({ media: name === PRINT ? "print" : "" });
  sheet.replaceSync(fitted(await read(name), name));
  return sheet;
}

/** @param {string} name */
async function read(name) {
  const answer = await fetch(new URL(`styles/${name}.css`, import.meta.url));
  if (!answer.ok) throw new Error(`${name}.css: status ${answer.status}`);
  return answer.text();
}

/** Before the styles of the embedding, which come last. @param {ShadowRoot} root @param {string} name */
export async function adopt(root, name) {
  const one = await sheet(name);
  if (!root.adoptedStyleSheets.includes(one)) root.adoptedStyleSheets = [...root.adoptedStyleSheets.slice(0, 2), one, ...root.adoptedStyleSheets.slice(2)];
}

/** Names what may be changed from outside. @param {Element} frame */
export function parts(frame) {
  for (const [name, selector] of Object.entries(PARTS)) for (const node of frame.querySelectorAll(selector)) node.part.add(name);
}
