/** Worked solutions of the open problem as files: documents, tables, scripts. */
import { ledger, script, t, workedSolution, worksheets } from "../core.js";
import { download } from "../answer-store.js";
import { h } from "../dom.js";
import { DOCUMENTS } from "./class-sheets.js";

/** @type {[string, string, string][]} name, ending, type */
const FILES = [
  ["LaTeX", "tex", "application/x-tex"], ["Markdown", "md", "text/markdown"], ["HTML", "html", "text/html"],
  ["NumPy", "numpy.py", "text/x-python"], ["PyTorch", "torch.py", "text/x-python"],
];

/** The ledger alone. @type {[string, string, string][]} */
const TABLES = [["CSV", "csv", "text/csv"], ["Markdown", "table.md", "text/markdown"], ["LaTeX", "table.tex", "application/x-tex"]];

/** As many iterations as the core writes out. */
const MOST_ITERATIONS = 100;

/** @param {import("../desk.js").Desk} desk @param {() => number} asked iterations of the sheet @param {() => number} digits */
export function solutionTools(desk, asked, digits) {
  const count = h("input", { type: "number", name: "solution-iterations", min: 1, max: MOST_ITERATIONS, value: asked() });
  const iterations = () => Math.min(MOST_ITERATIONS, Math.max(1, Math.round(Number(count.value)) || asked()));
  const write = (/** @type {string} */ name) => {
    const { spec, notation } = desk;
    const extent = { iterations: iterations(), digits: digits() };
    const document = { latex: "latex", markdown: "markdown", html: "html" }[name.toLowerCase()];
    if (document) return workedSolution(spec, { ...extent, notation, format: /** @type {"latex"} */ (document) });
    return script(spec, { ...extent, format: name === "NumPy" ? "numpy" : "torch" });
  };
  const buttons = FILES.map(([name, ending, type]) =>
    h("button", { type: "button", class: "quiet", "data-file": ending, onclick: () => download(`gradstep-solution.${ending}`, write(name), type) }, name));
  const tables = TABLES.map(([name, ending, type]) => h("button", { type: "button", class: "quiet", "data-file": ending, onclick: () => {
    const { spec, notation } = desk;
    const format = /** @type {"csv"} */ (name.toLowerCase());
    download(`gradstep-ledger.${ending}`, ledger(spec, { iterations: iterations(), digits: digits(), notation, format }), type);
  } }, name));
  const sheets = Object.entries(DOCUMENTS).map(([format, { name, ending, type }]) => h("button", { type: "button", class: "quiet", "data-file": `sheet.${ending}`, onclick: () => {
    const { spec, notation } = desk;
    const extent = { iterations: iterations(), digits: digits(), notation, format: /** @type {"html"} */ (format) };
    download(`gradstep-worksheet.${ending}`, worksheets([{ title: t("page.sheet.blank_title"), spec }], false, extent), type);
  } }, name));
  const row = (/** @type {string} */ key, /** @type {Node[]} */ nodes) => h("div", { class: "actions-row", role: "group", "aria-label": t(key) }, h("span", {}, t(key)), ...nodes);
  return h("details", { class: "solution" }, h("summary", {}, t("page.sheet.solution")),
    h("div", { class: "choices-row" }, h("label", { class: "field" }, t("page.sheet.iterations"), count)), row("page.sheet.download", buttons), row("page.sheet.table", tables), row("page.sheet.blank", sheets));
}
