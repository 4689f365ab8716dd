/** Where each start ends: one map an optimizer of the race, computed by workers, coarse first and then finer. */
import { formatNumber, t } from "../core.js";
import { h, keepFocus } from "../dom.js";
import { isDark } from "../race-style.js";
import { slices, WorkerPool } from "../worker-pool.js";
import { hostOf } from "../host.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */
/** @typedef {{ columns: number, reached: Int8Array, steps: Uint16Array, missing: number, side: number, shares: Map<number, number> }} Grid
 *   `missing`: rows that have not arrived; `shares` of starts by where they end, of the last map that was whole, and its `side` */

/** Starts along a side, one map after the other. */
const SIDES = [24, 64, 160];
/** Minima by their place in the list: Okabe and Ito's colours; what is no minimum is grey. */
const HUES = [[0, 114, 178], [230, 159, 0], [0, 158, 115], [204, 121, 167], [86, 180, 233], [213, 94, 0], [240, 228, 66]];
const NEAR_NONE = -1;
const DIVERGED = -2;

export default class BasinMaps extends HTMLElement {
  #maps = h("div", { class: "maps" });
  #table = h("div", { class: "scroller" });
  #progress = h("progress", { max: 1, value: 0, "aria-label": t("page.race.basin.progress") });
  #stop = h("button", { type: "button", onclick: () => this.#pool.stop() }, t("page.race.basin.stop"));
  #said = h("p", { class: "error", role: "alert" });
  #pool = new WorkerPool({
    progress: (share) => {
      this.#progress.value = share;
      keepFocus(this, () => (this.#progress.hidden = this.#stop.hidden = share >= 1));
    },
    failed: (reason) => (this.#said.textContent = t("page.race.basin.failed", { reason })),
  }, "experiments");
  /** @type {RaceView | null} */ #view = null;
  #budget = 0;
  #wanted = "";
  /** @type {Grid[]} */ #grids = [];

  connectedCallback() {
    this.#details.append(h("p", { class: "legend" }, t("page.race.basin.legend")), h("div", { class: "fields" }, this.#progress, this.#stop), this.#said, this.#maps, this.#table);
    hostOf(this).addEventListener("theme", () => this.#paintAll());
  }

  disconnectedCallback() {
    this.#pool.close();
  }

  /** Stands in the lab before this code is there. @returns {HTMLDetailsElement} */
  get #details() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector("details"));
  }

  /** @param {RaceView} view @param {number} budget steps of each start */
  update(view, budget) {
    this.#view = view;
    this.#budget = budget;
    this.#begin();
  }

  /** Starts anew where what is asked for has changed. */
  #begin() {
    if (!this.#view || !this.#details.open) return;
    const { spec, domain } = this.#view;
    const wanted = JSON.stringify([spec.surface, spec.optimizers, domain, this.#budget]);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#said.textContent = "";
    this.#grids = [];
    this.#maps.replaceChildren(...spec.optimizers.map(({ kind }, racer) =>
      h("figure", {}, h("canvas", { width: 1, height: 1, role: "img", "data-racer": racer }), h("figcaption", {}, `${racer + 1} · ${t(`page.optimizer.${kind}`)}`))));
    this.#table.replaceChildren();
    this.#plan();
  }

  /** All racers' maps, the coarsest of each before the finer ones, in slices of rows. */
  #plan() {
    const { spec, domain } = /** @type {RaceView} */ (this.#view);
    this.#pool.start(SIDES.flatMap((columns) => spec.optimizers.flatMap((optimizer, racer) => {
      const map = { surface: spec.surface, optimizer, domain, columns, rows: columns, steps: Math.min(65535, this.#budget) };
      return slices(columns, columns).map(({ first, end }) =>
        ({ name: /** @type {const} */ ("basin"), values: [map, first, end], done: (/** @type {Grid} */ part) => this.#took(racer, columns, first, end, part) }));
    })));
  }

  /** @param {number} racer @param {number} columns @param {number} first @param {number} end @param {{ reached: Int8Array, steps: Uint16Array }} part */
  #took(racer, columns, first, end, { reached, steps }) {
    const known = this.#grids[racer];
    if (known?.columns > columns) return; // a finer map has begun meanwhile
    const isFiner = known?.columns !== columns;
    // A finer map begins as the coarser one, so that nothing goes dark meanwhile.
    const grid = isFiner ? refined(known, columns) : known;
    this.#grids[racer] = grid;
    grid.reached.set(reached, first * columns);
    grid.steps.set(steps, first * columns);
    this.#paint(racer, isFiner ? undefined : [first, end]);
    grid.missing -= end - first;
    if (grid.missing) return;
    Object.assign(grid, { side: columns, shares: sharesOf(grid.reached) });
    this.#tabulate();
  }

  #paintAll() {
    this.#grids.forEach((_, racer) => this.#paint(racer));
    if (this.#grids.length) this.#tabulate();
  }

  /** @param {number} racer @param {[number, number]} [some] the rows that are new, where the others stand */
  #paint(racer, some) {
    const grid = this.#grids[racer];
    const canvas = /** @type {HTMLCanvasElement | null} */ (this.#maps.querySelector(`[data-racer="${racer}"]`));
    if (!canvas || !grid || !this.#view) return;
    const { columns, reached, steps } = grid;
    const [first, end] = some ?? [0, columns];
    if (!some) canvas.width = canvas.height = columns;
    const image = new ImageData(columns, end - first);
    const [dark, { stationary }] = [isDark(this), this.#view];
    /** @type {Map<number, Shade>} */ const shades = new Map();
    let at = 0;
    // The first row of a map is at y_min, the first of a picture on top.
    for (let row = end - 1; row >= first; row -= 1)
      for (let index = row * columns; index < (row + 1) * columns; index += 1) {
        const target = reached[index];
        let of = shades.get(target);
        if (!of) shades.set(target, (of = shadeOf(target, stationary, dark)));
        const mix = of.ground ? 0.75 * Math.sqrt(Math.min(1, steps[index] / this.#budget)) : 0;
        for (let part = 0; part < 3; part += 1) image.data[at + part] = of.hue[part] + ((of.ground ?? of.hue)[part] - of.hue[part]) * mix;
        image.data[at + 3] = 255;
        at += 4;
      }
    canvas.getContext("2d")?.putImageData(image, 0, columns - end);
    canvas.setAttribute("aria-label", t("page.race.basin.map", { optimizer: t(`page.optimizer.${this.#view.spec.optimizers[racer].kind}`) }));
  }

  /** The shares of starts by where they end. */
  #tabulate() {
    const { stationary, spec } = /** @type {RaceView} */ (this.#view);
    if (spec.optimizers.some((_, racer) => !this.#grids[racer]?.shares.size)) return; // not each has a map yet
    const all = this.#grids.map(({ shares }) => shares);
    const targets = [...new Set(all.flatMap((shares) => [...shares.keys()]))].sort((a, b) => (a < 0 ? 999 - a : a) - (b < 0 ? 999 - b : b)).slice(0, 12);
    const name = (/** @type {number} */ target) => {
      if (target === DIVERGED) return t("page.race.basin.diverged");
      if (target === NEAR_NONE) return t("page.race.basin.none");
      const { x, y, type } = stationary[target];
      return `${t(`page.race.type.${type}`)} (${formatNumber(x, 2)}, ${formatNumber(y, 2)})`;
    };
    const dark = isDark(this);
    const swatch = (/** @type {number} */ target) => h("canvas", { class: "swatch", width: 1, height: 1, "data-colour": shadeOf(target, stationary, dark).hue.join(",") });
    const share = (/** @type {Map<number, number>} */ shares, /** @type {number} */ target) => `${formatNumber(100 * (shares.get(target) ?? 0), 1)} %`;
    this.#table.replaceChildren(h("table", {},
      h("caption", {}, t("page.race.basin.shares", { side: Math.min(...this.#grids.map(({ side }) => side)) })),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("page.race.basin.end")), ...all.map((_, racer) => h("th", { scope: "col" }, `${racer + 1} · ${t(`page.optimizer.${spec.optimizers[racer].kind}`)}`)))),
      h("tbody", {}, ...targets.map((target) => h("tr", {}, h("th", { scope: "row" }, swatch(target), " ", name(target)), ...all.map((shares) => h("td", {}, share(shares, target))))))));
    for (const canvas of this.#table.querySelectorAll("canvas")) {
      const pen = /** @type {HTMLCanvasElement} */ (canvas).getContext("2d");
      if (pen) Object.assign(pen, { fillStyle: `rgb(${canvas.getAttribute("data-colour")})` }).fillRect(0, 0, 1, 1);
    }
  }
}

/** A map of `columns` starts a side, filled from a coarser one. @param {Grid | undefined} from @param {number} columns @returns {Grid} */
function refined(from, columns) {
  const [reached, steps] = [new Int8Array(columns * columns).fill(NEAR_NONE), new Uint16Array(columns * columns).fill(65535)];
  const grid = { columns, reached, steps, missing: columns, side: from?.side ?? 0, shares: from?.shares ?? new Map() };
  if (!from) return grid;
  const place = (/** @type {number} */ index) => Math.min(from.columns - 1, Math.round((index / (columns - 1)) * (from.columns - 1)));
  for (let row = 0; row < columns; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const source = place(row) * from.columns + place(column);
      grid.reached[row * columns + column] = from.reached[source];
      grid.steps[row * columns + column] = from.steps[source];
    }
  return grid;
}

/** @param {Int8Array} reached @returns {Map<number, number>} */
function sharesOf(reached) {
  const counts = new Map();
  for (const target of reached) counts.set(target, (counts.get(target) ?? 0) + 1);
  return new Map([...counts].map(([target, count]) => [target, count / reached.length]));
}

/** @typedef {{ hue: number[], ground?: number[] }} Shade of an end: strong where few steps were needed, towards the ground where many were */

/** @param {number} target @param {import("../core.js").Stationary[]} stationary @param {boolean} dark @returns {Shade} */
function shadeOf(target, stationary, dark) {
  if (target === DIVERGED) return { hue: dark ? [8, 10, 9] : [60, 60, 60] };
  if (target === NEAR_NONE) return { hue: dark ? [64, 78, 72] : [222, 220, 212] };
  const isMinimum = /minimum/.test(stationary[target]?.type ?? "");
  return { hue: isMinimum ? HUES[target % HUES.length] : [128, 128, 128], ground: dark ? [28, 42, 37] : [255, 255, 255] };
}
