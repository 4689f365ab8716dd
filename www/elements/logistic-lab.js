/** The logistic lab: owns the model, its lesson and position, the transport, the keyboard and the link. */
import { formatNumber, t } from "../core.js";
import { emit, h, keepFocus, nameProblem, refused } from "../dom.js";
import { Changes } from "../logistic-changes.js";
import { MOST_ITERATIONS, decodeFit, encodeFit, fitOf, fitsLink } from "../logistic-state.js";
import { refusal, sentenceOf } from "../state.js";
import { MANY, Training } from "../logistic-training.js";
import LogisticCosts from "./logistic-costs.js";
import LogisticFacts from "./logistic-facts.js";
import LogisticPlot from "./logistic-plot.js";
import LogisticProblem, { chips } from "./logistic-problem.js";
import LogisticSteps from "./logistic-steps.js";
import LogisticSurface from "./logistic-surface.js";
import { LinkWriter, hostOf, presetsOf } from "../host.js";
import { Transport } from "../transport.js";

/**
 * @typedef {import("../core.js").LogisticSpec} LogisticSpec
 * @typedef {import("../core.js").Optimizer} Optimizer
 * @typedef {import("../logistic-state.js").FitLesson} FitLesson
 * @typedef {import("../logistic-training.js").FitRun} FitRun
 * @typedef {{ model: import("../core.js").Logistic, spec: LogisticSpec, problem: number, weights: number[], best: number[] | null, runs: FitRun[],
 *   newton: number[][] | null, optimum: import("../core.js").Optimum | null, failure: string, separation: import("../core.js").Separation,
 *   curvature: import("../core.js").Curvature, domain: [number, number, number, number], axes: [number, number], others: "held" | "best",
 *   iteration: number, sample: number, rows: "sample" | "all", digits: number, batch: number[], quick: boolean,
 *   steps: import("../core.js").Step[], own: import("../core.js").Step[] }} FitView of all samples and of the chosen one
 */

for (const [name, element] of /** @type {[string, CustomElementConstructor][]} */ ([["logistic-plot", LogisticPlot], ["logistic-steps", LogisticSteps], ["logistic-surface", LogisticSurface], ["logistic-facts", LogisticFacts], ["logistic-costs", LogisticCosts], ["logistic-problem", LogisticProblem]]))
  if (!customElements.get(name)) customElements.define(name, element);

/** Milliseconds between two derivations of a run, and between two looks at the facts: curve and path move every frame. */
const CALM = 200;
const presets = () => presetsOf("logistic");

export default class LogisticLab extends HTMLElement {
  /** @type {FitLesson} */ #lesson = fitOf(presets()[0]);
  #training = new Training(() => this.#draw(false));
  changes = new Changes(this);
  #host = hostOf(this);
  #plot = new LogisticPlot();
  #surface = new LogisticSurface();
  #steps = new LogisticSteps();
  #facts = new LogisticFacts();
  #costs = new LogisticCosts();
  #about = h("details", { class: "more", "data-part": "costs" }, h("summary", {}, t("page.fit.costs.title")), this.#costs);
  #editor = new LogisticProblem();
  #cost = h("b", { "data-part": "cost" });
  #transport = new Transport(this, {
    most: MOST_ITERATIONS, words: { scrub: "page.fit.scrub", speed: "page.fit.speed", at: "page.transport.at" }, control: "sample",
    state: [h("span", {}, t("page.transport.cost"), " ", this.#cost)],
    shown: () => this.#shown, position: () => ({ at: this.#lesson.iteration, budget: this.#lesson.budget }), rested: () => this.#draw(false), says: () => this.#says(),
    choose: (by) => this.set({ sample: Math.min(Math.max(this.#lesson.sample + by, 0), this.#lesson.spec.x.length - 1) }),
  });
  #writing = new LinkWriter();
  #derived = 0;
  #told = 0;

  connectedCallback() {
    this.#host = hostOf(this);
    for (const name of ["race", "logistic"]) this.#host.style(name);
    this.#build();
    this.#transport.listen();
    this.#host.addEventListener("lesson", this.#followLink);
    this.#followLink();
    emit(this, "gradstep-ready", { lab: "logistic" });
  }

  disconnectedCallback() {
    this.#host.removeEventListener("lesson", this.#followLink);
    this.#transport.quiet();
    this.#writing.stop();
    this.changes.stop();
    this.#training.free();
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

  get model() {
    return this.#training.model;
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
      this.#transport.bar);
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  #followLink = () => {
    if (!this.#shown) return this.#transport.pause();
    const opened = this.#training.runs.length > 0;
    if (opened && !this.#part("error").textContent && this.#host.link.replace(/^#/, "") === encodeFit(this.#lesson, this.presets)) return;
    let problem = "";
    try {
      this.adopt(decodeFit(this.#host.link, this.presets));
    } catch (error) {
      problem = refusal(error, opened);
      if (!opened) this.adopt(fitOf(this.presets[0]));
    }
    this.refuse(problem);
    this.#editor.update();
    this.go(this.#lesson.iteration);
    this.#host.held = problem && this.link;
  };

  /** Takes over a lesson whose problem is valid; an invalid one throws and leaves everything as it is. @param {FitLesson} lesson @param {boolean} [quick] */
  adopt(lesson, quick = false) {
    this.#lesson = this.#training.begin(lesson, quick);
  }

  /** Shows the lesson that was taken over. @param {number} [iteration] */
  arrive(iteration = this.#lesson.iteration) {
    this.#editor.update();
    this.go(iteration);
  }

  /** A new problem, or another setting of the lesson. @param {Partial<FitLesson>} change */
  set(change) {
    const before = this.#lesson;
    const lesson = { ...before, ...change };
    const changed = Boolean(change.spec || change.beside || change.budget || change.axes);
    try {
      if (changed) this.adopt(lesson);
      else this.#lesson = lesson;
    } catch (error) {
      return this.refuse(sentenceOf(error));
    }
    if (change.zoom !== undefined) this.#training.frame(this.#lesson);
    if (change.spec || change.beside) this.changes.undoing.record(before);
    this.refuse("");
    if (Object.keys(change).some((key) => key !== "rows")) this.#editor.update();
    this.go(lesson.iteration);
  }

  /** The answer sheet of this problem. */
  async openSheet() {
    try {
      const [{ openAt }, { logisticDesk }] = await Promise.all([import("./answer-sheet.js"), import("../desk.js")]);
      await openAt(logisticDesk(this));
    } catch (error) {
      this.refuse(sentenceOf(error));
    }
  }

  /** One step of an iteration, of all samples. @param {number} iteration from 1 @param {string} id */
  showStep(iteration, id) {
    this.#transport.pause();
    this.set({ iteration: iteration - 1, rows: "all" });
    this.querySelector(`logistic-steps [data-id="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  undo() {
    this.changes.undo();
  }

  redo() {
    this.changes.redo();
  }

  /** @param {string} id of a preset */
  open(id) {
    this.changes.open(id);
  }

  /** Says what was wrong, at the field that it came from. @param {string} text @param {HTMLElement} [field] */
  refuse(text, field) {
    if (field) return refused(field, text);
    this.#part("error").textContent = text;
  }

  // ---- the position ---------------------------------------------------------------------------------------------

  /** @param {number} iteration @param {boolean} [quick] leaves what cannot keep up for later */
  go(iteration, quick = false) {
    const at = Math.min(Math.max(0, Math.round(iteration) || 0), MOST_ITERATIONS);
    this.#training.reach(at, this.#lesson.axes);
    this.#lesson = { ...this.#lesson, iteration: at };
    const lab = this; // a link with all points is made for who asks for it
    emit(this, "gradstep-step", { lab: "logistic", iteration: at, step: null, get link() { return lab.link; } });
    this.#draw(quick);
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  /** Those of the curve that is drawn. */
  weights() {
    return this.model.weightsBefore(this.#lesson.iteration + 1);
  }

  /** @param {boolean} quick */
  #draw(quick) {
    const { spec, iteration, sample, rows, digits, axes, others } = this.#lesson;
    const { model, runs, problem, domain } = this.#training;
    const now = performance.now();
    const running = this.#transport.runs;
    const derive = !quick || (running ? now - this.#derived > CALM : spec.x.length <= MANY / 4);
    const { optimum, newton, failure, separation } = this.#training.known;
    const weights = this.weights();
    const next = iteration + 1;
    /** @type {import("../core.js").Step[] | undefined} */ let all;
    /** @type {import("../core.js").Step[] | undefined} */ let own;
    /** @type {FitView} */
    const view = {
      model, spec, problem, weights, best: optimum && "cost" in optimum ? optimum.weights : null, runs, newton, optimum, failure,
      separation, curvature: model.curvature(weights), domain, axes, others, iteration, sample, rows, digits, quick,
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

  /** The iteration with its cost, and the chosen sample. */
  #says() {
    const { spec: { x, labels }, iteration, sample, digits } = this.#lesson;
    const [weights, model] = [this.weights(), this.model];
    const [y] = model.curve(weights, [x[sample]]).y;
    return t("page.fit.told", { iteration, cost: formatNumber(model.cost(weights), digits), sample: sample + 1, class: labels[sample], y: formatNumber(y, digits) });
  }

  /** @param {FitView} view */
  #drawControls({ spec, model, weights, digits, others, quick }) {
    this.#transport.update(quick);
    const preset = this.presets.find(({ id }) => id === this.#lesson.preset) ?? this.presets[0];
    nameProblem(this.#part("preset"), this.#lesson, fitOf(preset).spec);
    /** @type {HTMLSelectElement} */ (this.#part("degree")).value = String(spec.degree);
    this.#part("scaling").setAttribute("aria-pressed", String(spec.scaling === "standardize"));
    this.#cost.textContent = short(model.cost(weights), digits);
    this.#part("legend").textContent = t(spec.degree < 1 ? "page.fit.surface.one" : spec.degree === 1 ? "page.fit.surface.legend" : others === "best" ? "page.fit.surface.legend_best" : "page.fit.surface.legend_held");
    keepFocus(this, () => {
      this.#part("undo").toggleAttribute("disabled", this.changes.undoing.done.length === 0);
      this.#part("redo").toggleAttribute("disabled", this.changes.undoing.undone.length === 0);
    });
  }

  #write() {
    this.#writing.later(() => {
      if (!this.#shown) return;
      if (!fitsLink(this.#lesson)) return this.refuse(t("page.fit.no_link"));
      this.#host.write(this.link);
    });
  }

}

/** @param {number} value @param {number} digits */
const short = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : String(value));
