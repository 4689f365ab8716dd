/** The points on their line, the curve over them, what is decided where, and how far each answer is off. */
import { asSeen, drawn, penOf, tickText, ticks } from "../canvas.js";
import { formatNumber, t } from "../core.js";
import { h } from "../dom.js";
import { paletteOf } from "../race-style.js";
import { REACH, listen } from "../pointer.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("./logistic-lab.js").FitView} FitView */
/** @typedef {{ width: number, height: number, x: (x: number) => number, y: (y: number) => number, back: (px: number) => number }} Place */

const MARGIN = { left: 34, right: 10, top: 14, bottom: 24, between: 20 };
/** The height of the strip that shows u. */
const STRIP = 74;
/** Places at which the curve is drawn. */
const PLACES = 200;
/** How near a pointer has to be to take hold of a point, in CSS pixels. */
const NEAR = 18;
/** Share of the line that an arrow key moves the chosen point by. */
const NUDGE = 0.01;

export default class LogisticPlot extends HTMLElement {
  #canvas = h("canvas", { role: "img", tabindex: 0 });
  /** @type {LogisticLab | null} */ #lab = null;
  /** @type {FitView | null} */ #view = null;
  /** @type {[number, number]} */ #range = [-1, 1];
  #dragging = false;

  /** @param {LogisticLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.replaceChildren(this.#canvas);
    this.#later = drawn(this, lab, () => this.#view && this.#draw(this.#view));
    listen(this.#canvas, {
      holds: ({ clientX, clientY }) => this.#nearest(clientX, clientY, REACH) >= 0,
      press: (event) => this.#press(event),
      drag: (event) => this.#dragging && this.#move(event),
      release: () => (this.#dragging = false),
    });
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {FitView} view */
  update(view) {
    this.#view = view;
    if (!this.#dragging) this.#range = span(view.spec.x);
    this.#later();
  }

  #later = () => {};

  /** @returns {Place} */
  #place() {
    const width = this.clientWidth - MARGIN.left - MARGIN.right;
    const height = this.clientHeight - MARGIN.top - MARGIN.bottom - MARGIN.between - STRIP;
    const [low, high] = this.#range;
    return {
      width, height,
      x: (/** @type {number} */ x) => MARGIN.left + ((x - low) / (high - low)) * width,
      y: (/** @type {number} */ y) => MARGIN.top + (1 - y) * height,
      back: (/** @type {number} */ px) => low + ((px - MARGIN.left) / width) * (high - low),
    };
  }

  // ---- by hand --------------------------------------------------------------------------------------------------

  /** As many decimals as the picture can tell apart. @param {number} x */
  #rounded(x) {
    const [low, high] = this.#range;
    return asSeen(x, high - low);
  }

  /** @param {PointerEvent} event */
  #at(event) {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const place = this.#place();
    const [px, py] = [event.clientX - left, event.clientY - top];
    return { px, py, x: this.#rounded(place.back(px)), label: py < place.y(0.5) ? 1 : 0, place };
  }

  /** The point next to a place of the screen; -1 where none is as near as that. @param {number} clientX @param {number} clientY @param {number} near */
  #nearest(clientX, clientY, near) {
    if (!this.#view) return -1;
    const { left, top } = this.#canvas.getBoundingClientRect();
    const { spec } = this.#view;
    const place = this.#place();
    let best = -1;
    spec.x.forEach((value, index) => {
      const distance = Math.hypot(place.x(value) - clientX + left, place.y(spec.labels[index]) - clientY + top);
      if (distance < near) [best, near] = [index, distance];
    });
    return best;
  }

  /** Takes hold of a point, or places one. @param {PointerEvent} event */
  #press(event) {
    const { py, x, label, place } = this.#at(event);
    if (!this.#view || py > place.y(0) + NEAR) return;
    const held = this.#nearest(event.clientX, event.clientY, event.pointerType === "touch" ? REACH : NEAR);
    if (held >= 0) this.#lab?.set({ sample: held });
    else this.#lab?.changes.addPoint(x, label);
    this.#dragging = true;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { x, label } = this.#at(event);
    this.#lab?.changes.movePoint(x, label);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#view || !this.#lab) return;
    const { spec, sample } = this.#view;
    const [low, high] = this.#range;
    const nudge = (/** @type {number} */ by) => this.#lab?.changes.movePoint(this.#rounded(spec.x[sample] + by * NUDGE * (high - low)), spec.labels[sample]);
    /** @type {Record<string, () => void>} */
    const acts = {
      "Shift+ArrowLeft": () => nudge(-1),
      "Shift+ArrowRight": () => nudge(1),
      "Shift+ArrowUp": () => this.#lab?.changes.movePoint(spec.x[sample], 1),
      "Shift+ArrowDown": () => this.#lab?.changes.movePoint(spec.x[sample], 0),
      Delete: () => this.#lab?.changes.removePoint(),
      Backspace: () => this.#lab?.changes.removePoint(),
      Insert: () => this.#lab?.changes.addPoint(spec.x[sample], 1 - spec.labels[sample]),
      Enter: () => this.#lab?.changes.addPoint(spec.x[sample], 1 - spec.labels[sample]),
    };
    const act = acts[`${event.shiftKey ? "Shift+" : ""}${event.key}`];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  /** @param {FitView} view */
  #draw(view) {
    const pen = penOf(this.#canvas, this);
    const colours = paletteOf(this);
    const place = this.#place();
    const xs = Float64Array.from({ length: PLACES + 1 }, (_, index) => place.back(MARGIN.left + (index / PLACES) * place.width));
    const curve = view.model.curve(view.weights, xs);
    this.#regions(pen, xs, curve.y, place, colours);
    this.#axes(pen, place, colours);
    pen.save();
    pen.beginPath();
    pen.rect(MARGIN.left, 0, place.width, this.clientHeight);
    pen.clip();
    if (view.best) line(pen, xs, view.model.curve(view.best, xs).y, place, colours.soft, 1.6, [6, 4]);
    line(pen, xs, curve.y, place, colours.ink, 2.6, []);
    const at = view.model.curve(view.weights, Float64Array.from(view.spec.x)).y;
    this.#points(pen, view, at, place, colours);
    pen.restore();
    this.#strip(pen, xs, curve.u, place, colours);
    const { x, labels } = view.spec;
    const s = view.sample;
    this.#canvas.setAttribute("aria-label", t("page.fit.plot.label", {
      count: x.length, ones: labels.filter((label) => label === 1).length, iteration: view.iteration, sample: s + 1, x: x[s], class: labels[s],
      y: formatNumber(at[s], view.digits),
    }));
  }

  /** @param {CanvasRenderingContext2D} pen @param {Float64Array} xs @param {number[]} ys @param {Place} place @param {ReturnType<typeof paletteOf>} colours */
  #regions(pen, xs, ys, place, colours) {
    pen.globalAlpha = 0.14;
    let from = 0;
    // one rectangle a region: beside each other their edges would show
    for (let index = 1; index < xs.length; index += 1) {
      if (index < xs.length - 1 && ys[index] >= 0.5 === ys[from] >= 0.5) continue;
      pen.fillStyle = colours.racers[ys[from] >= 0.5 ? 1 : 0];
      pen.fillRect(place.x(xs[from]), MARGIN.top, place.x(xs[index]) - place.x(xs[from]), place.height);
      from = index;
    }
    pen.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} pen @param {Place} place @param {ReturnType<typeof paletteOf>} colours */
  #axes(pen, place, colours) {
    Object.assign(pen, { fillStyle: colours.soft, strokeStyle: colours.soft, lineWidth: 1, font: "12px sans-serif", textAlign: "right", textBaseline: "middle" });
    for (const [y, text] of /** @type {[number, string][]} */ ([[0, "0"], [0.5, "½"], [1, "1"]])) {
      pen.globalAlpha = y === 0.5 ? 0.5 : 1;
      pen.fillRect(MARGIN.left, place.y(y), place.width, 1);
      pen.globalAlpha = 1;
      pen.fillText(text, MARGIN.left - 7, place.y(y));
    }
    pen.fillText("y", MARGIN.left - 7, place.y(0.75));
    Object.assign(pen, { textAlign: "center", textBaseline: "top" });
    for (const x of ticks(this.#range[0], this.#range[1], place.width / 60)) {
      pen.fillRect(place.x(x), place.y(0), 1, 4);
      pen.fillText(tickText(x), place.x(x), place.y(0) + 8);
    }
  }

  /** Class 0 as open circles, class 1 as filled squares; from each to the curve its error y − c. @param {CanvasRenderingContext2D} pen @param {FitView} view @param {number[]} y @param {Place} place @param {ReturnType<typeof paletteOf>} colours */
  #points(pen, { spec: { x, labels }, sample, batch }, y, place, colours) {
    const drawn = batch && batch.length < x.length ? new Set(batch) : null;
    pen.fillStyle = colours.gradient;
    x.forEach((value, index) => {
      pen.globalAlpha = !drawn || drawn.has(index) ? 0.85 : 0.15;
      const width = index === sample ? 3 : 1.4;
      pen.fillRect(place.x(value) - width / 2, place.y(labels[index]), width, place.y(y[index]) - place.y(labels[index]));
    });
    pen.globalAlpha = 1;
    const stamps = [0, 1].map((label) => stamp(label, pen.getTransform().a, colours));
    x.forEach((value, index) => index !== sample && pen.drawImage(stamps[labels[index]], place.x(value) - REACH, place.y(labels[index]) - REACH, 2 * REACH, 2 * REACH));
    point(pen, place.x(x[sample]), place.y(labels[sample]), labels[sample], true, colours);
  }

  /** u below, where 0 is the border. @param {CanvasRenderingContext2D} pen @param {Float64Array} xs @param {number[]} us @param {Place} place @param {ReturnType<typeof paletteOf>} colours */
  #strip(pen, xs, us, place, colours) {
    const top = MARGIN.top + place.height + MARGIN.bottom + MARGIN.between;
    const most = Math.min(60, Math.max(1, ...us.map(Math.abs).filter(Number.isFinite)));
    const y = (/** @type {number} */ u) => top + STRIP / 2 - (Math.max(-1.2, Math.min(1.2, u / most)) * STRIP) / 2.2;
    Object.assign(pen, { fillStyle: colours.soft, textAlign: "right", textBaseline: "middle" });
    pen.fillText("u", MARGIN.left - 7, y(0) - 14);
    pen.fillText("0", MARGIN.left - 7, y(0));
    pen.fillRect(MARGIN.left, y(0), place.width, 1);
    pen.beginPath();
    us.forEach((u, index) => Number.isFinite(u) && pen.lineTo(place.x(xs[index]), y(u)));
    Object.assign(pen, { strokeStyle: colours.momentum, lineWidth: 2 });
    pen.stroke();
    Object.assign(pen, { textAlign: "left" });
    pen.fillText(tickText(Number(most.toPrecision(2))), MARGIN.left + 3, y(most) - 2);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {Float64Array} xs @param {number[]} ys @param {{ x: (x: number) => number, y: (y: number) => number }} place @param {string} colour @param {number} width @param {number[]} dash */
function line(pen, xs, ys, place, colour, width, dash) {
  pen.beginPath();
  ys.forEach((y, index) => Number.isFinite(y) && pen.lineTo(place.x(xs[index]), place.y(y)));
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} label @param {boolean} chosen @param {ReturnType<typeof paletteOf>} colours */
function point(pen, x, y, label, chosen, colours) {
  const r = chosen ? 7 : 5;
  pen.beginPath();
  if (label === 1) pen.rect(x - r, y - r, 2 * r, 2 * r);
  else pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = label === 1 ? colours.racers[1] : colours.panel;
  pen.fill();
  Object.assign(pen, { strokeStyle: chosen ? colours.ink : label === 1 ? colours.panel : colours.racers[0], lineWidth: chosen ? 2.6 : label === 1 ? 1 : 2.2 });
  pen.stroke();
}

/** How far a point's picture reaches from its middle. */
const REACH = 8;
/** Pictures of the points of each class, for the colours and the pixels that they were drawn with. @type {Map<string, HTMLCanvasElement>} */
const stamps = new Map();

/** A point once, to be laid down often. @param {number} label @param {number} ratio @param {ReturnType<typeof paletteOf>} colours */
function stamp(label, ratio, colours) {
  const name = [label, ratio, colours.panel, colours.racers[label]].join(" ");
  const known = stamps.get(name);
  if (known) return known;
  const canvas = h("canvas", { width: Math.round(2 * REACH * ratio), height: Math.round(2 * REACH * ratio) });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(canvas.width / (2 * REACH), canvas.height / (2 * REACH));
  point(pen, REACH, REACH, label, false, colours);
  stamps.set(name, canvas);
  return canvas;
}

/** The ends of the points, and something around them. @param {number[]} values @returns {[number, number]} */
function span(values) {
  const [low, high] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const pad = high > low ? 0.08 * (high - low) : 1;
  return [low - pad, high + pad];
}
