/** What each unit of the chosen layer makes of the plane, as small heat maps. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { mapImage, short } from "../plane-style.js";
import { WHICH } from "../depth-state.js";

/** @typedef {import("./depth-lab.js").DepthView} DepthView */

export default class DepthUnits extends HTMLElement {
  #own = { a: h("div", { class: "units" }), b: h("div", { class: "units" }) };
  #titles = { a: h("h3"), b: h("h3") };

  connectedCallback() {
    this.replaceChildren(h("p", { class: "legend" }, t("page.depth.units.legend")), ...WHICH.flatMap((which) => [this.#titles[which], this.#own[which]]));
  }

  /** @param {DepthView} view */
  update({ lesson, reports }) {
    for (const which of WHICH) {
      const report = reports[which];
      const layer = Math.min(lesson.layer, lesson.spec[which].depth + 1);
      this.#titles[which].textContent = t("page.depth.units.of", { network: t(`page.depth.${which}`), layer });
      const cells = (report?.unitSide ?? 1) ** 2;
      const count = (report?.units?.length ?? 0) / cells;
      const box = this.#own[which];
      while (box.childElementCount > count) box.lastElementChild?.remove();
      while (box.childElementCount < count) box.append(h("canvas", { role: "img" }));
      if (!report?.units) continue;
      [.../** @type {HTMLCollectionOf<HTMLCanvasElement>} */ (box.children)].forEach((canvas, unit) => {
        const values = /** @type {Float32Array} */ (report.units).subarray(unit * cells, (unit + 1) * cells);
        let [low, high] = [Infinity, -Infinity];
        for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
        const share = (/** @type {number} */ value) => (high > low ? (value - low) / (high - low) : 0.5);
        Object.assign(canvas, { width: report.unitSide, height: report.unitSide });
        canvas.getContext("2d")?.putImageData(mapImage(canvas, values, report.unitSide, share), 0, 0);
        const label = t("page.depth.units.label", { unit: unit + 1, low: short(low), high: short(high) });
        canvas.setAttribute("aria-label", label);
        canvas.title = label;
      });
    }
  }
}
