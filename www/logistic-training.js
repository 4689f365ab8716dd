/** What the logistic lab has computed for its lesson: the methods' runs, the optimum and Newton's way to it, the rectangle that is shown. */
import { Logistic } from "./core.js";

/**
 * @typedef {import("./core.js").Optimizer} Optimizer
 * @typedef {import("./logistic-state.js").FitLesson} FitLesson
 * @typedef {{ model: Logistic, optimizer: Optimizer, path: Float64Array, every: number }} FitRun `every`: iterations between two places of the path
 * @typedef {{ optimum: import("./core.js").Optimum | null, newton: number[][] | null, failure: string, separation: import("./core.js").Separation }} Known
 */

/** Iterations × weights × points that are done at once; later ones come when they are asked for. */
const MOST_WORK = 4_000_000;
/** With more points, what is solved over all of them waits until nothing moves. */
export const MANY = 1000;
/** Newton's steps that are shown. */
const NEWTON = 30;
/** @returns {Known} */
const unknown = () => ({ optimum: null, newton: null, failure: "", separation: { separable: false, complete: false, roots: [] } });

export class Training {
  /** @type {FitRun[]} */ runs = [];
  known = unknown();
  /** @type {[number, number, number, number]} */ domain = [-1, 1, -1, 1];
  /** Counts problems: what is painted of one is not painted again. */
  problem = 0;
  #solving = 0;
  #solved;

  /** @param {() => void} solved called where the optimum came later */
  constructor(solved) {
    this.#solved = solved;
  }

  get model() {
    return this.runs[0].model;
  }

  /**
   * Trains on a lesson, and gives it with axes and sample that fit; an invalid one throws and leaves everything as it is.
   * @param {FitLesson} lesson @param {boolean} quick @returns {FitLesson}
   */
  begin(lesson, quick) {
    const { spec, beside } = lesson;
    /** @type {Logistic[]} */ const models = [];
    /** @type {FitRun[]} */ let runs;
    const count = Array.isArray(spec.weights) ? spec.weights.length : 1;
    const axes = /** @type {[number, number]} */ (lesson.axes.every((axis) => axis < count) ? lesson.axes : [0, Math.min(1, count - 1)]);
    try {
      for (const optimizer of [spec.optimizer, ...beside]) models.push(new Logistic({ ...spec, optimizer }));
      // what moves shows its path as far as it is drawn; the rest comes when it has come to rest
      const ahead = quick ? 0 : Math.min(lesson.budget, Math.floor(MOST_WORK / (spec.x.length * count * models.length)));
      const most = Math.max(lesson.iteration, ahead);
      runs = models.map((model, index) => {
        model.iterate(most);
        return runOf(model, index ? beside[index - 1] : spec.optimizer, axes);
      });
    } catch (error) {
      for (const model of models) model.free();
      throw error;
    }
    this.free();
    this.runs = runs;
    this.problem += 1;
    const fitting = { ...lesson, axes, sample: Math.min(lesson.sample, spec.x.length - 1) };
    this.#solve(fitting, quick);
    if (!quick) this.frame(fitting);
    return fitting;
  }

  /** As far as this iteration at least. @param {number} iteration @param {[number, number]} axes */
  reach(iteration, axes) {
    if (iteration <= this.model.iteration) return;
    this.runs = this.runs.map(({ model, optimizer }) => {
      model.iterate(Math.max(0, iteration - model.iteration));
      return runOf(model, optimizer, axes);
    });
  }

  /** The optimum and Newton's way to it; over many points only once nothing moves. @param {FitLesson} lesson @param {boolean} quick */
  #solve(lesson, quick) {
    clearTimeout(this.#solving);
    const { spec } = lesson;
    const { model } = this;
    const solve = () => {
      this.known = { ...unknown(), separation: model.separation() };
      try {
        this.known.optimum = model.optimum();
        this.known.newton = model.newton(spec.weights, "cost" in this.known.optimum ? NEWTON : 8).path;
      } catch (error) {
        this.known.failure = error instanceof Error ? error.message : String(error);
      }
    };
    if (spec.x.length <= MANY) return solve();
    this.known = unknown();
    this.#solving = window.setTimeout(() => {
      solve();
      this.frame(lesson);
      this.#solved();
    }, quick ? 300 : 30);
  }

  /** The rectangle of weights that is shown: the start, the way and the optimum, with room around them. @param {FitLesson} lesson */
  frame({ axes, spec, zoom }) {
    const { optimum } = this.known;
    const places = [axes.map((axis) => spec.weights[axis])];
    if (optimum && "cost" in optimum) places.push(axes.map((axis) => optimum.weights[axis]));
    for (const { path } of this.runs) for (let place = 0; place < path.length; place += 2) if (Math.abs(path[place]) + Math.abs(path[place + 1]) < 1e3) places.push([path[place], path[place + 1]]);
    const ends = /** @type {const} */ ([0, 1]).map((axis) => places.reduce(([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [Infinity, -Infinity]));
    const widest = Math.max(...ends.map(([low, high]) => high - low), 1e-3);
    // a weight that hardly moves is not blown up to the size of the other
    const along = ends.map(([low, high]) => {
      const half = Math.max(high - low, widest / 2) * 0.8 * 1.4 ** -zoom;
      return [(low + high) / 2 - half, (low + high) / 2 + half];
    });
    this.domain = /** @type {Training["domain"]} */ (along.flat());
  }

  free() {
    clearTimeout(this.#solving);
    for (const { model } of this.runs) model.free();
    this.runs = [];
  }
}

/** A path has every iteration up to 1,024, then every other, every fourth … @param {Logistic} model @param {Optimizer} optimizer @param {[number, number]} axes @returns {FitRun} */
function runOf(model, optimizer, axes) {
  let every = 1;
  while (Math.floor(model.iteration / every) >= 1024) every *= 2;
  return { model, optimizer, every, path: model.path(axes) };
}
