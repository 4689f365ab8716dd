/** Every statistic of every layer as a table, for both networks. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { MEASURES, WHICH } from "../depth-state.js";
import { short } from "../plane-style.js";

/** @typedef {import("./depth-lab.js").DepthView} DepthView */

export default class DepthTable extends HTMLElement {
  #details = h("details", { class: "more" }, h("summary", {}, t("page.depth.table")));
  #body = h("div", { class: "scroller tall", tabindex: 0, role: "region", "aria-label": t("page.depth.table") });
  /** @type {DepthView | null} */ #view = null;

  /** @param {import("./depth-lab.js").default} lab */
  connect(lab) {
    this.#details.append(this.#body);
    this.#details.addEventListener("toggle", () => this.#view && this.update(this.#view));
    this.#body.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("tr") : null;
      const layer = Number(row?.dataset.layer);
      if (layer) lab.set({ layer });
    });
    this.replaceChildren(this.#details);
  }

  /** @param {DepthView} view */
  update(view) {
    this.#view = view;
    if (!this.#details.open) return;
    const head = (/** @type {string} */ text) => h("th", { scope: "col" }, text);
    const bodies = WHICH.map((which) => {
      const layers = view.reports[which]?.layers ?? new Float64Array();
      const count = layers.length / MEASURES.length;
      return h("tbody", {}, h("tr", {}, h("th", { scope: "rowgroup", colspan: MEASURES.length + 1 }, t(`page.depth.${which}`))),
        ...Array.from({ length: count }, (_, index) => h("tr", { "data-layer": index + 1, "aria-current": index + 1 === view.lesson.layer ? "true" : null },
          h("th", { scope: "row" }, String(index + 1)),
          ...MEASURES.map((_, column) => h("td", {}, short(layers[index * MEASURES.length + column]))))));
    });
    this.#body.replaceChildren(h("table", {}, h("caption", { class: "hidden" }, t("page.depth.table")),
      h("thead", {}, h("tr", {}, head(t("page.depth.layer")), ...MEASURES.map((measure) => head(t(`page.depth.measure.${measure}`))))), ...bodies));
  }
}
