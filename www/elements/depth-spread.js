/** Gradients at the start over many seeds, from workers: the factor that a layer makes of them. */
import { depthSpread, t } from "../core.js";
import { focusedIn, h } from "../dom.js";
import { MOST_SEEDS, WHICH } from "../depth-state.js";
import { short } from "../plane-style.js";
import { WorkerPool } from "../worker-pool.js";
import { spreadOf } from "./depth-chart.js";

/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("../depth-state.js").Which} Which */
/** @typedef {import("../core.js").Spread} Spread */

/** Seeds of one call to a worker. */
const CHUNK = 5;
/** Milliseconds without a change before the workers begin. */
const CALM = 350;

export default class DepthSpread extends HTMLElement {
  /** @type {DepthLab | null} */ #lab = null;
  /** @type {Record<Which, Float64Array[]>} */ #parts = { a: [], b: [] };
  /** @type {Uint8Array | undefined} */ #digits;
  #timer = 0;
  #seeds = h("input", { type: "text", inputmode: "numeric", "data-name": "seeds" });
  #progress = h("progress", { max: 1, value: 0, hidden: true, "aria-label": t("page.depth.spread.progress") });
  #says = { a: h("p", { "data-part": "factor-a" }), b: h("p", { "data-part": "factor-b" }) };
  #error = h("p", { class: "error", role: "alert" });
  #pool = new WorkerPool({
    progress: (share) => {
      this.#progress.value = share;
      this.#progress.hidden = share >= 1;
    },
    failed: (reason) => (this.#error.textContent = reason),
  }, "depth");

  /** @param {DepthLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.#seeds.addEventListener("change", () => {
      const seeds = Number(this.#seeds.value);
      if (!Number.isInteger(seeds) || seeds < 0 || seeds > MOST_SEEDS) return lab.refuse(t("page.depth.spread.fits", { most: MOST_SEEDS }), this.#seeds);
      this.#seeds.removeAttribute("aria-invalid");
      lab.set({ seeds });
    });
    this.replaceChildren(this.#says.a, this.#says.b, h("div", { class: "fields" }, h("label", { class: "field" }, t("page.depth.spread.seeds"), this.#seeds), this.#progress), this.#error);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#pool.close();
  }

  /** @returns {Record<Which, Spread | null>} of the measure that is shown */
  get spreads() {
    return { a: this.#spread("a"), b: this.#spread("b") };
  }

  /** @param {Which} which */
  #spread(which) {
    const lab = /** @type {DepthLab} */ (this.#lab);
    const parts = this.#parts[which].filter(Boolean);
    if (!parts.length) return null;
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return depthSpread(all, lab.lesson.spec[which].depth + 1, spreadOf(lab.lesson.measure) === 1 ? 1 : 0);
  }

  /** Draws the seeds anew; what was drawn for another problem goes. @param {Uint8Array} [digits] */
  start(digits = this.#digits) {
    this.#digits = digits;
    this.#parts = { a: [], b: [] };
    this.#pool.stop();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#begin(), CALM);
  }

  #begin() {
    const lab = /** @type {DepthLab} */ (this.#lab);
    const { seeds } = lab.lesson;
    this.#error.textContent = "";
    const tasks = WHICH.flatMap((which) => Array.from({ length: Math.ceil(seeds / CHUNK) }, (_, index) => ({
      name: /** @type {const} */ ("depthStart"),
      values: [lab.specOf(which), this.#digits, index * CHUNK + 1, Math.min(seeds, (index + 1) * CHUNK) + 1],
      done: (/** @type {Float64Array} */ found) => {
        this.#parts[which][index] = found;
        lab.redraw();
      },
    })));
    this.#pool.start(tasks);
  }

  /** @param {import("./depth-lab.js").DepthView} view */
  update({ lesson, spreads }) {
    if (focusedIn(this) !== this.#seeds) this.#seeds.value = String(lesson.seeds);
    for (const which of WHICH) {
      const spread = spreads[which];
      const network = t(`page.depth.${which}`);
      const fit = spread?.fit;
      const measure = t(`page.depth.spread.${spreadOf(lesson.measure) === 1 ? "delta_rms" : "gradient_norm"}`);
      this.#says[which].textContent = !spread ? ""
        : fit ? t("page.depth.spread.says", { network, measure, seeds: spread.seeds, factor: short(fit.factor, 4), first: fit.first, last: fit.last })
        : t("page.depth.spread.none", { network, measure, seeds: spread.seeds, reason: t(lesson.spec[which].depth < (spreadOf(lesson.measure) === 1 ? 2 : 3) ? "page.depth.spread.few" : "page.depth.spread.zero") });
    }
  }
}
