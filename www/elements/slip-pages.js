/** What each slip is, why it happens and how to notice it, with a tiny example that the core computes. */
import { misconceptions, slipExample, t } from "../core.js";
import { h, mathMatrix, mathNode, mathml } from "../dom.js";

/** @typedef {import("../core.js").Display} Display */

/** A closed page on one slip, filled when it is opened. @param {string} kind @param {Display} display @param {string} [title] */
export function slipPage(kind, display, title = t(`check.name.${kind}`)) {
  const page = h("details", { class: "slip", "data-slip": kind }, h("summary", {}, title));
  page.addEventListener("toggle", () => page.children.length === 1 && page.append(...content(kind, display)));
  return page;
}

/** One page for every slip. @param {Display} display */
export function allSlips(display) {
  const pages = h("details", { class: "slips" }, h("summary", {}, t("page.sheet.all_slips")));
  pages.addEventListener("toggle", () => pages.children.length === 1 && pages.append(...misconceptions().map((kind) => slipPage(kind, display))));
  return pages;
}

/** @param {string} kind @param {Display} display */
function content(kind, display) {
  const paragraphs = t(`check.about.${kind}`).split("\n\n").map((text) => h("p", {}, text));
  const example = slipExample(kind, display);
  return example ? [...paragraphs, drawn(example, display.digits ?? 4)] : paragraphs;
}

/** @param {NonNullable<ReturnType<typeof slipExample>>} example @param {number} digits */
function drawn({ step, wrong }, digits) {
  const line = (/** @type {string} */ sign, /** @type {string} */ word, /** @type {import("../core.js").Matrix} */ value) =>
    h("p", { class: "formula", tabindex: 0, role: "group", "aria-label": t(word) }, `${sign} ${t(word)}: `, mathml("math", {}, mathml("mrow", {}, ...mathNode(step.symbol).childNodes, mathml("mo", {}, "="), mathMatrix(value, digits))));
  return h("div", { class: "example" },
    h("h5", {}, `${t("page.sheet.example")}: ${step.title}`),
    h("p", { class: "formula", tabindex: 0, role: "group", "aria-label": step.title }, mathNode(step.substituted)),
    line("✓", "page.sheet.right", step.value), line("✗", "page.sheet.slipped", wrong));
}
