/** Dropout by hand: click units away, and see which gradients become zero. */
import { t } from "../core.js";
import { h, keepFocus } from "../dom.js";
import { short } from "../plane-style.js";
import { stepSection } from "./race-steps.js";

/** @typedef {import("./depth-lab.js").DepthView} DepthView */
/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("../core.js").ByHand} ByHand */

export default class DepthDropout extends HTMLElement {
  /** [layer, unit, 1 if kept]: what the reader has set. @type {number[][]} */ #held = [];
  #problem = "";
  #asked = "";
  /** @type {DepthLab | null} */ #lab = null;
  #title = h("p", { class: "legend" });
  #units = h("div", { class: "masks", role: "group", "aria-label": t("page.depth.dropout.units") });
  #again = h("button", { type: "button", class: "quiet", onclick: () => this.#set([]) }, t("page.depth.dropout.drawn"));
  #give = h("button", { type: "button", "data-part": "give-dropout", onclick: () => this.#lab?.edit((spec) => { spec[/** @type {DepthLab} */ (this.#lab).lesson.which].dropout = 0.5; }) }, t("page.depth.dropout.give"));
  #table = h("div", { class: "scroller tall", tabindex: 0, role: "region", "aria-label": t("page.depth.dropout.gradients") });
  #steps = h("div");

  connectedCallback() {
    this.replaceChildren(this.#title, this.#give, this.#units, this.#again, this.#table, this.#steps);
  }

  /** @param {DepthView} view @param {DepthLab} lab */
  update({ lesson, reports }, lab) {
    this.#lab = lab;
    const { which, layer, spec } = lesson;
    const network = spec[which];
    const hidden = layer <= network.depth;
    const drops = Boolean(network.dropout) && hidden;
    this.#give.hidden = Boolean(network.dropout);
    for (const part of [this.#units, this.#again, this.#table, this.#steps]) part.hidden = !drops;
    const name = t(`page.depth.${which}`);
    this.#title.textContent = !network.dropout ? t("page.depth.dropout.none", { network: name })
      : !hidden ? t("page.depth.dropout.output") : t("page.depth.dropout.legend", { network: name, layer, p: network.dropout, factor: short(1 / (1 - network.dropout)) });
    if (!drops || !reports[which]?.done) return;
    const problem = `${which} ${JSON.stringify(spec)}`;
    if (problem !== this.#problem) this.#held = [];
    this.#problem = problem;
    this.#ask(`${problem} ${layer} ${reports[which]?.iteration} ${JSON.stringify(this.#held)}`);
  }

  /** @param {string} question */
  async #ask(question) {
    const lab = /** @type {DepthLab} */ (this.#lab);
    if (question === this.#asked) return;
    this.#asked = question;
    const { which, layer, digits } = lab.lesson;
    const found = await lab.trainer(which).ask("dropout", layer, this.#held, { digits });
    if (question === this.#asked) this.#draw(found, layer, digits);
  }

  /** @param {number[][]} held */
  #set(held) {
    this.#held = held;
    this.#lab?.redraw();
  }

  /** @param {ByHand} found @param {number} layer @param {number} digits */
  #draw({ kept, gradients, steps }, layer, digits) {
    const unit = (/** @type {number} */ share, /** @type {number} */ index) => {
      const others = this.#held.filter(([of, unit]) => of !== layer || unit !== index);
      const say = t("page.depth.dropout.unit", { unit: index + 1, share: Math.round(100 * share) });
      return h("button", { type: "button", "data-name": `unit-${index}`, "aria-pressed": String(share === 0), "aria-label": say, title: say, onclick: () => this.#set([...others, [layer, index, share === 0 ? 1 : 0]]) }, `${index + 1}`, h("small", {}, ` ${Math.round(100 * share)} %`));
    };
    keepFocus(this, () => this.#units.replaceChildren(...kept.map(unit)));
    const head = (/** @type {string} */ name) => h("th", { scope: "col" }, t(`page.depth.dropout.column.${name}`));
    this.#table.replaceChildren(h("table", {}, h("caption", { class: "hidden" }, t("page.depth.dropout.gradients")),
      h("thead", {}, h("tr", {}, ...["layer", "zeros", "zeros_drawn", "norm", "norm_drawn"].map(head))),
      h("tbody", {}, ...gradients.map((row) => h("tr", { "aria-current": row.layer === layer ? "true" : null }, h("th", { scope: "row" }, String(row.layer)),
        h("td", { class: row.zeros > row.zeros_drawn ? "zero" : "" }, `${row.zeros} / ${row.entries}`), h("td", {}, String(row.zeros_drawn)), h("td", {}, short(row.norm)), h("td", {}, short(row.norm_drawn)))))));
    this.#steps.replaceChildren(...steps.map((step) => stepSection(step, digits)));
  }
}
