/** Why a gradient is so small: the chain rule's product factor by factor, f and f′ with the units on them, one path. */
import { depthCurve, t } from "../core.js";
import { focusedIn, h } from "../dom.js";
import { WHICH } from "../depth-state.js";
import { indexOf, redrawn, sharp, short } from "../plane-style.js";
import { stepSection } from "./race-steps.js";
import { ticks } from "./race-map.js";

/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("./depth-lab.js").DepthView} DepthView */
/** @typedef {import("../depth-state.js").Which} Which */

/** Numbers of a layer's factors: layer, norm, by weights, mean |f′|, largest |f′|, by slopes, product. */
const FIELDS = 7;
const POINTS = 200;
/** No more dots than these are drawn of a layer. */
const DOTS = 600;

export default class DepthWhy extends HTMLElement {
  /** @type {DepthLab | null} */ #lab = null;
  /** @type {DepthView | null} */ #view = null;
  #which = h("select", { "data-name": "why-which" }, ...WHICH.map((which) => h("option", { value: which }, t(`page.depth.${which}`))));
  #layer = h("input", { type: "number", min: 1, "data-name": "why-layer" });
  #says = h("p", { class: "asked", "data-part": "why-says" });
  #table = h("div", { class: "scroller tall", tabindex: 0, role: "region", "aria-label": t("page.depth.why.factors") });
  #canvas = h("canvas", { role: "img", class: "curve" });
  #path = h("div", { "data-part": "path" });
  #write = h("button", { type: "button", "data-part": "write-path" }, t("page.depth.why.write"));
  #shown = "";

  /** @param {DepthLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.#which.addEventListener("change", () => lab.set({ which: /** @type {Which} */ (this.#which.value) }));
    this.#layer.addEventListener("change", () => lab.set({ layer: Math.max(1, Math.round(Number(this.#layer.value)) || 1) }));
    this.#write.addEventListener("click", () => this.#writePath());
    this.replaceChildren(
      h("div", { class: "fields" }, h("label", { class: "field" }, t("page.depth.why.network"), this.#which), h("label", { class: "field" }, t("page.depth.layer"), this.#layer)),
      this.#says, this.#table, h("p", { class: "legend" }, t("page.depth.why.legend")),
      h("h3", {}, t("page.depth.why.curve")), h("div", {}, this.#canvas), h("p", { class: "legend" }, t("page.depth.why.dots")),
      h("h3", {}, t("page.depth.why.path")), h("p", { class: "legend" }, t("page.depth.why.path_legend")), this.#write, this.#path);
    redrawn(this.#canvas, () => this.#view && this.#drawCurve(this.#view));
  }

  /** @param {DepthView} view @param {boolean} running */
  update(view, running) {
    this.#view = view;
    const { which, layer, spec } = view.lesson;
    this.#which.value = which;
    this.#layer.max = String(spec[which].depth + 1);
    if (focusedIn(this) !== this.#layer) this.#layer.value = String(layer);
    const report = view.reports[which];
    if (!report?.factors) return;
    if (!running || performance.now() - this.#drawn > 1000) this.#drawTable(report.factors, layer, spec[which]);
    this.#drawCurve(view);
    const shown = `${which} ${layer} ${report.iteration} ${JSON.stringify(spec)}`;
    if (this.#shown && this.#shown !== shown) {
      this.#shown = "";
      this.#path.replaceChildren();
    }
  }

  #drawn = 0;

  /** @param {Float64Array} factors @param {number} layer @param {import("../core.js").Architecture} network */
  #drawTable(factors, layer, network) {
    this.#drawn = performance.now();
    const rows = Array.from({ length: factors.length / FIELDS }, (_, index) => factors.subarray(index * FIELDS, (index + 1) * FIELDS)).filter(([at]) => at >= layer);
    const [, , , , steepest, , product] = rows.at(-1) ?? [];
    const plain = !network.residual && !network.dropout;
    const bound = rows.reduce((bound, [, norm, , , steepest]) => bound * norm * steepest, 1);
    this.#says.textContent = !rows.length ? t("page.depth.why.output")
      : t("page.depth.why.says", { layer, count: rows.length, product: short(product), steepest: short(steepest), slopes: short(rows.reduce((all, row) => all * row[5], 1)), weights: short(rows.reduce((all, row) => all * row[2], 1)) })
        + (plain ? ` ${t("page.depth.why.bound", { bound: short(bound) })}` : "");
    const head = (/** @type {string} */ text) => h("th", { scope: "col" }, text);
    this.#table.replaceChildren(h("table", {}, h("caption", { class: "hidden" }, t("page.depth.why.factors")),
      h("thead", {}, h("tr", {}, ...["layer", "norm", "by_weights", "mean_slope", "steepest", "by_slopes", "product"].map((name) => head(t(`page.depth.why.column.${name}`))))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, h("th", { scope: "row" }, String(row[0])), ...[...row.subarray(1)].map((value) => h("td", {}, short(value))))))));
  }

  /** @param {DepthView} view */
  #drawCurve({ lesson: { which, layer, spec }, reports }) {
    const dots = reports[which]?.dots;
    const place = sharp(this.#canvas, this);
    if (!place || !dots) return;
    const { pen, width, height, colours } = place;
    const isOutput = layer > spec[which].depth;
    const activation = isOutput ? { kind: "sigmoid" } : spec[which].activation;
    const count = dots.length / 2;
    let far = 4;
    for (let at = 0; at < count; at += 1) if (Number.isFinite(dots[at])) far = Math.max(far, Math.abs(dots[at]));
    far = Math.min(far, 1e6);
    const curve = depthCurve(activation, -far, far, POINTS);
    let [low, high] = [Infinity, -Infinity];
    for (const value of curve) [low, high] = [Math.min(low, value), Math.max(high, value)];
    // an unbounded f would flatten f′: it leaves the picture instead
    [low, high] = [Math.max(low, -1.2), Math.min(high, 1.3)];
    const pad = 0.08 * (high - low || 1);
    [low, high] = [low - pad, high + pad];
    const x = (/** @type {number} */ z) => 36 + ((z + far) / (2 * far)) * (width - 44);
    const y = (/** @type {number} */ value) => 6 + ((high - value) / (high - low)) * (height - 28);
    Object.assign(pen, { fillStyle: colours.soft, font: "12px sans-serif", textAlign: "center", textBaseline: "top" });
    for (const z of ticks(-far, far, width / 70)) pen.fillText(short(z), x(z), height - 16);
    Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
    for (const value of ticks(low, high, height / 40)) {
      pen.fillStyle = colours.line;
      pen.fillRect(36, y(value), width - 44, 1);
      pen.fillStyle = colours.soft;
      pen.fillText(short(value, 2), 32, y(value));
    }
    pen.save();
    pen.beginPath();
    pen.rect(36, 0, width - 36, height - 20);
    pen.clip();
    [[colours.soft, 0, [6, 3]], [colours.gradient, POINTS, []]].forEach(([colour, from, dash]) => {
      pen.beginPath();
      for (let at = 0; at < POINTS; at += 1) pen.lineTo(x(-far + (2 * far * at) / (POINTS - 1)), y(curve[Number(from) + at]));
      Object.assign(pen, { strokeStyle: colour, lineWidth: 2 });
      pen.setLineDash(/** @type {number[]} */ (dash));
      pen.stroke();
    });
    pen.setLineDash([]);
    Object.assign(pen, { fillStyle: colours.racers[indexOf(which)], globalAlpha: 0.55 });
    const skip = Math.max(1, Math.ceil(count / DOTS));
    for (let at = 0; at < count; at += skip) {
      pen.beginPath();
      pen.arc(x(dots[at]), y(dots[count + at]), 2.5, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.restore();
    let mean = 0;
    for (let at = 0; at < count; at += 1) mean += Math.abs(dots[count + at]) / count;
    this.#canvas.setAttribute("aria-label", t("page.depth.why.curve_label", { activation: t(`page.activation.${activation.kind}`), count, layer, mean: short(mean) }));
  }

  async #writePath() {
    const lab = /** @type {DepthLab} */ (this.#lab);
    const { which, layer, digits, spec } = lab.lesson;
    const { units, steps } = await lab.trainer(which).ask("path", layer, 0, { digits });
    const iteration = this.#view?.reports[which]?.iteration;
    this.#shown = `${which} ${layer} ${iteration} ${JSON.stringify(spec)}`;
    const way = units.map((/** @type {number} */ unit, /** @type {number} */ index) => t("page.depth.why.unit", { unit: unit + 1, layer: spec[which].depth + 1 - index })).join(" ← ");
    this.#path.replaceChildren(h("p", {}, [...way].length > 300 ? `${way.slice(0, 300)} …` : way), ...steps.map((/** @type {import("../core.js").Step} */ step) => stepSection(step, digits)));
  }
}
