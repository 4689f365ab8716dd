/** Cross-entropy beside squared error: both surfaces on the same data, and what each sends back from the chosen sample. */
import { formatNumber, t } from "../core.js";
import { h } from "../dom.js";
import { paletteOf } from "../race-style.js";
import { stepSection } from "./race-steps.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("./logistic-lab.js").FitView} FitView */

const MEASURES = /** @type {const} */ (["cross_entropy", "lse"]);
/** Cells of each picture: fewer where each costs a pass over many points. */
const CELLS = 220;
const MOST_WORK = 1_000_000;

export default class LogisticCosts extends HTMLElement {
  #drawn = "";

  /** @param {LogisticLab} lab @param {FitView} view */
  update(lab, view) {
    const steps = view.own;
    const value = (/** @type {string} */ id) => formatNumber(steps.find((step) => step.id === id)?.value[0][0] ?? NaN, view.digits);
    const rows = [["cross_entropy", value("loss"), value("delta")], ["lse", value("loss_lse"), value("delta_lse")]];
    if (!this.firstChild) this.#build(lab);
    const table = h("table", {},
      h("caption", {}, t("page.fit.costs.caption", { sample: view.sample + 1, x: view.spec.x[view.sample], class: view.spec.labels[view.sample], y: value("y") })),
      h("thead", {}, h("tr", {}, ...["cost", "loss", "delta"].map((name) => h("th", { scope: "col" }, t(`page.fit.costs.${name}`))))),
      h("tbody", {}, ...rows.map(([name, loss, delta]) => h("tr", {}, h("th", { scope: "row" }, t(`page.fit.costs.${name}`)), h("td", {}, loss), h("td", {}, delta)))));
    this.querySelector("[data-part=table]")?.replaceChildren(table, ...steps.filter(({ id }) => id.endsWith("_lse")).map((step) => stepSection(step, view.digits)));
    if (!view.quick) this.#paint(view);
  }

  /** @param {LogisticLab} lab */
  #build(lab) {
    const figure = (/** @type {string} */ measure) => h("figure", {}, h("canvas", { "data-measure": measure, role: "img", "aria-label": t("page.fit.costs.picture", { cost: t(`page.fit.costs.${measure}`) }) }), h("figcaption", {}, t(`page.fit.costs.${measure}`)));
    this.replaceChildren(
      h("div", { class: "pair" }, ...MEASURES.map(figure)),
      h("p", { class: "legend" }, t("page.fit.costs.legend")),
      h("button", { type: "button", "data-name": "worst", onclick: () => lab.changes.chooseWorst() }, t("page.fit.costs.worst")),
      h("div", { "data-part": "table" }));
  }

  /** @param {FitView} view */
  #paint(view) {
    const colours = paletteOf(this);
    const { spec, axes, domain, weights } = view;
    if (spec.degree < 1) return;
    const cells = Math.max(12, Math.round(CELLS * Math.min(1, Math.sqrt(MOST_WORK / 2 / (spec.x.length * CELLS * CELLS)))));
    const name = JSON.stringify([view.problem, weights, axes, domain, cells, colours.stops]);
    if (name === this.#drawn) return;
    this.#drawn = name;
    for (const measure of MEASURES) {
      const canvas = /** @type {HTMLCanvasElement} */ (this.querySelector(`[data-measure=${measure}]`));
      const image = view.model.sliceImage({ weights, axes, domain, columns: cells, rows: cells, measure, others: "held" }, { stops: colours.stops, line: colours.contour, empty: colours.line });
      canvas.width = cells;
      canvas.height = cells;
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      pen.putImageData(new ImageData(/** @type {any} */ (image), cells, cells), 0, 0);
      const [x0, x1, y0, y1] = domain;
      const [px, py] = [((weights[axes[0]] - x0) / (x1 - x0)) * cells, ((y1 - weights[axes[1]]) / (y1 - y0)) * cells];
      pen.beginPath();
      pen.arc(px, py, cells / 40, 0, 2 * Math.PI);
      pen.fillStyle = colours.racers[0];
      pen.fill();
    }
  }
}
