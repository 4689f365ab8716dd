/** One statistic by layer for both networks, the spread over seeds behind it, and how the outputs of each layer lie. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { MEASURES, WHICH } from "../depth-state.js";
import { dashOf, indexOf, markerOf, powers, raised, redrawn, sharp, short } from "../plane-style.js";
import { ticks } from "./race-map.js";

/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("./depth-lab.js").DepthView} DepthView */
/** @typedef {import("../depth-state.js").Which} Which */
/** @typedef {NonNullable<ReturnType<typeof sharp>>} Place */

const MARGIN = { left: 50, right: 10, top: 10, bottom: 22 };
const LOGARITHMIC = 4;
/** Which of the two numbers that are known over the seeds a measure is. */
export const spreadOf = (/** @type {string} */ measure) => ["gradient_norm", "delta_rms"].indexOf(measure);

export default class DepthChart extends HTMLElement {
  #canvas = h("canvas", { role: "img", class: "by-layer" });
  #strips = { a: h("canvas", { role: "img", class: "strip-a" }), b: h("canvas", { role: "img", class: "strip-b" }) };
  #measure = h("select", { "data-part": "measure", "aria-label": t("page.depth.measure.title") }, ...MEASURES.map((measure) => h("option", { value: measure }, t(`page.depth.measure.${measure}`))));
  #about = h("p", { class: "legend" });
  /** @type {DepthLab | null} */ #lab = null;
  /** @type {DepthView | null} */ #view = null;

  /** @param {DepthLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.#measure.addEventListener("change", () => lab.set({ measure: /** @type {any} */ (this.#measure.value) }));
    const strip = (/** @type {Which} */ which) => h("figure", {}, h("figcaption", {}, t("page.depth.outputs", { network: t(`page.depth.${which}`) })), this.#strips[which]);
    this.replaceChildren(h("div", { class: "fields" }, this.#measure), this.#canvas, this.#about, h("div", { class: "pair" }, strip("a"), strip("b")));
    for (const canvas of [this.#canvas, this.#strips.a, this.#strips.b]) redrawn(canvas, () => this.#draw());
    this.#canvas.addEventListener("click", (event) => {
      const last = this.#last();
      const { left, width } = this.#canvas.getBoundingClientRect();
      const layer = 1 + Math.round(((event.clientX - left - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (last - 1));
      lab.set({ layer: Math.min(last, Math.max(1, layer)) });
    });
  }

  #last() {
    const { a, b } = /** @type {DepthLab} */ (this.#lab).lesson.spec;
    return 1 + Math.max(a.depth, b.depth);
  }

  /** @param {DepthView} view */
  update(view) {
    this.#view = view;
    this.#measure.value = view.lesson.measure;
    this.#draw();
  }

  #draw() {
    const view = this.#view;
    if (!view) return;
    const { measure } = view.lesson;
    this.#about.textContent = t(`page.depth.about.${measure}`);
    const place = sharp(this.#canvas, this);
    if (place) this.#drawLines(view, place);
    for (const which of WHICH) this.#drawStrip(view, which);
  }

  /** @param {DepthView} view @param {Place} place */
  #drawLines(view, { pen, width, height, colours }) {
    const { lesson: { measure, layer }, reports, spreads } = view;
    const column = MEASURES.indexOf(measure);
    const log = column < LOGARITHMIC;
    const last = this.#last();
    const series = WHICH.map((which) => {
      const layers = reports[which]?.layers ?? new Float64Array();
      return { which, values: Array.from({ length: layers.length / MEASURES.length }, (_, index) => layers[index * MEASURES.length + column]) };
    });
    const fits = (/** @type {number} */ value) => Number.isFinite(value) && (!log || value > 0);
    const to = (/** @type {number} */ value) => (log ? Math.log10(value) : value);
    // gradients of a network in training are far from those at the start
    const untrained = WHICH.every((which) => !reports[which]?.iteration);
    const banded = untrained && spreadOf(measure) >= 0;
    const known = banded ? WHICH.flatMap((which) => spreads[which]?.quartiles ?? []) : [];
    const shown = [...series.flatMap(({ values }) => values), ...known.flatMap(({ lower, upper }) => [lower, upper])].filter(fits).map(to);
    let [low, high] = shown.length ? [Math.min(...shown), Math.max(...shown)] : [0, 1];
    if (!log) [low, high] = [Math.min(0, low), measure === "saturated" || measure === "dead" ? 1 : high];
    const pad = high > low ? 0.05 * (high - low) : 1;
    [low, high] = [log ? low - pad : low, high + (log || high !== 1 ? pad : 0)];
    const x = (/** @type {number} */ layer) => MARGIN.left + (last > 1 ? (layer - 1) / (last - 1) : 0.5) * (width - MARGIN.left - MARGIN.right);
    const y = (/** @type {number} */ value) => MARGIN.top + ((high - to(value)) / (high - low)) * (height - MARGIN.top - MARGIN.bottom);
    axes(pen, { x, width, height, last, low, high, log, layer }, colours);
    if (banded) for (const which of WHICH) band(pen, spreads[which], { x, y, fits }, colours.racers[indexOf(which)]);
    for (const { which, values } of series) line(pen, values, which, { x, y, fits }, colours);
    const say = (/** @type {Which} */ which) => short(series[indexOf(which)].values[layer - 1] ?? NaN);
    this.#canvas.setAttribute("aria-label", t("page.depth.chart_label", { measure: t(`page.depth.measure.${measure}`), layer, a: say("a"), b: say("b") }));
  }

  /** Each layer's outputs as a column of cells, the darker the more. @param {DepthView} view @param {Which} which */
  #drawStrip(view, which) {
    const report = view.reports[which];
    const place = sharp(this.#strips[which], this);
    if (!place || !report) return;
    const { pen, width, height, colours } = place;
    const { histograms, cells } = report;
    const row = cells + 2;
    const layers = histograms.length / row;
    let [low, high] = [Infinity, -Infinity];
    for (let layer = 0; layer < layers; layer += 1) {
      if (Number.isFinite(histograms[layer * row])) low = Math.min(low, histograms[layer * row]);
      if (Number.isFinite(histograms[layer * row + 1])) high = Math.max(high, histograms[layer * row + 1]);
    }
    if (!(high > low)) [low, high] = [low - 1, low + 1];
    const left = 44;
    const y = (/** @type {number} */ value) => 4 + ((high - value) / (high - low)) * (height - 8);
    const wide = (width - left) / layers;
    pen.fillStyle = colours.racers[indexOf(which)];
    for (let layer = 0; layer < layers; layer += 1) {
      const counts = histograms.subarray(layer * row + 2, (layer + 1) * row);
      const [from, to] = [histograms[layer * row], histograms[layer * row + 1]];
      const most = Math.max(1, ...counts);
      counts.forEach((count, cell) => {
        if (!count) return;
        const top = to > from ? y(from + ((cell + 1) / cells) * (to - from)) : y(from) - 1;
        const bottom = to > from ? y(from + (cell / cells) * (to - from)) : y(from) + 1;
        pen.globalAlpha = 0.15 + 0.85 * (count / most);
        pen.fillRect(left + layer * wide + (wide > 3 ? 0.5 : 0), top, Math.max(1, wide - (wide > 3 ? 1 : 0)), Math.max(1, bottom - top));
      });
    }
    pen.globalAlpha = 1;
    Object.assign(pen, { fillStyle: colours.soft, font: "11px sans-serif", textAlign: "right", textBaseline: "middle" });
    for (const value of ticks(low, high, 3)) pen.fillText(short(value, 2), left - 4, Math.min(height - 6, Math.max(6, y(value))));
    const chosen = view.lesson.layer - 1;
    if (chosen < layers) {
      Object.assign(pen, { strokeStyle: colours.ink, lineWidth: 1 });
      pen.strokeRect(left + chosen * wide, 1, wide, height - 2);
    }
    const [mean, std] = [4, 5].map((column) => short(report.layers[chosen * MEASURES.length + column] ?? NaN));
    this.#strips[which].setAttribute("aria-label", t("page.depth.outputs_label", { network: t(`page.depth.${which}`), layer: chosen + 1, mean, std }));
  }
}

/** @typedef {{ x: (layer: number) => number, y: (value: number) => number, fits: (value: number) => boolean }} Scales */

/** The middle half over the seeds, the median, and the fitted line. @param {CanvasRenderingContext2D} pen @param {import("../core.js").Spread | null} spread @param {Scales} scales @param {string} colour */
function band(pen, spread, { x, y, fits }, colour) {
  const layers = (spread?.quartiles ?? []).filter(({ lower, upper }) => fits(lower) && fits(upper));
  if (!spread || !layers.length) return;
  pen.save();
  Object.assign(pen, { fillStyle: colour, globalAlpha: 0.18 });
  pen.beginPath();
  for (const { layer, upper } of layers) pen.lineTo(x(layer), y(upper));
  for (const { layer, lower } of [...layers].reverse()) pen.lineTo(x(layer), y(lower));
  pen.fill();
  if (spread.fit) {
    const { slope, intercept, first, last } = spread.fit;
    Object.assign(pen, { strokeStyle: colour, globalAlpha: 0.9, lineWidth: 1 });
    pen.setLineDash([2, 3]);
    pen.beginPath();
    for (const layer of [first, last]) pen.lineTo(x(layer), y(10 ** (intercept + slope * layer)));
    pen.stroke();
  }
  pen.restore();
}

/** @param {CanvasRenderingContext2D} pen @param {number[]} values @param {Which} which @param {Scales} scales @param {Place["colours"]} colours */
function line(pen, values, which, { x, y, fits }, colours) {
  const colour = colours.racers[indexOf(which)];
  pen.beginPath();
  let down = false;
  values.forEach((value, index) => {
    if (!fits(value)) { down = false; return; }
    pen[down ? "lineTo" : "moveTo"](x(index + 1), y(value));
    down = true;
  });
  Object.assign(pen, { strokeStyle: colour, lineWidth: 2 });
  pen.setLineDash(dashOf(which));
  pen.stroke();
  pen.setLineDash([]);
  Object.assign(pen, { fillStyle: colour, strokeStyle: colours.panel, lineWidth: 1 });
  values.forEach((value, index) => {
    if (!fits(value)) return;
    markerOf(which)(pen, x(index + 1), y(value), values.length > 40 ? 2.5 : 3.5);
    pen.fill();
    pen.stroke();
  });
}

/** @param {CanvasRenderingContext2D} pen @param {{ x: (layer: number) => number, width: number, height: number, last: number, low: number, high: number, log: boolean, layer: number }} frame @param {Place["colours"]} colours */
function axes(pen, { x, width, height, last, low, high, log, layer }, { soft, line: grid, ink }) {
  const bottom = height - MARGIN.bottom;
  const inner = bottom - MARGIN.top;
  Object.assign(pen, { fillStyle: soft, font: "12px sans-serif", textAlign: "right", textBaseline: "middle" });
  for (const value of log ? powers(low, high, height / 30) : ticks(low, high, height / 36)) {
    const at = MARGIN.top + ((high - value) / (high - low)) * inner;
    pen.fillStyle = grid;
    pen.fillRect(MARGIN.left, at, width - MARGIN.left - MARGIN.right, 1);
    pen.fillStyle = soft;
    pen.fillText(!log ? short(value) : Number.isInteger(value) && Math.abs(value) > 2 ? `10${raised(value)}` : short(10 ** value, 1), MARGIN.left - 6, at);
  }
  pen.fillRect(MARGIN.left, bottom, width - MARGIN.left - MARGIN.right, 1);
  Object.assign(pen, { textAlign: "center", textBaseline: "top" });
  for (const at of ticks(1, last, width / 60).filter(Number.isInteger)) pen.fillText(String(at), x(at), bottom + 6);
  pen.fillStyle = ink;
  pen.fillRect(x(layer) - 0.5, MARGIN.top, 1, inner);
}
