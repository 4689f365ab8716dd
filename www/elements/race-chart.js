/** Height and distance to the lowest point by step, one line an optimizer, linear or logarithmic. */
import { formatNumber, t } from "../core.js";
import { h } from "../dom.js";
import { DASHES, MARKERS, paletteOf } from "../race-style.js";
import { ticks } from "../canvas.js";
import { hostOf } from "../host.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */
/** @typedef {import("./optimizer-lab.js").default} OptimizerLab */

/** So many times what is typical of a race, and its other lines lie flat. */
const LARGE = 1e6;
const MARGIN = { left: 56, right: 10, top: 8, bottom: 24 };

export default class RaceChart extends HTMLElement {
  #canvas = h("canvas", { role: "img" });
  #scale = h("button", { type: "button", class: "quiet" });
  #what = h("button", { type: "button", class: "quiet" });
  #flat = h("p", { class: "legend" });
  #shows = "height";
  /** @type {[OptimizerLab, RaceView] | null} */ #last = null;
  #frame = 0;

  connectedCallback() {
    this.replaceChildren(this.#canvas, this.#flat, h("div", { class: "row" }, this.#what, this.#scale));
    this.#scale.addEventListener("click", () => this.#last?.[0].set({ scale: this.#last[1].scale === "log" ? "linear" : "log" }));
    this.#what.addEventListener("click", () => {
      const shown = this.#last?.[1].training ? ["height", "distance", "training"] : ["height", "distance"];
      this.#shows = shown[(shown.indexOf(this.#shows) + 1) % shown.length];
      this.#later();
    });
    new ResizeObserver(() => this.#later()).observe(this.#canvas);
    hostOf(this).addEventListener("theme", () => this.#now());
  }

  /** @param {OptimizerLab} lab @param {RaceView} view */
  update(lab, view) {
    this.#last = [lab, view];
    if (this.#shows === "training" && !view.training) this.#shows = "height";
    this.#later();
  }

  #later() {
    if (this.#frame || !this.#last) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#now();
    });
  }

  #now() {
    if (this.#last && this.isConnected && this.#canvas.clientWidth) this.#draw(this.#last[1]);
  }

  /** One number a step. @param {RaceView} view @param {RaceView["racers"][0]} racer */
  #series(view, racer) {
    const goal = view.stationary[0];
    // A logarithmic axis shows how far above the lowest known point: heights themselves may be negative.
    if (this.#shows === "height" || !goal) return view.scale === "log" && goal ? racer.values.map((value) => value - goal.value) : racer.values;
    return racer.values.map((_, step) => Math.hypot(racer.path[2 * step] - goal.x, racer.path[2 * step + 1] - goal.y));
  }

  /** @param {RaceView} view */
  #draw(view) {
    const ratio = Math.min(4, devicePixelRatio || 1);
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const colours = paletteOf(this);
    const series = view.racers.map((racer, index) => (this.#shows === "training" && view.training ? view.training[index].costs : this.#series(view, racer)));
    const log = view.scale === "log";
    const drawable = (/** @type {number} */ value) => Number.isFinite(value) && (!log || value > 0);
    const place = (/** @type {number} */ value) => (log ? Math.log10(value) : value);
    const last = Math.max(1, ...series.map((values) => values.length - 1));
    let [low, high] = [Infinity, -Infinity];
    for (const values of series) for (const value of values) if (drawable(value)) [low, high] = [Math.min(low, place(value)), Math.max(high, place(value))];
    if (!(low < high)) [low, high] = [low - 1 || 0, low + 1 || 1];
    const x = (/** @type {number} */ step) => MARGIN.left + (step / last) * (width - MARGIN.left - MARGIN.right);
    const y = (/** @type {number} */ value) => MARGIN.top + ((high - place(value)) / (high - low)) * (height - MARGIN.top - MARGIN.bottom);
    this.#axes(pen, { x, width, height, last, low, high, log }, colours);
    series.forEach((values, index) => {
      pen.beginPath();
      let down = false;
      const skip = Math.max(1, Math.floor(values.length / (2 * width)));
      for (let step = 0; step < values.length; step += step + skip < values.length ? skip : 1) {
        if (!drawable(values[step])) { down = false; continue; }
        pen[down ? "lineTo" : "moveTo"](x(step), y(values[step]));
        down = true;
      }
      Object.assign(pen, { strokeStyle: colours.racers[index], lineWidth: index === view.chosen ? 2.6 : 1.6 });
      pen.setLineDash(DASHES[index]);
      pen.stroke();
      const here = Math.min(view.step, values.length - 1);
      if (!drawable(values[here])) return;
      pen.setLineDash([]);
      Object.assign(pen, { fillStyle: colours.racers[index], strokeStyle: colours.panel, lineWidth: 1.5 });
      MARKERS[index](pen, x(here), y(values[here]), 4.5);
      pen.fill();
      pen.stroke();
    });
    const far = !log && high > LARGE * typical(series);
    this.#flat.textContent = far ? t("page.race.chart.flat", { largest: formatNumber(high, 1) }) : "";
    this.#scale.textContent = `${t("page.cost.scale")}: ${t(`page.cost.${view.scale}`)}`;
    this.#what.textContent = t(`page.race.chart.${this.#shows}`);
    this.#canvas.setAttribute("aria-label", t("page.race.chart.label", { what: t(`page.race.chart.${this.#shows}`), last }));
  }

  /** @param {CanvasRenderingContext2D} pen @param {{ x: (step: number) => number, width: number, height: number, last: number, low: number, high: number, log: boolean }} frame @param {ReturnType<typeof paletteOf>} colours */
  #axes(pen, { x, width, height, last, low, high, log }, colours) {
    Object.assign(pen, { fillStyle: colours.soft, font: "12px sans-serif", textAlign: "center", textBaseline: "top" });
    const bottom = height - MARGIN.bottom;
    pen.fillRect(MARGIN.left, bottom, width - MARGIN.left - MARGIN.right, 1);
    pen.fillRect(MARGIN.left, MARGIN.top, 1, bottom - MARGIN.top);
    for (const step of ticks(0, last, width / 80)) {
      pen.fillRect(x(step), bottom, 1, 4);
      pen.fillText(String(step), x(step), bottom + 6);
    }
    Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
    for (const value of ticks(low, high, height / 40)) {
      const at = MARGIN.top + ((high - value) / (high - low)) * (bottom - MARGIN.top);
      pen.fillText(log ? `10${superscript(value)}` : formatNumber(value, Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(high - low))))), MARGIN.left - 6, at);
    }
  }
}

/** Where half of the lines end, or where they begin if that is higher: many end at 0. @param {ArrayLike<number>[]} series */
function typical(series) {
  const ends = series.map((values) => Math.abs(values[values.length - 1]) || 0).sort((a, b) => a - b);
  return Math.max(Math.abs(series[0][0]), ends[(ends.length - 1) >> 1]);
}

/** A power of ten, to a tenth where ticks stand that close. @param {number} value */
const superscript = (value) => String(Number(value.toFixed(1))).replace(/[-.\d]/g, (sign) => ({ "-": "⁻", ".": "·" })[sign] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]);
