/** J over two of the weights: a heat map with contours, and on it the ways down, Newton's steps and the optimum. */
import { asSeen, axesOf, drawn, nudgeOf, penOf, planeOf } from "../canvas.js";
import { heightsImage, t } from "../core.js";
import { h } from "../dom.js";
import { DASHES, MARKERS, edgePoint, leavingArrow, paletteOf } from "../race-style.js";
import { FINGER, listen } from "../pointer.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("./logistic-lab.js").FitView} FitView */
/** @typedef {import("../canvas.js").Plane} Frame */

const MARGIN = { left: 56, right: 10, top: 10, bottom: 34 };
/** Cells along the longer side: at once, and at rest, when they come in slices. */
const CELLS = { quick: 160, fine: 480 };
/** Cells where each costs a minimisation over the other weights. */
const COSTLY = 180;
/** Points × cells: what a frame can look at, what is looked at at all, and that where each cell is costly. */
const MOST_WORK = { quick: 80_000, fine: 8_000_000, costly: 500_000 };
/** Milliseconds of a slice of long work. */
const SLICE = 12;
const NUDGE = 0.01;

export default class LogisticSurface extends HTMLElement {
  #ground = h("canvas", { class: "ground", "aria-hidden": "true" });
  #overlay = h("canvas", { class: "overlay", role: "img", tabindex: 0 });
  /** @type {LogisticLab | null} */ #lab = null;
  /** @type {FitView | null} */ #view = null;
  #painted = "";
  /** Whether what is painted, or on its way, is the fine picture. */
  #fine = false;
  #work = 0;

  /** @param {LogisticLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.replaceChildren(this.#ground, this.#overlay);
    this.#later = drawn(this, lab, () => this.#view && this.#draw(this.#view));
    const start = (/** @type {PointerEvent} */ event) => this.#start(event);
    listen(this.#overlay, { holds: (place) => this.#holds(place), press: start, drag: start });
    this.#overlay.addEventListener("keydown", (event) => this.#nudge(event));
  }

  disconnectedCallback() {
    clearTimeout(this.#work);
  }

  /** @param {FitView} view */
  update(view) {
    this.#view = view;
    this.#later();
  }

  #later = () => {};

  /** Whether the start is there. @param {{ clientX: number, clientY: number }} place */
  #holds({ clientX, clientY }) {
    if (!this.#view) return false;
    const { left, top } = this.#overlay.getBoundingClientRect();
    const { axes, spec } = this.#view;
    const [px, py] = this.#place(this.#view).to(spec.weights[axes[0]], spec.weights[axes[1]]);
    return Math.hypot(clientX - left - px, clientY - top - py) < FINGER;
  }

  /** @param {PointerEvent} event */
  #start(event) {
    if (!this.#view) return;
    const { left, top } = this.#overlay.getBoundingClientRect();
    this.#moved(...this.#place(this.#view).back(event.clientX - left, event.clientY - top));
  }

  /** @param {KeyboardEvent} event */
  #nudge(event) {
    const by = this.#view && nudgeOf(event);
    if (!by || !this.#view) return;
    const { domain: [x0, x1, y0, y1], axes, spec } = this.#view;
    this.#moved(spec.weights[axes[0]] + by[0] * NUDGE * (x1 - x0), spec.weights[axes[1]] + by[1] * NUDGE * (y1 - y0));
  }

  /** @param {number} x @param {number} y */
  #moved(x, y) {
    if (!this.#view) return;
    const { domain: [x0, x1, y0, y1] } = this.#view;
    this.#lab?.changes.moveStart(asSeen(x, x1 - x0), asSeen(y, y1 - y0));
  }

  /** @param {FitView} view @returns {Frame} */
  #place({ domain }) {
    return planeOf(this, MARGIN, domain);
  }

  /** @param {FitView} view */
  #draw(view) {
    const colours = paletteOf(this);
    const frame = this.#place(view);
    this.#paintGround(view, frame, colours);
    const pen = penOf(this.#overlay, this);
    this.#axes(pen, view, frame, colours);
    pen.save();
    pen.beginPath();
    pen.rect(MARGIN.left, MARGIN.top, frame.width, frame.height);
    pen.clip();
    if (view.newton) this.#newton(pen, view, frame, colours);
    view.runs.forEach((run, index) => this.#path(pen, run.path, Math.min(view.iteration / run.every, run.path.length / 2 - 1), frame, index, colours));
    pen.restore();
    if (view.best) star(pen, frame.to(view.best[view.axes[0]], view.best[view.axes[1]]), colours);
    view.runs.forEach((run, index) => this.#head(pen, run.path, Math.min(Math.floor(view.iteration / run.every), run.path.length / 2 - 1), view, frame, index, colours));
    this.#overlay.setAttribute("aria-label", t("page.fit.surface.label", { first: view.axes[0], second: view.axes[1], x: view.spec.weights[view.axes[0]], y: view.spec.weights[view.axes[1]], iteration: view.iteration }));
  }

  /** The heat map, anew only when what it shows has changed. @param {FitView} view @param {Frame} frame @param {ReturnType<typeof paletteOf>} colours */
  #paintGround(view, frame, colours) {
    Object.assign(this.#ground.style, { left: `${MARGIN.left}px`, top: `${MARGIN.top}px`, width: `${frame.width}px`, height: `${frame.height}px` });
    const { spec, axes, domain, others, quick } = view;
    const best = others === "best" && spec.degree > 1;
    const held = best ? [] : view.weights.filter((_, place) => !axes.includes(place));
    const name = JSON.stringify([view.problem, held, axes, domain, others, Math.round(frame.width), Math.round(frame.height), colours.stops]);
    if ((name === this.#painted && (quick || this.#fine)) || (best && quick)) return;
    const style = { stops: colours.stops, line: colours.contour, empty: colours.line };
    const sized = (/** @type {number} */ most, /** @type {number} */ work) => {
      const longest = Math.min(most, Math.max(frame.width, frame.height));
      const share = Math.min(1, Math.sqrt(work / (spec.x.length * longest * longest))) * (longest / Math.max(frame.width, frame.height));
      return [frame.width, frame.height].map((side) => Math.max(12, Math.round(side * share)));
    };
    const sliceOf = (/** @type {number[]} */ [columns, rows]) => ({ weights: view.weights, axes, domain, columns, rows, measure: /** @type {const} */ ("cross_entropy"), others: /** @type {"held" | "best"} */ (best ? "best" : "held") });
    const put = (/** @type {Float64Array} */ heights, /** @type {number} */ columns) => {
      const rows = heights.length / columns;
      this.#ground.width = columns;
      this.#ground.height = rows;
      this.#ground.getContext("2d")?.putImageData(new ImageData(/** @type {any} */ (heightsImage(heights, columns, style)), columns, rows), 0, 0);
    };
    clearTimeout(this.#work);
    if (!best && name !== this.#painted) {
      const slice = sliceOf(sized(CELLS.quick, MOST_WORK.quick));
      put(view.model.slice(slice), slice.columns);
    }
    this.#painted = name;
    this.#fine = !quick;
    if (quick) return;
    const slice = sliceOf(best ? sized(COSTLY, MOST_WORK.costly) : sized(CELLS.fine, MOST_WORK.fine));
    const heights = new Float64Array(slice.columns * slice.rows);
    let row = 0;
    const work = () => {
      const end = performance.now() + SLICE;
      // the model may have been replaced meanwhile: then a picture of the new one is on its way
      if (this.#view?.model !== view.model) return;
      while (row < slice.rows && performance.now() < end) {
        heights.set(view.model.slice(slice, row, row + 1), row * slice.columns);
        row += 1;
      }
      if (row < slice.rows) this.#work = window.setTimeout(work);
      else put(heights, slice.columns);
    };
    this.#work = window.setTimeout(work, best ? 0 : 60);
  }

  /** @param {CanvasRenderingContext2D} pen @param {FitView} view @param {Frame} frame @param {ReturnType<typeof paletteOf>} colours */
  #axes(pen, { domain, axes }, frame, colours) {
    Object.assign(pen, { strokeStyle: colours.soft, fillStyle: colours.soft, lineWidth: 1, font: "12px sans-serif" });
    axesOf(pen, frame, MARGIN, domain, [60, 45]);
    Object.assign(pen, { textAlign: "center", textBaseline: "top" });
    pen.fillText(weightName(axes[0]), MARGIN.left + frame.width / 2, MARGIN.top + frame.height + 20);
    Object.assign(pen, { textAlign: "left", textBaseline: "middle" });
    pen.fillText(weightName(axes[1]), 2, MARGIN.top + 6);
  }

  /** @param {CanvasRenderingContext2D} pen @param {Float64Array} path @param {number} last @param {Frame} frame @param {number} index @param {ReturnType<typeof paletteOf>} colours */
  #path(pen, path, last, frame, index, colours) {
    pen.beginPath();
    for (let place = 0; place <= last; place += 1) {
      const [px, py] = frame.to(path[2 * place], path[2 * place + 1]);
      if (!Number.isFinite(px + py) || Math.abs(px) + Math.abs(py) > 1e7) break;
      pen.lineTo(px, py);
    }
    Object.assign(pen, { strokeStyle: colours.panel, lineWidth: 4.5, lineJoin: "round" });
    pen.setLineDash([]);
    pen.stroke();
    Object.assign(pen, { strokeStyle: colours.racers[index], lineWidth: 2.4 });
    pen.setLineDash(DASHES[index]);
    pen.stroke();
    pen.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} pen @param {Float64Array} path @param {number} last @param {FitView} view @param {Frame} frame @param {number} index @param {ReturnType<typeof paletteOf>} colours */
  #head(pen, path, last, { domain: [x0, x1, y0, y1] }, frame, index, colours) {
    const [x, y] = [path[2 * last], path[2 * last + 1]];
    const [px, py] = frame.to(x, y);
    Object.assign(pen, { fillStyle: colours.racers[index], strokeStyle: colours.panel, lineWidth: 1.5 });
    if (x >= x0 && x <= x1 && y >= y0 && y <= y1) {
      MARKERS[index](pen, px, py, index === 0 ? 6.5 : 5);
      pen.fill();
      pen.stroke();
      return;
    }
    const [cx, cy] = [MARGIN.left + frame.width / 2, MARGIN.top + frame.height / 2];
    const [dx, dy] = edgePoint(px - cx, py - cy, frame.width / 2 - 9, frame.height / 2 - 9);
    leavingArrow(pen, cx + dx, cy + dy, Math.atan2(dy, dx));
  }

  /** Newton's steps: few, so each is seen. @param {CanvasRenderingContext2D} pen @param {FitView} view @param {Frame} frame @param {ReturnType<typeof paletteOf>} colours */
  #newton(pen, { newton, axes }, frame, colours) {
    const places = /** @type {number[][]} */ (newton).map((weights) => frame.to(weights[axes[0]], weights[axes[1]])).filter(([px, py]) => Math.abs(px) + Math.abs(py) < 1e6);
    pen.beginPath();
    for (const [px, py] of places) pen.lineTo(px, py);
    Object.assign(pen, { strokeStyle: colours.ink, lineWidth: 1.2 });
    pen.stroke();
    for (const [px, py] of places) {
      pen.beginPath();
      pen.rect(px - 3, py - 3, 6, 6);
      pen.fillStyle = colours.panel;
      pen.fill();
      pen.stroke();
    }
  }
}

/** @param {number} place */
export const weightName = (place) => `w${"₀₁₂₃₄₅₆₇₈"[place]}`;

/** The optimum. @param {CanvasRenderingContext2D} pen @param {[number, number]} at @param {ReturnType<typeof paletteOf>} colours */
function star(pen, [x, y], colours) {
  Object.assign(pen, { strokeStyle: colours.ink, lineWidth: 2 });
  pen.beginPath();
  pen.moveTo(x - 6, y);
  pen.lineTo(x + 6, y);
  pen.moveTo(x, y - 6);
  pen.lineTo(x, y + 6);
  pen.stroke();
}
