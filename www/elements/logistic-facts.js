/** What holds of this problem: its optimum or why there is none, how far each method is, and how the cost curves. */
import { formatNumber, t } from "../core.js";
import { h, icon, keepFocus } from "../dom.js";
import { markerPath, paletteOf } from "../race-style.js";
import { settings } from "./race-editor.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("./logistic-lab.js").FitView} FitView */

export default class LogisticFacts extends HTMLElement {
  /** @param {LogisticLab} lab @param {FitView} view */
  update(lab, view) {
    keepFocus(this, () => this.replaceChildren(this.#methods(lab, view), this.#optimum(view), this.#curvature(view)));
  }

  /** @param {LogisticLab} lab @param {FitView} view */
  #methods(lab, view) {
    const colours = paletteOf(this).racers;
    const { optimum, digits } = view;
    const least = optimum && "cost" in optimum ? optimum.cost : null;
    const row = (/** @type {Node} */ name, /** @type {number} */ steps, /** @type {number} */ cost, /** @type {Node | false} */ more = false) =>
      h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, String(steps)), h("td", {}, formatNumber(cost, digits)), h("td", {}, least === null ? "–" : formatNumber(Math.max(0, cost - least), digits)), h("td", {}, more));
    const rows = view.runs.map((run, index) => {
      const sign = icon(markerPath(index));
      sign.style.color = colours[index];
      const steps = Math.min(view.iteration, run.model.iteration);
      const remove = index > 0 && h("button", { type: "button", class: "quiet", "data-name": `remove-${index}`, "aria-label": t("page.fit.remove_beside", { optimizer: t(`page.optimizer.${run.optimizer.kind}`) }), onclick: () => lab.set({ beside: lab.lesson.beside.filter((_, place) => place !== index - 1) }) }, "✕");
      const name = h("span", { class: "method" }, sign, h("span", {}, t(`page.optimizer.${run.optimizer.kind}`), h("small", {}, settings(run.optimizer))));
      return row(name, steps, view.model.cost(run.model.weightsBefore(steps + 1)), remove);
    });
    const { newton } = view;
    const last = newton?.at(-1);
    if (newton && last) rows.push(row(h("span", { class: "method" }, h("span", {}, t("page.fit.newton"))), newton.length - 1, view.model.cost(last)));
    return h("div", { class: "scroller" }, h("table", {},
      h("caption", { class: "hidden" }, t("page.fit.methods")),
      h("thead", {}, h("tr", {}, ...["method", "steps", "cost", "above", "remove"].map((name) => h("th", { scope: "col" }, name === "remove" ? h("span", { class: "hidden" }, t("page.fit.column.remove")) : t(`page.fit.column.${name}`))))),
      h("tbody", {}, ...rows)));
  }

  /** @param {FitView} view */
  #optimum({ optimum, separation, spec, digits, weights, failure }) {
    const list = (/** @type {number[]} */ values) => values.map((value) => formatNumber(value, digits)).join(", ");
    if (failure) return h("p", { class: "fact" }, failure);
    if (!optimum) return h("p", { class: "fact" }, t("page.fit.solving"));
    if ("cost" in optimum) return h("p", { class: "fact" }, t("page.fit.optimum", { steps: optimum.iterations, cost: formatNumber(optimum.cost, digits), weights: list(optimum.weights) }));
    const size = Math.hypot(...weights);
    const one = new Set(spec.labels).size < 2;
    const roots = separation.roots.map((root) => formatNumber(root, 2)).join(", ");
    const why = one ? t("page.fit.one_class") : t(separation.complete ? "page.fit.separable" : "page.fit.touching", { degree: spec.degree, roots });
    return h("div", { class: "fact separable" }, h("p", {}, why), h("p", {}, t("page.fit.flight", { size: formatNumber(size, digits) })), !one && h("p", {}, t("page.fit.l2_helps")));
  }

  /** @param {FitView} view */
  #curvature({ curvature, spec, model }) {
    const largest = curvature.eigenvalues.at(-1) ?? 0;
    // y (1 − y) is ¼ everywhere at weights 0, and never more
    const most = model.curvature(spec.weights.map(() => 0)).eigenvalues.at(-1) ?? 0;
    const condition = curvature.condition === null ? "∞" : short(curvature.condition);
    return h("p", { class: "fact" }, t(spec.scaling === "standardize" ? "page.fit.condition_scaled" : "page.fit.condition", { condition }), " ", largest > 0 && t("page.fit.limit", { largest: short(largest), limit: short(2 / largest) }), " ", largest < most * (1 - 1e-9) && t("page.fit.flatter", { limit: short(2 / most) }));
  }
}

/** Three digits, however large or small. @param {number} value */
const short = (value) => (value >= 1e5 || value < 1e-3 ? value.toExponential(2).replace("e+", " · 10^").replace("e-", " · 10^−") : String(Number(value.toPrecision(3))));
