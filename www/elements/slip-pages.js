/** What each slip is, why it happens and how to notice it, with a tiny example that the core computes. */
import { misconceptions, slipExample, t } from "../core.js";
import { h, mathMatrix, mathNode, mathml } from "../dom.js";

/** @typedef {import("../core.js").Display} Display */
/** @typedef {"network" | "logistic"} Of what kind of problem */

/** A closed page on one slip, filled when it is opened. @param {string} kind @param {Display} display @param {Of} of @param {string} [title] */
export function slipPage(kind, display, of, title = t(`check.name.${kind}`)) {
  const page = h("details", { class: "slip", "data-slip": kind }, h("summary", {}, title));
  page.addEventListener("toggle", () => page.children.length === 1 && page.append(...content(kind, display, of)));
  return page;
}

/** The page on what a verdict found. @param {string} kind @param {Display} display @param {Of} of */
export const foundPage = (kind, display, of) => slipPage(kind, display, of, t(["arithmetic", "cancels"].includes(kind) ? `page.sheet.about_${kind}` : "page.sheet.about"));

/** One page for every slip. @param {Display} display @param {Of} of */
export function allSlips(display, of) {
  const pages = h("details", { class: "slips" }, h("summary", {}, t("page.sheet.all_slips")));
  pages.addEventListener("toggle", () => pages.children.length === 1 && pages.append(...misconceptions().map((kind) => slipPage(kind, display, of))));
  return pages;
}

/** @param {string} kind @param {Display} display @param {Of} of */
function content(kind, display, of) {
  const paragraphs = t(`check.about.${kind}`).split("\n\n").map((text) => h("p", {}, text));
  const example = slipExample(kind, display, of);
  if (!example) return paragraphs;
  const elsewhere = of === "logistic" && "layers" in example.spec;
  return [...paragraphs, drawn(example, display.digits ?? 4, t(elsewhere ? "page.sheet.example_network" : "page.sheet.example"))];
}

/** @param {NonNullable<ReturnType<typeof slipExample>>} example @param {number} digits @param {string} title */
function drawn({ step, wrong }, digits, title) {
  const line = (/** @type {string} */ sign, /** @type {string} */ word, /** @type {import("../core.js").Matrix} */ value) =>
    h("p", { class: "formula", tabindex: 0, role: "group", "aria-label": t(word) }, `${sign} ${t(word)}: `, mathml("math", {}, mathml("mrow", {}, ...mathNode(step.symbol).childNodes, mathml("mo", {}, "="), mathMatrix(value, digits))));
  return h("div", { class: "example", role: "group", "aria-label": title },
    h("h5", {}, `${title}: ${step.title}`),
    h("p", { class: "formula", tabindex: 0, role: "group", "aria-label": step.title }, mathNode(step.substituted)),
    line("✓", "page.sheet.right", step.value), line("✗", "page.sheet.slipped", wrong));
}
