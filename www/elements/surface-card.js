/** What is known of the surface: formula, source, domain, where its gradient is 0, and starts to choose from. */
import { evaluateSurface, formatNumber, t } from "../core.js";
import { h, mathNode } from "../dom.js";

/** @typedef {import("./optimizer-lab.js").default} OptimizerLab */
/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */
/** @typedef {import("../core.js").SurfaceInfo} SurfaceInfo */

/** As many stationary points as are listed; some surfaces have hundreds. */
const MOST = 24;

export default class SurfaceCard extends HTMLElement {
  #drawn = "";
  #here = h("p", { class: "legend" });

  /** @param {OptimizerLab} lab @param {RaceView} view @param {SurfaceInfo} info */
  update(lab, view, info) {
    this.#tellHere(view);
    const drawn = JSON.stringify([view.spec.surface, view.digits]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const [x0, x1, y0, y1] = info.domain;
    const number = (/** @type {number} */ value) => formatNumber(value, view.digits);
    const points = info.stationary.slice(0, MOST).map(({ x, y, value, type }) =>
      h("tr", {}, h("th", { scope: "row" }, t(`page.race.type.${type}`)), h("td", {}, number(x)), h("td", {}, number(y)), h("td", {}, number(value))));
    const more = info.stationary.length - points.length;
    const parts = [
      info.formula.mathml && h("div", { class: "formula", role: "group", tabindex: 0, "aria-label": t("page.race.about.formula") }, mathNode(info.formula)),
      h("p", { class: "legend" }, [info.source, t("page.race.about.domain", { x0, x1, y0, y1 })].filter(Boolean).join(" ")),
      this.#here,
      h("p", { class: "fields" }, h("span", { class: "legend" }, t("page.race.about.starts")), ...info.starts.map((start) =>
        h("button", { type: "button", onclick: () => lab.edit((spec) => { spec.start = start; }) }, `(${start.join(", ")})`))),
      points.length > 0 && h("table", {},
        h("caption", {}, t("page.race.about.stationary")),
        h("thead", {}, h("tr", {}, ...["type", "x", "y", "f"].map((name) => h("th", { scope: "col" }, t(`page.race.about.column.${name}`))))),
        h("tbody", {}, ...points)),
      more > 0 && h("p", { class: "legend" }, t("page.race.about.more", { more })),
    ];
    this.replaceChildren(.../** @type {Node[]} */ (parts.filter(Boolean)));
  }

  /** The curvature where the chosen optimizer stands. @param {RaceView} view */
  #tellHere({ spec, racers, chosen, step, digits }) {
    const { path } = racers[chosen];
    const at = Math.min(step, path.length / 2 - 1);
    const [[xx, xy], [, yy]] = evaluateSurface(spec.surface, path[2 * at], path[2 * at + 1]).hessian;
    const entries = Object.fromEntries(Object.entries({ xx, xy, yy }).map(([name, value]) => [name, formatNumber(value, digits)]));
    this.#here.textContent = t("page.race.about.hessian", entries);
  }
}
