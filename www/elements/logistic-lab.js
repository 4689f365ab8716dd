/** The logistic lab: owns the model, its lesson and position, the transport, the keyboard and the link. */
import { Logistic, generatePoints, networks, presets as allPresets, t } from "../core.js";
import { announce, emit, focusedIn, h, icon, rootOf } from "../dom.js";
import { MOST_BESIDE, MOST_ITERATIONS, decodeFit, encodeFit, fitOf, fitsLink } from "../logistic-state.js";
import { encode, lessonOf } from "../state.js";
import LogisticCosts from "./logistic-costs.js";
import LogisticFacts from "./logistic-facts.js";
import LogisticPlot from "./logistic-plot.js";
import LogisticProblem, { chips } from "./logistic-problem.js";
import LogisticSteps from "./logistic-steps.js";
import LogisticSurface from "./logistic-surface.js";
import { hostOf } from "../host.js";

/**
 * @typedef {import("../core.js").LogisticSpec} LogisticSpec
 * @typedef {import("../core.js").Optimizer} Optimizer
 * @typedef {import("../logistic-state.js").FitLesson} FitLesson
 * @typedef {{ model: Logistic, optimizer: Optimizer, path: Float64Array, every: number }} FitRun
 * @typedef {{ model: Logistic, spec: LogisticSpec, problem: number, weights: number[], best: number[] | null, runs: FitRun[],
 *   newton: number[][] | null, optimum: import("../core.js").Optimum | null, failure: string, separation: import("../core.js").Separation,
 *   curvature: import("../core.js").Curvature, domain: [number, number, number, number], axes: [number, number], others: "held" | "best",
 *   iteration: number, sample: number, rows: "sample" | "all", digits: number, batch: number[], quick: boolean,
 *   steps: import("../core.js").Step[], own: import("../core.js").Step[] }} FitView of all samples and of the chosen one
 */

for (const [name, element] of /** @type {[string, CustomElementConstructor][]} */ ([["logistic-plot", LogisticPlot], ["logistic-steps", LogisticSteps], ["logistic-surface", LogisticSurface], ["logistic-facts", LogisticFacts], ["logistic-costs", LogisticCosts], ["logistic-problem", LogisticProblem]]))
  if (!customElements.get(name)) customElements.define(name, element);

/** Iterations that one second of a run covers. */
const SPEEDS = { slow: 4, step: 30, fast: 120 };
/** Milliseconds between two derivations of a run, and between two looks at the facts: curve and path move every frame. */
const CALM = 200;
/** Iterations × weights × points that are done at once; later ones come when they are asked for. */
const MOST_WORK = 4_000_000;
/** With more points, what is solved over all of them waits until nothing moves. */
const MANY = 1000;
/** Newton's steps that are shown. */
const NEWTON = 30;
/** The control that each key stands for. @type {Record<string, string>} */
const KEYS = { ArrowRight: "step", ArrowLeft: "back", PageDown: "scrub", PageUp: "scrub", Home: "scrub", End: "scrub", " ": "run" };
/** The network lab's own limits. */
const MOST_SAMPLES = 64;
/** @type {import("../core.js").Preset[] | null} */
let known = null;
const presets = () => (known ??= allPresets().filter(({ lab }) => lab === "logistic"));
/** @param {unknown} error */
const message = (error) => (error instanceof Error ? error.message : String(error));

export default class LogisticLab extends HTMLElement {
  /** @type {FitLesson} */ #lesson = fitOf(presets()[0]);
  /** @type {FitRun[]} */ #runs = [];
  /** @type {{ optimum: import("../core.js").Optimum | null, newton: number[][] | null, failure: string, separation: import("../core.js").Separation }} */
  #known = { optimum: null, newton: null, failure: "", separation: { separable: false, complete: false, roots: [] } };
  /** @type {FitView["domain"]} */ #domain = [-1, 1, -1, 1];
  /** Counts problems: what is painted of one is not painted again. */
  #problem = 0;
  /** @type {FitLesson[]} */ #done = [];
  /** @type {FitLesson[]} */ #undone = [];
  #host = hostOf(this);
  #root = rootOf(this);
  #plot = new LogisticPlot();
  #surface = new LogisticSurface();
  #steps = new LogisticSteps();
  #facts = new LogisticFacts();
  #costs = new LogisticCosts();
  #about = h("details", { class: "more", "data-part": "costs" }, h("summary", {}, t("page.fit.costs.title")), this.#costs);
  #editor = new LogisticProblem();
  #run = 0;
  #writing = 0;
  #solving = 0;
  #derived = 0;
  #told = 0;
  /** The lesson before a draft. @type {FitLesson | null} */ #before = null;
  #settling = 0;

  connectedCallback() {
    this.#host = hostOf(this);
    this.#root = rootOf(this);
    for (const name of ["race", "logistic"]) this.#host.style(name);
    this.#build();
    this.#root.addEventListener("keydown", this.#key);
    this.#host.addEventListener("lesson", this.#followLink);
    this.#followLink();
    emit(this, "gradstep-ready", { lab: "logistic" });
  }

  disconnectedCallback() {
    this.#root.removeEventListener("keydown", this.#key);
    this.#host.removeEventListener("lesson", this.#followLink);
    this.pause();
    for (const timer of [this.#writing, this.#solving, this.#settling]) clearTimeout(timer);
    for (const { model } of this.#runs) model.free();
    this.#runs = [];
  }

  get lesson() {
    return this.#lesson;
  }

  /** The lesson as a link, `#…`. */
  get link() {
    return `#${encodeFit(this.#lesson, this.presets)}`;
  }

  get presets() {
    return presets();
  }

  get #shown() {
    return this.#host.lab === "logistic";
  }

  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  #part(name) {
    return /** @type {T} */ (/** @type {unknown} */ (this.querySelector(`[data-part=${name}]`)));
  }

  // ---- the page -------------------------------------------------------------------------------------------------

  #build() {
    const button = (/** @type {string} */ name, /** @type {() => unknown} */ act, /** @type {string} */ path) =>
      h("button", { type: "button", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act }, icon(path));
    const at = h("input", { type: "number", min: 0, max: MOST_ITERATIONS, "data-part": "at", inputmode: "numeric", onchange: () => { this.pause(); this.go(Number(at.value)); } });
    const scrub = h("input", { type: "range", min: 0, "data-part": "scrub", "aria-label": t("page.fit.scrub"), oninput: () => { this.pause(); this.go(Number(scrub.value)); } });
    scrub.addEventListener("keydown", (event) => event.stopPropagation());
    const speed = h("select", { "data-part": "speed", "aria-label": t("page.transport.speed") }, ...Object.entries(SPEEDS).map(([name, rate]) => h("option", { value: name, selected: name === "step" }, t("page.fit.speed", { rate }))));
    for (const part of [this.#plot, this.#surface, this.#steps, this.#editor]) part.connect(this);
    this.#about.addEventListener("toggle", () => this.#draw(false));
    this.replaceChildren(
      chips(this),
      h("p", { class: "error", role: "alert", "data-part": "error" }),
      h("div", { class: "parts race" },
        h("section", { class: "panel", "aria-label": t("page.fit.plot.title") },
          h("h2", { class: "part" }, t("page.fit.plot.title")), this.#plot, h("p", { class: "legend" }, t("page.fit.plot.legend")), this.#facts),
        this.#steps,
        h("section", { class: "panel", "aria-label": t("page.fit.surface.title") },
          h("h2", { class: "part" }, t("page.fit.surface.title")), this.#surface,
          h("p", { class: "legend", "data-part": "legend" }), this.#about, this.#editor)),
      h("div", { class: "transport", role: "group", "aria-label": t("page.transport.title") },
        scrub,
        h("div", { class: "controls" },
          button("start_over", () => { this.pause(); this.go(0); }, "M3 3h2v10H3zM13 3v10L5.5 8z"),
          button("back", () => { this.pause(); this.go(this.#lesson.iteration - 1); }, "M11 3v10L4 8z"),
          h("button", { type: "button", class: "primary", "data-part": "step", onclick: () => { this.pause(); this.go(this.#lesson.iteration + 1); } }, t("page.transport.step"), icon("M5 3v10l7-5z")),
          h("button", { type: "button", "data-part": "run", "aria-pressed": "false", onclick: () => this.run() }, t("page.transport.run")),
          h("label", { class: "speed" }, speed),
          h("p", { class: "state" }, h("label", {}, t("page.transport.at"), " ", at), h("span", {}, t("page.transport.cost"), " ", h("b", { "data-part": "cost" }))))));
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  #followLink = () => {
    if (!this.#shown) return this.pause();
    if (this.#runs.length && this.#host.link.replace(/^#/, "") === encodeFit(this.#lesson, this.presets)) return;
    let problem = "";
    try {
      this.#adopt(decodeFit(this.#host.link, this.presets));
    } catch (error) {
      problem = t("page.link.bad", { reason: message(error).replace(/\.$/, "") });
      this.#adopt(fitOf(this.presets[0]));
    }
    this.refuse(problem);
    this.#editor.update();
    this.go(this.#lesson.iteration);
  };

  /** Takes over a lesson whose problem is valid; an invalid one throws and leaves everything as it is. @param {FitLesson} lesson @param {boolean} [quick] */
  #adopt(lesson, quick = false) {
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
    for (const { model } of this.#runs) model.free();
    this.#runs = runs;
    this.#lesson = { ...lesson, axes, sample: Math.min(lesson.sample, spec.x.length - 1) };
    this.#problem += 1;
    this.#solve(quick);
    if (!quick) this.#frameDomain();
  }

  /** The optimum and Newton's way to it; over many points only once nothing moves. @param {boolean} quick */
  #solve(quick) {
    clearTimeout(this.#solving);
    const { spec } = this.#lesson;
    const { model } = this.#runs[0];
    const solve = () => {
      this.#known = { optimum: null, newton: null, failure: "", separation: model.separation() };
      try {
        this.#known.optimum = model.optimum();
        this.#known.newton = model.newton(spec.weights, "cost" in this.#known.optimum ? NEWTON : 8).path;
      } catch (error) {
        this.#known.failure = message(error);
      }
    };
    if (spec.x.length <= MANY) return solve();
    this.#known = { optimum: null, newton: null, failure: "", separation: { separable: false, complete: false, roots: [] } };
    this.#solving = window.setTimeout(() => {
      solve();
      this.#frameDomain();
      this.#draw(false);
    }, quick ? 300 : 30);
  }

  /** The rectangle of weights that is shown: the start, the way and the optimum, with room around them. */
  #frameDomain() {
    const { axes, spec, zoom } = this.#lesson;
    const { optimum } = this.#known;
    const places = [axes.map((axis) => spec.weights[axis])];
    if (optimum && "cost" in optimum) places.push(axes.map((axis) => optimum.weights[axis]));
    for (const { path } of this.#runs) for (let place = 0; place < path.length; place += 2) if (Math.abs(path[place]) + Math.abs(path[place + 1]) < 1e3) places.push([path[place], path[place + 1]]);
    const ends = /** @type {const} */ ([0, 1]).map((axis) => places.reduce(([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [Infinity, -Infinity]));
    const widest = Math.max(...ends.map(([low, high]) => high - low), 1e-3);
    // a weight that hardly moves is not blown up to the size of the other
    const along = ends.map(([low, high]) => {
      const half = Math.max(high - low, widest / 2) * 0.8 * 1.4 ** -zoom;
      return [(low + high) / 2 - half, (low + high) / 2 + half];
    });
    this.#domain = /** @type {FitView["domain"]} */ (along.flat());
  }

  /** A new problem, or another setting of the lesson. @param {Partial<FitLesson>} change */
  set(change) {
    const before = this.#lesson;
    const lesson = { ...before, ...change };
    const changed = Boolean(change.spec || change.beside || change.budget || change.axes);
    try {
      if (changed) this.#adopt(lesson);
      else this.#lesson = lesson;
    } catch (error) {
      return this.refuse(message(error));
    }
    if (change.zoom !== undefined) this.#frameDomain();
    if (change.spec || change.beside) this.#record(before);
    this.refuse("");
    if (Object.keys(change).some((key) => key !== "rows")) this.#editor.update();
    this.go(lesson.iteration);
  }

  /** @param {FitLesson} before */
  #record(before) {
    this.#done.push(before);
    this.#undone = [];
  }

  /** The points in a form that fits their number. @param {LogisticSpec} spec */
  #tidy(spec) {
    if (spec.batch_size !== undefined && spec.batch_size >= spec.x.length) delete spec.batch_size;
  }

  /** Tries a change of the problem; what the core refuses is told, and nothing is lost. @param {(spec: LogisticSpec) => void} change @param {HTMLElement} [field] that it comes from */
  edit(change, field) {
    const before = this.#lesson;
    const spec = structuredClone(before.spec);
    try {
      change(spec);
      if (spec.x.length !== before.spec.x.length) this.#tidy(spec);
      const same = JSON.stringify([spec.x, spec.labels]) === JSON.stringify([before.spec.x, before.spec.labels]);
      this.#adopt({ ...before, spec, drawn: same ? before.drawn : null });
    } catch (error) {
      return this.refuse(message(error), field);
    }
    field?.removeAttribute("aria-invalid");
    this.#record(before);
    this.refuse("");
    this.#editor.update();
    this.go(this.#lesson.iteration);
  }

  /** A change that is still under way: one step of undo when it has come to rest. @param {Partial<FitLesson>} change */
  #draft(change) {
    this.#before ??= this.#lesson;
    try {
      this.#adopt({ ...this.#lesson, ...change }, true);
    } catch (error) {
      return this.refuse(message(error));
    }
    this.go(this.#lesson.iteration, true);
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => this.#settle(), 250);
  }

  #settle() {
    clearTimeout(this.#settling);
    if (!this.#before) return;
    this.#record(this.#before);
    this.#before = null;
    this.#adopt(this.#lesson);
    this.#editor.update();
    this.go(this.#lesson.iteration);
  }

  /** The chosen point, under way. @param {number} x @param {number} label */
  movePoint(x, label) {
    const { spec, sample } = this.#lesson;
    if (spec.x[sample] === x && spec.labels[sample] === label) return;
    const moved = { ...spec, x: spec.x.with(sample, x), labels: spec.labels.with(sample, label) };
    this.#draft({ spec: moved, drawn: null });
  }

  /** @param {number} x @param {number} label */
  addPoint(x, label) {
    this.#settle();
    const { spec } = this.#lesson;
    const before = this.#lesson;
    this.#adopt({ ...before, spec: { ...spec, x: [...spec.x, x], labels: [...spec.labels, label] }, drawn: null, sample: spec.x.length });
    this.#record(before);
    this.#editor.update();
    this.go(this.#lesson.iteration);
    announce(t("page.fit.added", { sample: spec.x.length + 1, x, class: label }), this);
  }

  removePoint() {
    this.#settle();
    const { spec, sample } = this.#lesson;
    if (spec.x.length < 2) return this.refuse(t("page.fit.last_point"));
    const rest = (/** @type {number[]} */ values) => values.filter((_, index) => index !== sample);
    this.edit((now) => Object.assign(now, { x: rest(spec.x), labels: rest(spec.labels) }));
    announce(t("page.fit.removed", { sample: sample + 1 }), this);
  }

  /** The start on the surface, under way. @param {number} first @param {number} second */
  moveStart(first, second) {
    const { spec, axes } = this.#lesson;
    this.#draft({ spec: { ...spec, weights: spec.weights.with(axes[0], first).with(axes[1], second) } });
  }

  /** @param {string} kind @param {number} count @param {number} seed */
  draw(kind, count, seed) {
    const before = this.#lesson;
    try {
      const spec = { ...before.spec, ...generatePoints(kind, count, seed) };
      this.#tidy(spec);
      this.#adopt({ ...before, spec, drawn: { kind, count, seed } });
    } catch (error) {
      return this.refuse(message(error));
    }
    this.#record(before);
    this.refuse("");
    this.#editor.update();
    this.go(this.#lesson.iteration);
  }

  /** The curve stays as far as its powers stay. @param {number} degree */
  setDegree(degree) {
    this.edit((spec) => {
      const raw = this.#runs[0].model.rescaled(spec.weights, false);
      spec.degree = degree;
      spec.weights = Array.from({ length: degree + 1 }, (_, place) => raw[place] ?? 0);
      if (spec.scaling !== "standardize") return;
      spec.weights = inFeatures(spec, spec.weights);
    });
  }

  /** On or off: the start keeps its curve, in other weights. */
  toggleScaling() {
    this.edit((spec) => {
      const raw = this.#runs[0].model.rescaled(spec.weights, false);
      spec.scaling = spec.scaling === "standardize" ? "none" : "standardize";
      spec.weights = inFeatures(spec, raw);
    });
  }

  /** @param {0 | 1} which @param {number} axis */
  setAxis(which, axis) {
    const axes = /** @type {[number, number]} */ ([...this.#lesson.axes]);
    if (axes[1 - which] === axis) axes[1 - which] = axes[which];
    axes[which] = axis;
    this.set({ axes });
  }

  /** @param {Optimizer} optimizer @param {HTMLElement} field */
  addBeside(optimizer, field) {
    if (Number.isNaN(optimizer.learning_rate)) return this.refuse(t("page.editor.not_number"), field);
    if (this.#lesson.beside.length < MOST_BESIDE) this.set({ beside: [...this.#lesson.beside, optimizer] });
  }

  /** The sample whose answer is farthest off. */
  chooseWorst() {
    const deltas = this.#runs[0].model.curve(this.#weights(), this.#lesson.spec.x).y.map((y, index) => Math.abs(y - this.#lesson.spec.labels[index]));
    this.set({ sample: deltas.indexOf(Math.max(...deltas)) });
  }

  /** The same problem in the network lab. */
  openNetwork() {
    try {
      if (this.#lesson.spec.x.length > MOST_SAMPLES) return this.refuse(t("page.link.samples"));
      const spec = this.#runs[0].model.network();
      if (spec.batch_size === spec.inputs.length) delete spec.batch_size;
      const all = networks();
      const lesson = { ...lessonOf(all[0]), spec };
      this.#host.open(`#${encode(lesson, all)}`);
    } catch (error) {
      this.refuse(message(error));
    }
  }

  /** The answer sheet of this problem. */
  async openSheet() {
    try {
      const [{ openAt }, { logisticDesk }] = await Promise.all([import("./answer-sheet.js"), import("../desk.js")]);
      await openAt(logisticDesk(this));
    } catch (error) {
      this.refuse(message(error));
    }
  }

  /** One step of an iteration, of all samples. @param {number} iteration from 1 @param {string} id */
  showStep(iteration, id) {
    this.pause();
    this.set({ iteration: iteration - 1, rows: "all" });
    this.querySelector(`logistic-steps [data-id="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  undo() {
    this.#settle();
    this.#restore(this.#done, this.#undone);
  }

  redo() {
    this.#settle();
    this.#restore(this.#undone, this.#done);
  }

  /** @param {FitLesson[]} from @param {FitLesson[]} to */
  #restore(from, to) {
    const lesson = from.pop();
    if (!lesson) return;
    to.push(this.#lesson);
    this.#adopt(lesson);
    this.refuse("");
    this.#editor.update();
    this.go(lesson.iteration);
    announce(t(from === this.#done ? "page.undone" : "page.redone"), this);
  }

  /** @param {string} id of a preset */
  open(id) {
    const preset = this.presets.find((preset) => preset.id === id) ?? this.presets[0];
    const before = this.#lesson;
    this.#adopt({ ...fitOf(preset), digits: before.digits });
    this.#record(before);
    this.refuse("");
    this.#editor.update();
    this.go(0);
  }

  /** Says what was wrong, at the field that it came from. @param {string} text @param {HTMLElement} [field] */
  refuse(text, field) {
    field?.setAttribute("aria-invalid", "true");
    this.#part("error").textContent = text;
  }

  // ---- the position ---------------------------------------------------------------------------------------------

  /** @param {number} iteration @param {boolean} [quick] leaves what cannot keep up for later */
  go(iteration, quick = false) {
    const at = Math.min(Math.max(0, Math.round(iteration) || 0), MOST_ITERATIONS);
    if (at > this.#runs[0].model.iteration) {
      this.#runs = this.#runs.map(({ model, optimizer }) => {
        model.iterate(Math.max(0, at - model.iteration));
        return runOf(model, optimizer, this.#lesson.axes);
      });
    }
    this.#lesson = { ...this.#lesson, iteration: at };
    emit(this, "gradstep-step", { lab: "logistic", iteration: at, step: null, link: this.link });
    this.#draw(quick);
  }

  run() {
    if (this.#run) return this.pause();
    const rate = SPEEDS[/** @type {keyof typeof SPEEDS} */ (/** @type {HTMLSelectElement} */ (this.#part("speed")).value)];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.#lesson.iteration >= this.#lesson.budget) this.go(0);
    const from = { time: performance.now(), at: this.#lesson.iteration };
    const frame = (/** @type {number} */ now) => {
      const at = Math.min(this.#lesson.budget, from.at + Math.floor(((now - from.time) / 1000) * (calm ? Math.min(rate, 4) : rate)));
      if (at > this.#lesson.iteration) this.go(at, at < this.#lesson.budget);
      if (at >= this.#lesson.budget) return this.pause();
      this.#run = requestAnimationFrame(frame);
    };
    this.#run = requestAnimationFrame(frame);
    this.#showRun();
  }

  pause() {
    if (!this.#run) return;
    cancelAnimationFrame(this.#run);
    this.#run = 0;
    this.#showRun();
    this.#draw(false);
  }

  #showRun() {
    const button = this.#part("run");
    button.setAttribute("aria-pressed", String(this.#run > 0));
    button.textContent = t(this.#run ? "page.transport.pause" : "page.transport.run");
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  #weights() {
    return this.#runs[0].model.weightsBefore(this.#lesson.iteration + 1);
  }

  /** @param {boolean} quick */
  #draw(quick) {
    const { spec, iteration, sample, rows, digits, axes, others } = this.#lesson;
    const [{ model }] = this.#runs;
    const now = performance.now();
    const running = this.#run > 0;
    const derive = !quick || (running ? now - this.#derived > CALM : spec.x.length <= MANY / 4);
    const { optimum, newton, failure, separation } = this.#known;
    const weights = this.#weights();
    const next = iteration + 1;
    /** @type {import("../core.js").Step[] | undefined} */ let all;
    /** @type {import("../core.js").Step[] | undefined} */ let own;
    /** @type {FitView} */
    const view = {
      model, spec, problem: this.#problem, weights, best: optimum && "cost" in optimum ? optimum.weights : null, runs: this.#runs, newton, optimum, failure,
      separation, curvature: model.curvature(weights), domain: this.#domain, axes, others, iteration, sample, rows, digits, quick,
      batch: model.batch(next),
      // written out when somebody looks
      get steps() { return (all ??= model.trace(next, { digits })); },
      get own() { return (own ??= model.traceSample(next, sample, { digits })); },
    };
    this.#plot.update(view);
    this.#surface.hidden = spec.degree < 1;
    if (spec.degree > 0) this.#surface.update(view);
    this.#drawControls(view);
    if (!derive) return;
    this.#derived = now;
    this.#steps.update(view);
    if (quick && (running || now - this.#told < CALM)) return;
    this.#told = now;
    this.#facts.update(this, view);
    if (this.#about.open) this.#costs.update(this, view);
    if (quick) return;
    this.#write();
    this.dispatchEvent(new CustomEvent("gradstep-changed"));
  }

  /** @param {FitView} view */
  #drawControls({ spec, iteration, model, weights, digits, others }) {
    const set = (/** @type {string} */ name, /** @type {string} */ value) => {
      const field = /** @type {HTMLInputElement} */ (this.#part(name));
      if (focusedIn(this) !== field || field.type === "range" || field instanceof HTMLSelectElement) field.value = value;
    };
    /** @type {HTMLInputElement} */ (this.#part("scrub")).max = String(Math.max(this.#lesson.budget, iteration));
    set("scrub", String(iteration));
    set("at", String(iteration));
    set("preset", this.#lesson.preset);
    set("degree", String(spec.degree));
    this.#part("scaling").setAttribute("aria-pressed", String(spec.scaling === "standardize"));
    this.#part("cost").textContent = short(model.cost(weights), digits);
    this.#part("legend").textContent = t(spec.degree < 1 ? "page.fit.surface.one" : spec.degree === 1 ? "page.fit.surface.legend" : others === "best" ? "page.fit.surface.legend_best" : "page.fit.surface.legend_held");
    this.#part("back").toggleAttribute("disabled", iteration === 0);
    this.#part("undo").toggleAttribute("disabled", this.#done.length === 0);
    this.#part("redo").toggleAttribute("disabled", this.#undone.length === 0);
  }

  #write() {
    clearTimeout(this.#writing);
    this.#writing = window.setTimeout(() => {
      if (!this.#shown) return;
      if (!fitsLink(this.#lesson)) return this.refuse(t("page.fit.no_link"));
      this.#host.write(this.link);
    }, 200);
  }

  // ---- the keyboard ---------------------------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  #keys = {
    ArrowRight: () => this.go(this.#lesson.iteration + 1),
    ArrowLeft: () => this.go(this.#lesson.iteration - 1),
    PageDown: () => this.go(this.#lesson.iteration + 10),
    PageUp: () => this.go(this.#lesson.iteration - 10),
    ArrowDown: () => this.set({ sample: Math.min(this.#lesson.sample + 1, this.#lesson.spec.x.length - 1) }),
    ArrowUp: () => this.set({ sample: Math.max(this.#lesson.sample - 1, 0) }),
    Home: () => this.go(0),
    End: () => this.go(this.#lesson.budget),
    " ": () => this.run(),
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : this;
    if (!this.#shown || event.defaultPrevented || target.closest("input, select, textarea, [contenteditable], .drawer")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return event.shiftKey ? this.redo() : this.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const action = this.#keys[event.key];
    if (!action || !this.#host.allows(KEYS[event.key] ?? "sample")) return;
    event.preventDefault();
    if (event.key !== " ") this.pause();
    action();
  };
}

/** @param {number} value @param {number} digits */
const short = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : String(value));

/** A path has every iteration up to 1,024, then every other, every fourth … @param {Logistic} model @param {Optimizer} optimizer @param {[number, number]} axes @returns {FitRun} */
function runOf(model, optimizer, axes) {
  let every = 1;
  while (Math.floor(model.iteration / every) >= 1024) every *= 2;
  return { model, optimizer, every, path: model.path(axes) };
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
