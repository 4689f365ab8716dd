/** The cost by iteration: drawn by the core on a canvas, with the values as a table beside it. */
import { drawCosts, formatNumber, t } from "../core.js";
import { afterPaint, h } from "../dom.js";
import { hostOf } from "../host.js";

/** @typedef {import("../dom.js").View} View */
/** @typedef {import("./network-lab.js").default} NetworkLab */

const LISTED = 40;

export default class CostChart extends HTMLElement {
  #canvas = h("canvas", { role: "img" });
  #range = h("input", { type: "range", min: 1, max: 10, step: 1, "aria-label": t("page.cost.scrub") });
  #scale = h("button", { type: "button", class: "quiet" });
  #row = h("div", { class: "row" }, this.#range, this.#scale);
  #empty = h("p", { class: "empty" }, t("page.cost.empty"));
  #table = h("div", { class: "table" });
  #details = h("details", {}, h("summary", {}, t("page.cost.table")), this.#table);
  /** @type {[NetworkLab, View] | null} */ #last = null;
  #waiting = false;
  /** What the picture shows. @type {unknown[]} */ #drawn = [];

  connectedCallback() {
    this.replaceChildren(this.#empty, this.#canvas, this.#row, this.#details);
    this.#range.addEventListener("input", () => this.dispatchEvent(new CustomEvent("gradstep-go", { bubbles: true, detail: { iteration: Number(this.#range.value), id: this.#last?.[1].step.id } })));
    this.#range.addEventListener("keydown", (event) => event.stopPropagation());
    this.#scale.addEventListener("click", () => this.dispatchEvent(new CustomEvent("gradstep-set", { bubbles: true, detail: { scale: this.#last?.[0].lesson.scale === "log" ? "linear" : "log" } })));
    this.#details.addEventListener("toggle", () => this.#list());
    new ResizeObserver(() => this.#later(true)).observe(this.#canvas);
    hostOf(this).addEventListener("theme", () => this.#now(true));
  }

  /** @param {NetworkLab} lab @param {View} view */
  update(lab, view) {
    this.#last = [lab, view];
    this.#later();
  }

  /** The chart is drawn after the step has been painted. @param {boolean} [anew] also where its numbers are the same */
  #later(anew = false) {
    if (anew) this.#drawn = [];
    if (this.#waiting || !this.#last) return;
    this.#waiting = true;
    afterPaint(() => {
      this.#waiting = false;
      this.#now();
    });
  }

  /** @param {boolean} [anew] */
  #now(anew = false) {
    if (anew) this.#drawn = [];
    if (this.#last && this.isConnected) this.#draw(...this.#last);
  }

  /** The costs of the iterations done, and that of the one begun when its step is reached. @param {NetworkLab} lab @param {View} view */
  #values(lab, view) {
    const costs = [...lab.network.costs()];
    const other = [...lab.network.otherCosts()];
    const at = (/** @type {string} */ id) => view.steps.findIndex((step) => step.id === id);
    const place = at("cost");
    if (view.iteration === costs.length + 1 && place <= view.index) {
      costs.push(view.steps[place].value[0][0]);
      const second = at("cost_other");
      if (second >= 0) other.push(view.steps[second].value[0][0]);
    }
    return { costs, other: other.length === costs.length ? other : [] };
  }

  /** @param {NetworkLab} lab @param {View} view */
  #draw(lab, view) {
    const { costs, other } = this.#values(lab, view);
    this.#empty.hidden = costs.length > 0;
    for (const part of [this.#canvas, this.#row, this.#details]) part.hidden = costs.length === 0;
    const { scale } = lab.lesson;
    const kind = view.spec.cost.kind;
    const shows = [view.spec, costs.length, costs.at(-1), other.length, view.iteration, scale, view.digits];
    if (shows.every((part, place) => part === this.#drawn[place])) return;
    const style = getComputedStyle(this);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const ratio = Math.min(4, devicePixelRatio || 1);
    if (!width) return;
    this.#drawn = shows;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.setAttribute("aria-label", t("page.cost.chart", { last: costs.length, cost: costs.length ? formatNumber(costs[costs.length - 1], view.digits) : "·" }));
    const names = { lse: t("page.cost.lse"), cross_entropy: t("page.cost.cross_entropy") };
    drawCosts(this.#canvas, {
      costs: Float64Array.from(costs), other: Float64Array.from(other), cursor: view.iteration, scale,
      pixel_ratio: ratio, soft: colour("soft"), line: colour("line"), cost: colour("cost"),
      font_family: "sans-serif",
      labels: { cost: kind === "lse" ? names.lse : names.cross_entropy, other: kind === "lse" ? names.cross_entropy : names.lse, iteration: t("page.cost.iteration") },
    });
    this.#range.max = String(Math.max(10, costs.length + 1));
    this.#range.value = String(view.iteration);
    this.#scale.textContent = `${t("page.cost.scale")}: ${t(`page.cost.${scale}`)}`;
    this.#scale.setAttribute("aria-pressed", String(scale === "log"));
    this.#list();
  }

  #list() {
    if (!this.#details.open || !this.#last) return;
    const [lab, view] = this.#last;
    const { costs, other } = this.#values(lab, view);
    const rows = costs.map((_, index) => index).filter((index) => costs.length <= LISTED || index < LISTED / 2 || index >= costs.length - LISTED / 2);
    const kind = view.spec.cost.kind;
    const heads = [t("page.cost.iteration"), t(`page.cost.${kind}`), ...(other.length ? [t(`page.cost.${kind === "lse" ? "cross_entropy" : "lse"}`)] : [])];
    const cells = (/** @type {number} */ index) => [costs, other].filter((list) => list.length).map((list) => h("td", {}, formatNumber(list[index], view.digits)));
    this.#table.replaceChildren(
      h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, ...rows.map((index) => h("tr", {}, h("th", { scope: "row" }, String(index + 1)), ...cells(index))))),
      rows.length < costs.length && h("p", {}, t("page.cost.elided", { count: costs.length })) || "");
  }
}
