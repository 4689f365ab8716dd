/** What a reader changes in the logistic lab: points, weights, degree, scaling, methods; and how it is undone. */
import { Logistic, generatePoints, networks, t } from "./core.js";
import { announce, mended } from "./dom.js";
import { hostOf } from "./host.js";
import { MOST_BESIDE, fitOf } from "./logistic-state.js";
import { encode, lessonOf, sentenceOf } from "./state.js";
import { Undo } from "./transport.js";

/**
 * @typedef {import("./core.js").LogisticSpec} LogisticSpec
 * @typedef {import("./core.js").Optimizer} Optimizer
 * @typedef {import("./logistic-state.js").FitLesson} FitLesson
 */

/** The network lab's own limits. */
const MOST_SAMPLES = 64;
/** Milliseconds after which what moved has come to rest. */
const REST = 250;

export class Changes {
  #lab;
  /** @type {Undo<FitLesson>} */ undoing = new Undo();
  /** The lesson before a draft. @type {FitLesson | null} */ #before = null;
  #settling = 0;

  /** @param {import("./elements/logistic-lab.js").default} lab */
  constructor(lab) {
    this.#lab = lab;
  }

  /** The points in a form that fits their number. @param {LogisticSpec} spec */
  #tidy(spec) {
    if (spec.batch_size !== undefined && spec.batch_size >= spec.x.length) delete spec.batch_size;
  }

  /** Tries a change of the problem; what the core refuses is told, and nothing is lost. @param {(spec: LogisticSpec) => void} change @param {HTMLElement} [field] that it comes from */
  edit(change, field) {
    const before = this.#lab.lesson;
    const spec = structuredClone(before.spec);
    try {
      change(spec);
      if (spec.x.length !== before.spec.x.length) this.#tidy(spec);
      const same = JSON.stringify([spec.x, spec.labels]) === JSON.stringify([before.spec.x, before.spec.labels]);
      this.#lab.adopt({ ...before, spec, drawn: same ? before.drawn : null });
    } catch (error) {
      return this.#lab.refuse(sentenceOf(error), field);
    }
    if (field) mended(field);
    this.undoing.record(before);
    this.#lab.refuse("");
    this.#lab.arrive();
  }

  /** A change that is still under way: one step of undo when it has come to rest. @param {Partial<FitLesson>} change */
  #draft(change) {
    this.#before ??= this.#lab.lesson;
    try {
      this.#lab.adopt({ ...this.#lab.lesson, ...change }, true);
    } catch (error) {
      return this.#lab.refuse(sentenceOf(error));
    }
    this.#lab.go(this.#lab.lesson.iteration, true);
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => this.#settle(), REST);
  }

  #settle() {
    clearTimeout(this.#settling);
    if (!this.#before) return;
    this.undoing.record(this.#before);
    this.#before = null;
    this.#lab.adopt(this.#lab.lesson);
    this.#lab.arrive();
  }

  /** Waits for nothing any more. */
  stop() {
    clearTimeout(this.#settling);
  }

  /** The chosen point, under way. @param {number} x @param {number} label */
  movePoint(x, label) {
    const { spec, sample } = this.#lab.lesson;
    if (spec.x[sample] === x && spec.labels[sample] === label) return;
    const moved = { ...spec, x: spec.x.with(sample, x), labels: spec.labels.with(sample, label) };
    this.#draft({ spec: moved, drawn: null });
  }

  /** @param {number} x @param {number} label */
  addPoint(x, label) {
    this.#settle();
    const { spec } = this.#lab.lesson;
    const before = this.#lab.lesson;
    this.#lab.adopt({ ...before, spec: { ...spec, x: [...spec.x, x], labels: [...spec.labels, label] }, drawn: null, sample: spec.x.length });
    this.undoing.record(before);
    this.#lab.arrive();
    announce(t("page.fit.added", { sample: spec.x.length + 1, x, class: label }), this.#lab);
  }

  removePoint() {
    this.#settle();
    const { spec, sample } = this.#lab.lesson;
    if (spec.x.length < 2) return this.#lab.refuse(t("page.fit.last_point"));
    const rest = (/** @type {number[]} */ values) => values.filter((_, index) => index !== sample);
    this.edit((now) => Object.assign(now, { x: rest(spec.x), labels: rest(spec.labels) }));
    announce(t("page.fit.removed", { sample: sample + 1 }), this.#lab);
  }

  /** The start on the surface, under way. @param {number} first @param {number} second */
  moveStart(first, second) {
    const { spec, axes } = this.#lab.lesson;
    this.#draft({ spec: { ...spec, weights: spec.weights.with(axes[0], first).with(axes[1], second) } });
  }

  /** @param {string} kind @param {number} count @param {number} seed */
  draw(kind, count, seed) {
    const before = this.#lab.lesson;
    try {
      const spec = { ...before.spec, ...generatePoints(kind, count, seed) };
      this.#tidy(spec);
      this.#lab.adopt({ ...before, spec, drawn: { kind, count, seed } });
    } catch (error) {
      return this.#lab.refuse(sentenceOf(error));
    }
    this.undoing.record(before);
    this.#lab.refuse("");
    this.#lab.arrive();
  }

  /** The curve stays as far as its powers stay. @param {number} degree */
  setDegree(degree) {
    this.edit((spec) => {
      const raw = this.#lab.model.rescaled(spec.weights, false);
      spec.degree = degree;
      spec.weights = Array.from({ length: degree + 1 }, (_, place) => raw[place] ?? 0);
      if (spec.scaling !== "standardize") return;
      spec.weights = inFeatures(spec, spec.weights);
    });
  }

  /** On or off: the start keeps its curve, in other weights. */
  toggleScaling() {
    this.edit((spec) => {
      const raw = this.#lab.model.rescaled(spec.weights, false);
      spec.scaling = spec.scaling === "standardize" ? "none" : "standardize";
      spec.weights = inFeatures(spec, raw);
    });
  }

  /** @param {0 | 1} which @param {number} axis */
  setAxis(which, axis) {
    const axes = /** @type {[number, number]} */ ([...this.#lab.lesson.axes]);
    if (axes[1 - which] === axis) axes[1 - which] = axes[which];
    axes[which] = axis;
    this.#lab.set({ axes });
  }

  /** @param {Optimizer} optimizer @param {HTMLElement} field */
  addBeside(optimizer, field) {
    if (Number.isNaN(optimizer.learning_rate)) return this.#lab.refuse(t("page.editor.not_number"), field);
    if (this.#lab.lesson.beside.length < MOST_BESIDE) this.#lab.set({ beside: [...this.#lab.lesson.beside, optimizer] });
  }

  /** The sample whose answer is farthest off. */
  chooseWorst() {
    const deltas = this.#lab.model.curve(this.#lab.weights(), this.#lab.lesson.spec.x).y.map((y, index) => Math.abs(y - this.#lab.lesson.spec.labels[index]));
    this.#lab.set({ sample: deltas.indexOf(Math.max(...deltas)) });
  }

  /** The same problem in the network lab. */
  openNetwork() {
    try {
      if (this.#lab.lesson.spec.x.length > MOST_SAMPLES) return this.#lab.refuse(t("page.link.samples"));
      const spec = this.#lab.model.network();
      if (spec.batch_size === spec.inputs.length) delete spec.batch_size;
      const all = networks();
      const lesson = { ...lessonOf(all[0]), spec };
      hostOf(this.#lab).open(`#${encode(lesson, all)}`);
    } catch (error) {
      this.#lab.refuse(sentenceOf(error));
    }
  }

  undo() {
    this.#restore(true);
  }

  redo() {
    this.#restore(false);
  }

  /** @param {boolean} back */
  #restore(back) {
    this.#settle();
    const lesson = this.undoing.take(back, this.#lab.lesson);
    if (!lesson) return;
    this.#lab.adopt(lesson);
    this.#lab.refuse("");
    this.#lab.arrive();
    announce(t(back ? "page.undone" : "page.redone"), this.#lab);
  }

  /** @param {string} id of a preset */
  open(id) {
    const preset = this.#lab.presets.find((preset) => preset.id === id) ?? this.#lab.presets[0];
    const before = this.#lab.lesson;
    this.#lab.adopt({ ...fitOf(preset), digits: before.digits });
    this.undoing.record(before);
    this.#lab.refuse("");
    this.#lab.arrive(0);
  }
}

/** The weights of a curve on the features of a problem. @param {LogisticSpec} spec @param {number[]} raw */
function inFeatures(spec, raw) {
  const model = new Logistic({ ...spec, weights: raw });
  try {
    return model.rescaled(raw, true).map((weight) => Number(weight.toPrecision(12)));
  } finally {
    model.free();
  }
}
