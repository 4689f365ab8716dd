/** The next iteration, derived: the chain of the chosen sample or of all, each sample's gradient, their mean, the update. */
import { formatNumber, t } from "../core.js";
import { h, keepFocus, retold } from "../dom.js";
import { retellSection, stepSection } from "./race-steps.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("./logistic-lab.js").FitView} FitView */
/** @typedef {import("../core.js").Step} Step */

/** Rows of the table of gradients at the most. */
const MOST_ROWS = 30;
const ROWS = /** @type {const} */ (["sample", "all"]);
/** The gradient of the cost. */
const TOGETHER = ["dw"];

export default class LogisticSteps extends HTMLElement {
  /** @type {LogisticLab | null} */ #lab = null;

  /** @param {LogisticLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.className = "panel";
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("page.race.derivation"));
  }

  /** @param {FitView} view */
  update(view) {
    if (view.quick && this.querySelector("[data-id]")) return this.#refresh(view);
    const lab = /** @type {LogisticLab} */ (this.#lab);
    const choice = h("div", { class: "views", role: "group", "aria-label": t("page.fit.rows") }, ...ROWS.map((rows) =>
      h("button", { type: "button", class: "quiet", "data-name": `rows-${rows}`, "aria-pressed": String(view.rows === rows), onclick: () => lab.set({ rows }) }, t(`page.fit.rows_${rows}`, { sample: view.sample + 1 }))));
    const section = (/** @type {Step} */ step) => stepSection(step, view.digits);
    keepFocus(this, () => this.replaceChildren(
      h("div", { class: "row" }, h("h2", { class: "part" }, t("page.fit.iteration", { iteration: view.iteration + 1 })), choice),
      ...(view.iteration === 0 ? [h("p", { class: "hint" }, t("page.fit.hint"))] : []),
      ...chain(view).map(section),
      this.#table(lab, view),
      ...together(view).map(section)));
    this.#watch.disconnect();
    this.#seen.clear();
    for (const part of this.children) this.#watch.observe(part);
  }

  /** Which of the children are in sight, as the browser tells when that changes: asking would make it lay everything out. */
  #seen = new Set();
  #watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
  });

  /** While a hand moves something, the numbers in sight follow; the rest when it has come to rest. @param {FitView} view */
  #refresh(view) {
    for (const part of this.children) {
      if (!this.#seen.has(part)) continue;
      if (part.matches(".scroller")) retold(part, this.#table(/** @type {LogisticLab} */ (this.#lab), view));
      const id = part.getAttribute("data-id");
      const step = id && (chain(view).find((step) => step.id === id) ?? together(view).find((step) => step.id === id));
      if (step) retellSection(part, step, view.digits);
    }
    const heading = this.querySelector("h2");
    if (heading) heading.textContent = t("page.fit.iteration", { iteration: view.iteration + 1 });
  }

  /** The samples' gradients as rows, their mean below. @param {LogisticLab} lab @param {FitView} view */
  #table(lab, view) {
    const value = (/** @type {string} */ id) => view.steps.find((step) => step.id === id)?.value ?? [];
    const [[y], [delta], each, mean] = [value("y"), value("delta"), value("dLdw"), value("dw")];
    const places = y.map((_, column) => column);
    const shown = places.length > MOST_ROWS ? places.slice(0, MOST_ROWS - 1) : places;
    const number = (/** @type {number} */ number) => h("td", { class: "made" }, formatNumber(number, view.digits));
    const row = (/** @type {number} */ column) => {
      const sample = view.batch[column];
      const choose = h("button", { type: "button", class: "racer", "data-name": `sample-${sample}`, "aria-pressed": String(sample === view.sample), "aria-label": t("page.fit.choose", { sample: sample + 1 }), onclick: () => lab.set({ sample }) }, String(sample + 1));
      return h("tr", {}, h("th", { scope: "row" }, choose), h("td", {}, String(view.spec.x[sample])), h("td", {}, String(view.spec.labels[sample])), number(y[column]), number(delta[column]), ...each.map((weight) => number(weight[column])));
    };
    const left = places.length - shown.length;
    return h("div", { class: "scroller", role: "group", tabindex: 0, "aria-label": t("page.fit.gradients") }, h("table", { class: "gradients" },
      h("caption", {}, t("page.fit.gradients")),
      h("thead", {}, h("tr", {}, ...[t("page.fit.sample"), "x", "c", "y", "δ = y − c", ...each.map((_, place) => `∂L/∂w${"₀₁₂₃₄₅₆₇₈"[place]}`)].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...shown.map(row), left > 0 && h("tr", {}, h("th", { scope: "row" }, "…"), h("td", { colspan: 4 + each.length, class: "words" }, t("page.fit.more_rows", { count: left })))),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("page.fit.mean")), h("td", { colspan: 4 }), ...mean.map(([entry]) => number(entry))))));
  }
}

/** The steps of the chosen sample or of all, up to where their gradients come together. @param {FitView} view @returns {Step[]} */
function chain(view) {
  if (view.rows === "sample") return view.own.filter(({ id }) => !id.endsWith("_lse"));
  return view.steps.filter(({ id, phase }) => phase !== "update" && !TOGETHER.includes(id));
}

/** What both ways of looking have in common: the mean and the update. @param {FitView} view @returns {Step[]} */
const together = (view) => view.steps.filter(({ id, phase }) => phase === "update" || TOGETHER.includes(id));
