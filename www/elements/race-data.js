/** The data behind a data surface, with the curve that the chosen optimizer has fitted by now. */
import { t } from "../core.js";
import { h, svg } from "../dom.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */

const WIDTH = 320;
const HEIGHT = 170;
const MARGIN = 14;
/** Points of the curve. */
const POINTS = 64;

export default class RaceData extends HTMLElement {
  /** @param {RaceView} view */
  update(view) {
    const { model, x, y } = view.spec.surface;
    this.hidden = !model;
    if (!model || !x || !y) return this.replaceChildren();
    const { path } = view.racers[view.chosen];
    const at = Math.min(view.step, path.length / 2 - 1);
    const [w0, w1] = [path[2 * at], path[2 * at + 1]];
    const fitted = (/** @type {number} */ input) => (model === "line" ? w0 + w1 * input : 1 / (1 + Math.exp(-(w0 + w1 * input))));
    const [left, right] = span(x);
    const [low, high] = span(y);
    const place = (/** @type {number} */ px, /** @type {number} */ py) => [MARGIN + ((px - left) / (right - left)) * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - ((py - low) / (high - low)) * (HEIGHT - 2 * MARGIN)];
    const line = Array.from({ length: POINTS + 1 }, (_, index) => left + (index / POINTS) * (right - left)).map((input) => place(input, fitted(input)));
    const curve = line.filter(([, py]) => Number.isFinite(py) && Math.abs(py) < 1e5).map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
    const inBatch = new Set(view.batch ?? []);
    this.replaceChildren(h("h3", {}, t("page.race.data.title")),
      svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": t("page.race.data.label", { count: x.length, w0, w1, step: at }) },
        svg("polyline", { points: curve, class: "fit" }),
        ...x.map((input, index) => {
          const [px, py] = place(input, y[index]);
          return svg("circle", { cx: px.toFixed(1), cy: py.toFixed(1), r: 4, class: inBatch.has(index) ? "drawn" : "" });
        })),
      h("p", { class: "legend" }, t(view.batch ? "page.race.data.batch_legend" : "page.race.data.legend", { size: inBatch.size, step: at })));
  }
}

/** The ends of a list, and something around them. @param {number[]} values */
function span(values) {
  const [low, high] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const pad = high > low ? 0.1 * (high - low) : 1;
  return [low - pad, high + pad];
}
