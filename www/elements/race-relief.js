/** The surface in relief: a sheet over its domain that can be turned, and over it the paths of the race. */
import { surfaceGrid, t } from "../core.js";
import { announce, h, icon } from "../dom.js";
import { DASHES, MARKERS, isDark, paletteOf, stationarySign } from "../race-style.js";
import { VEIL, drawBox, drawPath, paintSheet, shadeOf } from "../relief-drawing.js";
import { cameraOf, inBox, isHidden, sheetOf } from "../relief-geometry.js";
import { WorkerPool } from "../worker-pool.js";
import { hostOf } from "../host.js";

/**
 * @typedef {import("./optimizer-lab.js").RaceView} RaceView
 * @typedef {import("../relief-geometry.js").Sheet} Sheet
 * @typedef {import("../relief-geometry.js").Camera} Camera
 * @typedef {ReturnType<typeof paletteOf>} Palette
 * @typedef {{ path: Float64Array, values: Float64Array }} Line
 */

const CELLS = { desk: 48, phone: 32 };
/** So many first where each height costs a pass over all samples. */
const COARSE = 12;
/** Degrees. */
const HOME = { turn: 330, tilt: 48 };
const TILT = { least: 5, most: 90 };
/** @type {Record<string, [number, number]>} */
const BY = { ArrowLeft: [-15, 0], ArrowRight: [15, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };
/** Degrees for a pixel of dragging. */
const DRAG = 0.5;
/** The sheet is painted finer than a plain screen, which smooths its outline, up to this many pixels on a side. */
const SCALE = { least: 1.5, most: 1.75 };
const MOST_PIXELS = 720;
/** More stationary points than this are drawn small. */
const MANY = 30;
/** @type {[string, string, string][]} */
const BUTTONS = [
  ["turn_left", "ArrowLeft", "M3 6c0-1.700 2.200-3 5-3s5 1.300 5 3-2.200 3-5 3H4M6.500 6.500L4 9l2.500 2.500"],
  ["turn_right", "ArrowRight", "M13 6c0-1.700-2.200-3-5-3S3 4.300 3 6s2.200 3 5 3h4M9.500 6.500L12 9l-2.500 2.500"],
  ["tilt_up", "ArrowUp", "M3 10l5-5 5 5"],
  ["tilt_down", "ArrowDown", "M3 6l5 5 5-5"],
];

export default class RaceRelief extends HTMLElement {
  #box = h("canvas", { "aria-hidden": "true" });
  #ground = h("canvas", { "aria-hidden": "true" });
  #overlay = h("canvas", { class: "overlay", role: "img", tabindex: 0 });
  #scale = h("button", { type: "button", class: "quiet", "data-part": "height", onclick: () => this.#bend() });
  /** @type {RaceView | null} */ #view = null;
  #frame = 0;
  #log = false;
  #turn = HOME.turn;
  #tilt = HOME.tilt;
  // What is drawn from, each with the name of what it was made for.
  /** @type {{ name: string, cells: number, grid: Float64Array } | null} */ #grid = null;
  #awaited = "";
  #pool = new WorkerPool({ progress: () => {}, failed: (reason) => this.dispatchEvent(new CustomEvent("gradstep-told", { bubbles: true, detail: reason })) }, "formulas");
  /** @type {{ name: string, sheet: Sheet } | null} */ #sheet = null;
  /** @type {{ name: string, shade: import("../relief-drawing.js").Shade } | null} */ #shade = null;
  /** @type {ImageData | null} */ #image = null;
  /** @type {{ name: string, camera: Camera } | null} */ #shot = null;
  /** By path, for each of its points in this shot: 0 not known, 1 in sight, 2 behind the sheet. @type {WeakMap<Float64Array, Uint8Array>} */ #sights = new WeakMap();

  connectedCallback() {
    const button = (/** @type {string} */ name, /** @type {() => void} */ act, /** @type {string} */ path) =>
      h("button", { type: "button", "data-part": name, "aria-label": t(`page.race.relief.${name}`), title: t(`page.race.relief.${name}`), onclick: act }, icon(path));
    this.replaceChildren(
      h("div", { class: "stage" }, this.#box, this.#ground, this.#overlay),
      h("div", { class: "row", role: "group", "aria-label": t("page.race.relief.angle") },
        ...BUTTONS.map(([name, key, path]) => button(name, () => this.#nudge(key), path)),
        button("reset", () => { this.#aim(HOME.turn, HOME.tilt); this.#tell(); }, "M8 3a5 5 0 1 1-4.600 3M3 2.500V6.500h4"),
        this.#scale));
    new ResizeObserver(() => this.#later()).observe(this.#overlay);
    hostOf(this).addEventListener("theme", () => this.#now());
    /** @type {[number, number] | null} */
    let at = null;
    this.#overlay.addEventListener("pointerdown", ({ pointerId, clientX, clientY }) => {
      at = [clientX, clientY];
      this.#overlay.setPointerCapture(pointerId);
    });
    this.#overlay.addEventListener("pointermove", ({ clientX, clientY }) => {
      if (!at) return;
      this.#aim(this.#turn + (clientX - at[0]) * DRAG, this.#tilt + (clientY - at[1]) * DRAG);
      at = [clientX, clientY];
    });
    for (const name of ["pointerup", "pointercancel"]) this.#overlay.addEventListener(name, () => (at = null));
    this.#overlay.addEventListener("keydown", (event) => {
      if (!event.shiftKey || !(event.key in BY)) return;
      event.preventDefault();
      event.stopPropagation();
      this.#nudge(event.key);
    });
  }

  disconnectedCallback() {
    this.#pool.close();
    this.#awaited = "";
  }

  /** @param {RaceView} view */
  update(view) {
    this.#view = view;
    this.#later();
  }

  /** @param {string} key */
  #nudge(key) {
    this.#aim(this.#turn + BY[key][0], this.#tilt + BY[key][1]);
    this.#tell();
  }

  /** @param {number} turn @param {number} tilt */
  #aim(turn, tilt) {
    this.#turn = ((turn % 360) + 360) % 360;
    this.#tilt = Math.min(TILT.most, Math.max(TILT.least, tilt));
    this.#later();
  }

  #bend() {
    this.#log = !this.#log;
    this.#later();
  }

  #tell() {
    announce(t("page.race.relief.now", this.#angle()), this);
  }

  #angle() {
    return { turn: Math.round(this.#turn) % 360, tilt: Math.round(this.#tilt) };
  }

  #later() {
    if (this.#frame || !this.#view) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#now();
    });
  }

  #now() {
    if (this.#view && this.isConnected && this.#overlay.clientWidth) this.#draw(this.#view);
  }

  /** @param {RaceView} view */
  #draw(view) {
    const scale = t(`page.race.relief.${this.#log ? "log" : "linear"}`);
    if (this.#scale.textContent !== scale) this.#scale.textContent = scale;
    const label = t("page.race.relief.label", { surface: view.title, step: view.step, scale, ...this.#angle() });
    if (this.#overlay.getAttribute("aria-label") !== label) this.#overlay.setAttribute("aria-label", label);
    const colours = paletteOf(this);
    const sheet = this.#sheetOf(view);
    const pen = this.#pen(this.#overlay);
    this.#box.hidden = this.#ground.hidden = !sheet;
    if (!sheet) return;
    const camera = this.#shoot(sheet, colours);
    const many = view.stationary.length > MANY;
    for (const { x, y, type, value } of view.stationary) {
      const [u, v] = sheet.share(x, y);
      if (!inBox(u, v)) continue;
      const w = sheet.place(value);
      pen.globalAlpha = isHidden(sheet, camera, [u, v, w]) ? VEIL : 1;
      Object.assign(pen, { strokeStyle: colours.ink, fillStyle: colours.ink, lineWidth: many ? 1 : 1.6 });
      stationarySign(pen, type, ...camera.to(u, v, w), many ? 2.2 : 4);
    }
    const line = (/** @type {Line} */ { path, values }, /** @type {number} */ index, /** @type {Record<string, any>} */ look = {}) => {
      const chosen = index === view.chosen;
      drawPath(pen, sheet, camera, { path, values }, Math.min(view.step, path.length / 2 - 1, values.length - 1), (step) => this.#isVeiled({ path, values }, sheet, camera, step),
        { colour: colours.racers[index], width: chosen ? 2.6 : 1.8, dash: DASHES[index], marker: MARKERS[index], size: chosen ? 6.5 : 5, ...look }, colours);
    };
    view.racers.forEach((racer, index) => line(racer, index));
    // The training stands at the height of its own cost, which is not the surface's: the other parameters have moved.
    const training = view.training?.[view.chosen];
    if (training) line({ path: training.path, values: training.costs }, view.chosen, { colour: colours.ink, width: 1.2, dash: [] });
  }

  /** A clean canvas at the screen's own pixels. @param {HTMLCanvasElement} canvas */
  #pen(canvas) {
    const ratio = Math.min(3, devicePixelRatio || 1);
    const { clientWidth, clientHeight } = this.#overlay;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, clientWidth, clientHeight);
    return pen;
  }

  /** The heights, asked for only when the surface changes; nothing while they are on their way. @param {RaceView} view */
  #gridOf({ spec: { surface }, domain }) {
    const most = this.clientWidth < 500 ? CELLS.phone : CELLS.desk;
    const name = JSON.stringify([surface, domain, most]);
    if (name === this.#awaited) return this.#grid;
    this.#awaited = name;
    this.#pool.stop();
    if (surface.kind || surface.expression !== undefined) return (this.#grid = { name, cells: most, grid: surfaceGrid(surface, domain, most + 1, most + 1) });
    this.#pool.start([COARSE, most].map((cells) => ({
      name: /** @type {const} */ ("surfaceGrid"), values: [surface, domain, cells + 1, cells + 1],
      done: (grid) => {
        if (this.#grid && this.#grid.cells > cells) return;
        this.#grid = { name: `${cells} ${name}`, cells, grid };
        this.#later();
      },
    })));
    return (this.#grid = null);
  }

  /** @param {RaceView} view @returns {Sheet | null} */
  #sheetOf(view) {
    const found = this.#gridOf(view);
    if (!found) return null;
    const name = `${found.name} ${this.#log}`;
    if (this.#sheet?.name !== name) this.#sheet = { name, sheet: sheetOf(found.grid, found.cells, view.domain, view.stationary.map(({ value }) => value), this.#log) };
    return this.#sheet.sheet;
  }

  /** The sheet from where the reader stands: painted anew only when it, the angle, the size or the theme has changed. @param {Sheet} sheet @param {Palette} colours */
  #shoot(sheet, colours) {
    const { clientWidth, clientHeight } = this.#overlay;
    const painted = `${this.#sheet?.name} ${colours.stops}`;
    if (this.#shade?.name !== painted) this.#shade = { name: painted, shade: shadeOf(sheet, colours.stops, colours.contour, isDark(this)) };
    const name = [painted, this.#turn, this.#tilt, clientWidth, clientHeight, devicePixelRatio].join(" ");
    if (this.#shot?.name === name) return this.#shot.camera;
    const camera = cameraOf(this.#turn, this.#tilt, clientWidth, clientHeight);
    this.#shot = { name, camera };
    this.#sights = new WeakMap();
    drawBox(this.#pen(this.#box), sheet, camera, colours);
    const scale = Math.min(SCALE.most, Math.max(SCALE.least, devicePixelRatio), MOST_PIXELS / Math.max(clientWidth, clientHeight));
    const [width, height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
    if (this.#image?.width !== width || this.#image.height !== height) {
      Object.assign(this.#ground, { width, height });
      this.#image = new ImageData(width, height);
    }
    paintSheet(new Int32Array(this.#image.data.buffer), width, scale, sheet, camera, this.#shade.shade);
    this.#ground.getContext("2d")?.putImageData(this.#image, 0, 0);
    return camera;
  }

  /** Whether the sheet stands before a point of a path; found once in each shot. @param {Line} line @param {Sheet} sheet @param {Camera} camera @param {number} step */
  #isVeiled({ path, values }, sheet, camera, step) {
    let sight = this.#sights.get(path);
    if (!sight) this.#sights.set(path, (sight = new Uint8Array(path.length / 2)));
    if (!sight[step]) {
      const [u, v] = sheet.share(path[2 * step], path[2 * step + 1]);
      sight[step] = isHidden(sheet, camera, [u, v, sheet.place(values[step])]) ? 2 : 1;
    }
    return sight[step] === 2;
  }
}
