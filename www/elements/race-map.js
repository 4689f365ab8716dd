/** The surface from above: a heat map with contours, and over it the paths of the race, which follow a dragged start. */
import { asSeen, axesOf, drawn, nudgeOf, penOf, planeOf, ratioNow } from "../canvas.js";
import { surfaceImage, t } from "../core.js";
import { h } from "../dom.js";
import { DASHES, MARKERS, edgePoint, leavingArrow, paletteOf, stationarySign } from "../race-style.js";
import { WorkerPool } from "../worker-pool.js";
import { FINGER, listen } from "../pointer.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */

/** The picture is computed at the screen's own pixels up to this many on a side. */
const MOST_PIXELS = 720;
/** The same where each point costs a pass over all samples: coarse first, then finer, in a worker. */
const SLOW_PIXELS = [40, 160];
const MARGIN = { left: 46, right: 10, top: 10, bottom: 28 };
/** Pixels of the arrow of the largest gradient on a path. */
const STEEPEST = 44;
/** Share of the domain's width that an arrow key moves the start by. */
const NUDGE = 0.01;

export { tickText, ticks } from "../canvas.js";

export default class RaceMap extends HTMLElement {
  #ground = h("canvas", { class: "ground", "aria-hidden": "true" });
  #overlay = h("canvas", { class: "overlay", role: "img", tabindex: 0 });
  /** @type {RaceView | null} */ #view = null;
  /** What is painted, or on its way. */
  #painted = "";
  /** Of which of these a picture is there. */
  #fine = "";
  #pool = new WorkerPool({ progress: () => {}, failed: (reason) => this.dispatchEvent(new CustomEvent("gradstep-told", { bubbles: true, detail: reason })) }, "formulas");

  connectedCallback() {
    this.replaceChildren(this.#ground, this.#overlay);
    this.#later = drawn(this, this, () => this.#view && this.#draw(this.#view));
    const start = (/** @type {PointerEvent} */ event) => this.#start(event);
    listen(this.#overlay, { holds: (place) => this.#holds(place), press: start, drag: start });
    this.#overlay.addEventListener("keydown", (event) => this.#nudge(event));
  }

  disconnectedCallback() {
    this.#pool.close();
  }

  /** @param {RaceView} view */
  update(view) {
    this.#view = view;
    this.#later();
  }

  #later = () => {};

  /** Whether the start is there. @param {{ clientX: number, clientY: number }} place */
  #holds({ clientX, clientY }) {
    if (!this.#view) return false;
    const { left, top } = this.#overlay.getBoundingClientRect();
    const [px, py] = this.frameOf(this.#view).to(...this.#view.spec.start);
    return Math.hypot(clientX - left - px, clientY - top - py) < FINGER;
  }

  /** A point of the screen as a start. @param {PointerEvent} event */
  #start(event) {
    if (!this.#view) return;
    const { left, top } = this.#overlay.getBoundingClientRect();
    const [x, y] = this.frameOf(this.#view).back(event.clientX - left, event.clientY - top);
    this.#moved(x, y);
  }

  /** @param {KeyboardEvent} event */
  #nudge(event) {
    const by = this.#view && nudgeOf(event);
    if (!by || !this.#view) return;
    const [x0, x1, y0, y1] = this.#view.domain;
    const [x, y] = this.#view.spec.start;
    this.#moved(x + by[0] * NUDGE * (x1 - x0), y + by[1] * NUDGE * (y1 - y0));
  }

  /** Starts are kept to as many decimals as the picture can tell apart, so that they can be typed again. @param {number} x @param {number} y */
  #moved(x, y) {
    if (!this.#view) return;
    const [x0, x1] = this.#view.domain;
    this.dispatchEvent(new CustomEvent("gradstep-start", { bubbles: true, detail: [asSeen(x, x1 - x0), asSeen(y, x1 - x0)] }));
  }

  /** Between the surface's coordinates and the picture's CSS pixels. @param {RaceView} view */
  frameOf({ domain }) {
    return planeOf(this, MARGIN, domain);
  }

  /** @param {RaceView} view */
  #draw(view) {
    const colours = paletteOf(this);
    this.#paintGround(view, ratioNow(), colours);
    const pen = penOf(this.#overlay, this);
    const frame = this.frameOf(view);
    this.#axes(pen, view, frame, colours);
    this.#stationary(pen, view, frame, colours);
    view.racers.forEach((racer, index) => this.#path(pen, view, frame, racer, index, colours));
    if (view.training) this.#training(pen, view, frame, colours);
    this.#arrows(pen, view, frame, colours);
    this.#overlay.setAttribute("aria-label", t("page.race.map", { surface: view.title, x: view.spec.start[0], y: view.spec.start[1], step: view.step }));
  }

  /** The heat map, anew only when the surface, the size or the theme has changed. @param {RaceView} view @param {number} ratio @param {ReturnType<typeof paletteOf>} colours */
  #paintGround(view, ratio, colours) {
    const { width, height } = this.frameOf(view);
    const { surface } = view.spec;
    const style = { stops: colours.stops, line: colours.contour, empty: colours.line };
    Object.assign(this.#ground.style, { left: `${MARGIN.left}px`, top: `${MARGIN.top}px`, width: `${width}px`, height: `${height}px` });
    const name = JSON.stringify([surface, view.domain, Math.round(width), Math.round(height), ratio, colours.stops]);
    if (name === this.#painted) return;
    this.#painted = name;
    const sized = (/** @type {number} */ most) => {
      const scale = Math.min(ratio, most / Math.max(width, height));
      return [width, height].map((side) => Math.max(2, Math.round(side * scale)));
    };
    if (surface.kind || surface.expression !== undefined) {
      const [columns, rows] = sized(MOST_PIXELS);
      this.#pool.stop();
      return this.#put(surfaceImage(surface, view.domain, columns, rows, style), columns, rows);
    }
    this.#pool.start(SLOW_PIXELS.map((most) => {
      const [columns, rows] = sized(most);
      return { name: /** @type {const} */ ("surfaceImage"), values: [surface, view.domain, columns, rows, style], done: (image) => this.#put(image, columns, rows) };
    }));
  }

  /** @param {Uint8ClampedArray} image @param {number} columns @param {number} rows */
  #put(image, columns, rows) {
    if (columns < this.#ground.width && this.#fine === this.#painted) return;
    this.#fine = this.#painted;
    this.#ground.width = columns;
    this.#ground.height = rows;
    this.#ground.getContext("2d")?.putImageData(new ImageData(/** @type {any} */ (image), columns, rows), 0, 0);
  }

  /** @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {ReturnType<typeof paletteOf>} colours */
  #axes(pen, { domain }, frame, colours) {
    Object.assign(pen, { strokeStyle: colours.soft, fillStyle: colours.soft, lineWidth: 1, font: "12px sans-serif" });
    axesOf(pen, frame, MARGIN, domain, [70, 50]);
  }

  /** @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {ReturnType<typeof paletteOf>} colours */
  #stationary(pen, view, frame, colours) {
    Object.assign(pen, { strokeStyle: colours.ink, fillStyle: colours.ink, lineWidth: 1.6 });
    for (const { x, y, type } of view.stationary) {
      if (!inside(view.domain, x, y)) continue;
      stationarySign(pen, type, ...frame.to(x, y));
    }
  }

  /** The whole network's training by the chosen optimizer, as a thin line. @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {ReturnType<typeof paletteOf>} colours */
  #training(pen, view, frame, colours) {
    const path = view.training?.[view.chosen].path ?? new Float64Array();
    const last = Math.min(view.step, path.length / 2 - 1);
    pen.save();
    pen.beginPath();
    pen.rect(MARGIN.left, MARGIN.top, frame.width, frame.height);
    pen.clip();
    pen.beginPath();
    for (let step = 0; step <= last; step += 1) {
      const [px, py] = frame.to(path[2 * step], path[2 * step + 1]);
      if (Number.isFinite(px + py)) pen.lineTo(px, py);
    }
    Object.assign(pen, { strokeStyle: colours.ink, lineWidth: 1.2 });
    pen.stroke();
    pen.restore();
    if (last >= 0) this.#head(pen, view, frame, path[2 * last], path[2 * last + 1], view.chosen, { ...colours, racers: colours.racers.map(() => colours.ink) });
  }

  /** @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {RaceView["racers"][0]} racer @param {number} index @param {ReturnType<typeof paletteOf>} colours */
  #path(pen, view, frame, { path }, index, colours) {
    const last = Math.min(view.step, path.length / 2 - 1);
    const colour = colours.racers[index];
    pen.save();
    pen.beginPath();
    pen.rect(MARGIN.left, MARGIN.top, frame.width, frame.height);
    pen.clip();
    pen.beginPath();
    let [fromX, fromY] = frame.to(path[0], path[1]);
    pen.moveTo(fromX, fromY);
    for (let step = 1; step <= last; step += 1) {
      const [px, py] = frame.to(path[2 * step], path[2 * step + 1]);
      if (!Number.isFinite(px + py) || Math.abs(px) + Math.abs(py) > 1e7) break;
      if (step < last && Math.abs(px - fromX) + Math.abs(py - fromY) < 0.7) continue;
      pen.lineTo(px, py);
      [fromX, fromY] = [px, py];
    }
    Object.assign(pen, { strokeStyle: colours.panel, lineWidth: index === view.chosen ? 5 : 4, lineJoin: "round" });
    pen.setLineDash([]);
    pen.stroke();
    Object.assign(pen, { strokeStyle: colour, lineWidth: index === view.chosen ? 2.6 : 1.8 });
    pen.setLineDash(DASHES[index]);
    pen.stroke();
    pen.restore();
    pen.setLineDash([]);
    this.#head(pen, view, frame, path[2 * last], path[2 * last + 1], index, colours);
  }

  /** Where a path stands; what has left the picture is followed by an arrow at its edge. @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {number} x @param {number} y @param {number} index @param {ReturnType<typeof paletteOf>} colours */
  #head(pen, view, frame, x, y, index, colours) {
    Object.assign(pen, { fillStyle: colours.racers[index], strokeStyle: colours.panel, lineWidth: 1.5 });
    if (inside(view.domain, x, y)) {
      const [px, py] = frame.to(x, y);
      MARKERS[index](pen, px, py, index === view.chosen ? 6.5 : 5);
      pen.fill();
      pen.stroke();
      return;
    }
    const [cx, cy] = [MARGIN.left + frame.width / 2, MARGIN.top + frame.height / 2];
    const [px, py] = frame.to(x, y);
    const [dx, dy] = edgePoint(px - cx, py - cy, frame.width / 2 - 9, frame.height / 2 - 9);
    leavingArrow(pen, cx + dx, cy + dy, Math.atan2(dy, dx));
  }

  /** The chosen racer at this step: where the slope points down, the step that it takes, and its momentum. @param {CanvasRenderingContext2D} pen @param {RaceView} view @param {ReturnType<RaceMap["frameOf"]>} frame @param {ReturnType<typeof paletteOf>} colours */
  #arrows(pen, view, frame, colours) {
    for (const { from, to, kind, share = 1 } of view.arrows) {
      const [ax, ay] = frame.to(...from);
      const [bx, by] = frame.to(...to);
      if (!Number.isFinite(ax + ay + bx + by)) continue;
      // The gradient's length is in other units than the picture: it has a scale of its own.
      const length = Math.hypot(bx - ax, by - ay);
      const scale = kind === "gradient" ? (STEEPEST * share) / length : 1;
      if (!(scale * length >= 1)) continue;
      arrow(pen, ax, ay, ax + (bx - ax) * scale, ay + (by - ay) * scale, colours[kind]);
    }
  }

  /** The picture as one canvas, for copying. */
  snapshot() {
    const canvas = h("canvas", { width: this.#overlay.width, height: this.#overlay.height });
    const pen = canvas.getContext("2d");
    const ratio = this.#overlay.width / this.clientWidth;
    pen?.drawImage(this.#ground, MARGIN.left * ratio, MARGIN.top * ratio, parseFloat(this.#ground.style.width) * ratio, parseFloat(this.#ground.style.height) * ratio);
    pen?.drawImage(this.#overlay, 0, 0);
    return canvas;
  }
}

/** @param {[number, number, number, number]} domain @param {number} x @param {number} y */
const inside = ([x0, x1, y0, y1], x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** @param {CanvasRenderingContext2D} pen @param {number} ax @param {number} ay @param {number} bx @param {number} by @param {string} colour */
function arrow(pen, ax, ay, bx, by, colour) {
  const angle = Math.atan2(by - ay, bx - ax);
  Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: 2.2 });
  pen.beginPath();
  pen.moveTo(ax, ay);
  pen.lineTo(bx, by);
  pen.stroke();
  pen.save();
  pen.translate(bx, by);
  pen.rotate(angle);
  // a short arrow has a small head
  const head = Math.min(1, Math.hypot(bx - ax, by - ay) / 12);
  pen.scale(head, head);
  pen.beginPath();
  pen.moveTo(3, 0);
  pen.lineTo(-7, 4.5);
  pen.lineTo(-7, -4.5);
  pen.closePath();
  pen.fill();
  pen.restore();
}
