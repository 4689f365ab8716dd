/** Sheets for a class: how many, which iterations, as what; the worksheets and their key as files. */
import { GradstepError, t, worksheets } from "../core.js";
import { download } from "../answer-store.js";
import { h } from "../dom.js";

/** @typedef {Parameters<typeof worksheets>[0]} Sheets */

/** @type {Record<string, { name: string, ending: string, type: string }>} */
export const DOCUMENTS = {
  html: { name: "HTML", ending: "html", type: "text/html" },
  latex: { name: "LaTeX", ending: "tex", type: "application/x-tex" },
  markdown: { name: "Markdown", ending: "md", type: "text/markdown" },
};
const MOST_SHEETS = 200;
const MOST_ITERATIONS = 3;

/** A place for what is refused, and what puts it there. */
export function teller() {
  const error = h("p", { class: "error", role: "alert" });
  const told = (/** @type {() => unknown} */ action) => async () => {
    try {
      error.textContent = "";
      await action();
    } catch (problem) {
      if (!(problem instanceof GradstepError)) throw problem;
      error.textContent = problem.message;
    }
  };
  return { error, told };
}

/** @param {import("../desk.js").Desk} desk @param {(count: number) => Sheets} sheets @param {ReturnType<typeof teller>["told"]} told */
export function classSheets(desk, sheets, told) {
  const field = (/** @type {string} */ key, /** @type {Node} */ node) => h("label", { class: "field" }, t(`page.exercise.${key}`), node);
  const count = h("input", { type: "number", name: "count", min: 1, max: MOST_SHEETS, value: 20 });
  const iterations = h("input", { type: "number", name: "iterations", min: 1, max: MOST_ITERATIONS, value: 2 });
  const format = h("select", { name: "format" }, ...Object.entries(DOCUMENTS).map(([key, { name }]) => h("option", { value: key }, name)));
  const within = (/** @type {HTMLInputElement} */ input, /** @type {number} */ most) => Math.min(most, Math.max(1, Math.round(Number(input.value)) || 1));
  const file = (/** @type {boolean} */ key) => {
    const { ending, type } = DOCUMENTS[format.value];
    const extent = { iterations: within(iterations, MOST_ITERATIONS), digits: 4, notation: desk.notation, format: /** @type {"html"} */ (format.value) };
    download(`gradstep-${key ? "key" : "worksheets"}.${ending}`, worksheets(sheets(within(count, MOST_SHEETS)), key, extent), type);
  };
  const button = (/** @type {string} */ name, /** @type {boolean} */ key) => h("button", { type: "button", "data-exercise": name, onclick: told(() => file(key)) }, t(`page.exercise.${name}`));
  return h("div", { class: "choices-row" }, field("count", count), field("iterations", iterations), field("format", format), button("sheet", false), button("key", true));
}
