/** Worked solutions of the open problem as files: documents, tables, scripts. */
import { ledger, script, t, workedSolution } from "../core.js";
import { download } from "../answer-store.js";
import { h } from "../dom.js";

/** @type {[string, string, string][]} name, ending, type */
const FILES = [
  ["LaTeX", "tex", "application/x-tex"], ["Markdown", "md", "text/markdown"], ["HTML", "html", "text/html"], ["CSV", "csv", "text/csv"],
  ["NumPy", "numpy.py", "text/x-python"], ["PyTorch", "torch.py", "text/x-python"],
];

/** @param {import("./network-lab.js").default} lab @param {() => number} iterations @param {() => number} digits */
export function solutionTools(lab, iterations, digits) {
  const write = (/** @type {string} */ name) => {
    const { spec, notation } = lab.lesson;
    const extent = { iterations: iterations(), digits: digits() };
    const document = { latex: "latex", markdown: "markdown", html: "html" }[name.toLowerCase()];
    if (document) return workedSolution(spec, { ...extent, notation, format: /** @type {"latex"} */ (document) });
    if (name === "CSV") return ledger(spec, { ...extent, format: "csv" });
    return script(spec, { ...extent, format: name === "NumPy" ? "numpy" : "torch" });
  };
  const buttons = FILES.map(([name, ending, type]) =>
    h("button", { type: "button", class: "quiet", "data-file": ending, onclick: () => download(`gradstep-solution.${ending}`, write(name), type) }, name));
  return h("details", { class: "solution" }, h("summary", {}, t("page.sheet.solution")), h("div", { class: "actions-row", role: "group", "aria-label": t("page.sheet.download") }, ...buttons));
}
