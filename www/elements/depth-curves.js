/** Learning curves of both networks: cost or accuracy by epoch, trained on and held out. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { dashOf, indexOf, redrawn, sharp, short } from "../plane-style.js";
import { WHICH } from "../depth-state.js";
import { ticks } from "./race-map.js";

/** @typedef {import("./depth-lab.js").DepthView} DepthView */

const MARGIN = { left: 46, right: 8, top: 8, bottom: 22 };
const FIELDS = 5;

export default class DepthCurves extends HTMLElement {
  #canvas = h("canvas", { role: "img" });
  #what = h("button", { type: "button", class: "quiet" });
  #shows = "cost";
  /** @type {DepthView | null} */ #view = null;
  #watched = false;

  connectedCallback() {
    this.replaceChildren(this.#canvas, h("p", { class: "legend" }, t("page.depth.curves.legend")), this.#what);
    if (this.#watched) return;
    this.#watched = true;
    this.#what.addEventListener("click", () => {
      this.#shows = this.#shows === "cost" ? "accuracy" : "cost";
      this.#draw();
    });
    redrawn(this.#canvas, () => this.#draw());
  }

  /** @param {DepthView} view */
  update(view) {
    this.#view = view;
    this.#draw();
  }

  #draw() {
    this.#what.textContent = t(`page.depth.curves.${this.#shows}`);
    const place = this.#view && sharp(this.#canvas, this);
    if (!place || !this.#view) return;
    const { pen, width, height, colours } = place;
    const { reports } = this.#view;
    const from = this.#shows === "cost" ? 1 : 2;
    const curves = WHICH.flatMap((which) => [0, 2].map((held) => ({ which, held: held > 0, column: from + held, values: reports[which]?.curve ?? new Float64Array() })));
    let [last, high] = [1, 1e-9];
    for (const { values, column } of curves)
      for (let at = 0; at < values.length; at += FIELDS) {
        last = Math.max(last, values[at]);
        if (Number.isFinite(values[at + column])) high = Math.max(high, values[at + column]);
      }
    if (this.#shows === "accuracy") high = 1;
    const x = (/** @type {number} */ epoch) => MARGIN.left + (epoch / last) * (width - MARGIN.left - MARGIN.right);
    const y = (/** @type {number} */ value) => MARGIN.top + (1 - value / high) * (height - MARGIN.top - MARGIN.bottom);
    axes(pen, { x, y, width, height, last, high }, colours);
    for (const { which, held, column, values } of curves) {
      pen.beginPath();
      let down = false;
      for (let at = 0; at < values.length; at += FIELDS) {
        if (!Number.isFinite(values[at + column])) { down = false; continue; }
        pen[down ? "lineTo" : "moveTo"](x(values[at]), y(Math.min(high, values[at + column])));
        down = true;
      }
      Object.assign(pen, { strokeStyle: colours.racers[indexOf(which)], lineWidth: held ? 1.2 : 2.4 });
      pen.setLineDash(dashOf(which));
      pen.stroke();
    }
    pen.setLineDash([]);
    const end = (/** @type {"a" | "b"} */ which) => short(reports[which]?.curve.at(from - FIELDS) ?? NaN);
    this.#canvas.setAttribute("aria-label", t("page.depth.curves.label", { what: t(`page.depth.curves.${this.#shows}`), last, a: end("a"), b: end("b") }));
  }
}

/** @param {CanvasRenderingContext2D} pen @param {{ x: (epoch: number) => number, y: (value: number) => number, width: number, height: number, last: number, high: number }} frame @param {{ soft: string }} colours */
function axes(pen, { x, y, width, height, last, high }, { soft }) {
  const bottom = height - MARGIN.bottom;
  Object.assign(pen, { fillStyle: soft, font: "12px sans-serif", textAlign: "center", textBaseline: "top" });
  pen.fillRect(MARGIN.left, bottom, width - MARGIN.left - MARGIN.right, 1);
  pen.fillRect(MARGIN.left, MARGIN.top, 1, bottom - MARGIN.top);
  for (const epoch of ticks(0, last, width / 80).filter(Number.isInteger)) {
    pen.fillRect(x(epoch), bottom, 1, 4);
    pen.fillText(String(epoch), x(epoch), bottom + 6);
  }
  Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
  for (const value of ticks(0, high, height / 40)) {
    pen.fillRect(MARGIN.left - 4, y(value), 4, 1);
    pen.fillText(short(value), MARGIN.left - 6, y(value));
  }
}
