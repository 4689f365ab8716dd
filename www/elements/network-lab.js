/** The network lab: owns the lesson (problem and position), the transport, the keyboard and the link. */
import { Network, Waiting, formatNumber, isBroken, isThere, part, printedValues, t, whole } from "../core.js";
import { LETTERS, afterPaint, announce, announceStep, breath, emit, focusedIn, hearWhole, keepFocus, nameProblem, rootOf } from "../dom.js";
import { asksForMore, checkSize, decode, differences, encode, lessonOf, oneOf, refusal, sentenceOf } from "../state.js";
import { LinkWriter, hostOf, labs, nameIn, presetsOf } from "../host.js";

/**
 * @typedef {import("../core.js").Step} Step
 * @typedef {import("../core.js").NetworkSpec} NetworkSpec
 * @typedef {import("../state.js").Lesson} Lesson
 * @typedef {import("../dom.js").View} View
 * @typedef {HTMLElement & { update(view: View): void, prepare?(view: View): void, measure?(): () => void }} Part
 */

/** Steps and iterations that one second of a run covers, by the choice of speed. */
const SPEEDS = { slow: { rate: 1, by: "step" }, step: { rate: 4, by: "step" }, iteration: { rate: 5, by: "iteration" }, fast: { rate: 60, by: "iteration" } };
const presets = () => presetsOf("network");
const STEPPING = ["start", "back", "step", "stage", "iteration", "run"];
/** The control that each key stands for. @type {Record<string, string>} */
const KEYS = { ArrowRight: "step", ArrowLeft: "back", ArrowDown: "iteration", ArrowUp: "iteration", PageDown: "iteration", PageUp: "iteration", Home: "strip", End: "strip", " ": "run" };
const KEPT_TRACES = 12;
const FURTHEST = 100_000;

export default class NetworkLab extends HTMLElement {
  /** @type {Lesson} */ #lesson = lessonOf(presets()[0]);
  /** @type {Network | null} */ #network = null;
  /** @type {Map<number, Step[]>} */ #traces = new Map();
  /** @type {{ title: string, network: Network }[]} */ #what = [];
  #host = hostOf(this);
  #root = rootOf(this);
  #index = 0;
  /** @type {Lesson[]} */ #undone = [];
  /** @type {Lesson[]} */ #done = [];
  #run = 0;
  #writing = new LinkWriter();
  /** @type {import("./cost-chart.js").default | null} */ #chart = null;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("gradstep-go", (event) => this.#asked(/** @type {CustomEvent} */ (event)));
    this.addEventListener("gradstep-edit", (event) => this.#needing(() => this.#edited(/** @type {CustomEvent} */ (event))));
    this.addEventListener("gradstep-set", (event) => this.#needing(() => this.set(/** @type {CustomEvent} */ (event).detail)));
    for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) this.addEventListener(name, (event) => this.#light(event));
    this.#host = hostOf(this);
    this.#root = rootOf(this);
    this.#root.addEventListener("keydown", this.#key);
    this.#host.addEventListener("lesson", this.#followLink);
    this.#wireTransport();
    this.#start();
  }

  /** Opens the link; until it is drawn the page's own first step stands there, with its controls disabled. */
  async #start() {
    await breath();
    if (!this.isConnected) return;
    await this.#followLink();
    if (!this.isConnected) return;
    for (const control of this.#root.querySelectorAll("[data-waits]")) control.removeAttribute("disabled");
    this.#part("[data-do=printed]").toggleAttribute("disabled", !this.#isPrinted);
    this.dataset.ready = "";
    emit(this, "gradstep-ready", { lab: "network" });
  }

  disconnectedCallback() {
    this.#root.removeEventListener("keydown", this.#key);
    this.#host.removeEventListener("lesson", this.#followLink);
    this.#writing.stop();
    this.pause();
    this.#network?.free();
    for (const { network } of this.#what) network.free();
    this.#forget();
  }

  get lesson() {
    return this.#lesson;
  }

  /** The lesson as a link, `#…`. */
  get link() {
    return `#${encode(this.#lesson, presets())}`;
  }

  get network() {
    return /** @type {Network} */ (this.#network);
  }

  /** @template {Element} [T=HTMLElement] @param {string} selector @returns {T} */
  #part(selector) {
    return /** @type {T} */ (/** @type {unknown} */ (this.#root.querySelector(selector)));
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  /** Whether this is the lab that is shown. */
  get #shown() {
    return this.#host.lab === "network";
  }

  #followLink = async () => {
    if (!this.#shown && this.#network) return this.pause();
    const { link } = this.#host;
    const kept = this.#network !== null;
    if (kept && this.#part("#notice").hidden && link.replace(/^#/, "") === encode(this.#lesson, presets())) return;
    let problem = "";
    try {
      if (asksForMore(link) || !labs.includes(nameIn(link))) await part("network").catch((error) => Promise.reject(new Error(missing(error))));
      const made = link.includes("exercise=") ? await (await import("../exercises.js")).ofLink(link) : null;
      oneOf("lab", nameIn(link), labs);
      const lesson = decode(this.#shown ? link : "", presets(), made);
      checkSize(lesson.spec);
      this.#adopt(lesson);
    } catch (error) {
      problem = isThere("network") ? refusal(error, kept) : sentenceOf(error);
      if (!kept) this.#adopt(lessonOf(presets()[0]));
    }
    this.#host.held = problem && this.link;
    if (this.#lesson.what.length) await this.#buildWhat();
    const asked = this.#lesson.step;
    await this.go(this.#lesson.iteration, asked);
    if (this.#lesson.step !== asked) this.tell(t("page.link.no_step", { step: asked }));
    if (problem) this.tell(problem);
  };

  /** Takes over a lesson whose problem is valid; an invalid one throws and leaves everything as it is. @param {Lesson} lesson */
  #adopt(lesson) {
    const network = new Network(lesson.spec);
    this.#network?.free();
    this.#network = network;
    this.#lesson = lesson;
    this.#forget();
    this.tell("");
    if (!lesson.what.length) this.#dropWhat();
  }

  /**
   * Changes the lesson: a new problem (`spec`, `preset`) is one step of undo and of the browser's history.
   * @param {Partial<Lesson>} change @throws GradstepError where the problem is invalid; nothing has changed then
   */
  set(change) {
    const before = this.#lesson;
    const lesson = { ...before, ...change };
    if (change.preset) lesson.exercise = change.exercise ?? null;
    if (change.spec) {
      checkSize(change.spec);
      this.pause();
      this.#adopt(lesson);
      this.#done.push(before);
      this.#undone = [];
    } else {
      this.#lesson = lesson;
      if (change.digits || change.notation) this.#forget();
    }
    if (change.spec || change.what) this.#rebuildWhat();
    this.#write(Boolean(change.spec));
    this.go(lesson.iteration, lesson.step);
    emit(this, "gradstep-changed", { lab: "network", link: this.link });
  }

  /** @param {Lesson[]} from @param {Lesson[]} to */
  #restore(from, to) {
    const lesson = from.pop();
    if (!lesson) return;
    to.push(this.#lesson);
    this.#adopt({ ...this.#lesson, preset: lesson.preset, exercise: lesson.exercise, spec: lesson.spec });
    this.#rebuildWhat();
    this.#write(true);
    this.go(this.#lesson.iteration, this.#lesson.step);
    emit(this, "gradstep-changed", { lab: "network", link: this.link });
    announce(t(from === this.#done ? "page.undone" : "page.redone"), this);
  }

  /** One number of the problem has been edited where it stands. @param {CustomEvent} event */
  #edited(event) {
    if (!this.#host.allows("values")) return event.detail.done(null);
    const spec = structuredClone(this.#lesson.spec);
    try {
      event.detail.apply(spec);
      this.set({ spec });
      event.detail.done(null);
    } catch (error) {
      event.detail.done(error);
    }
  }

  /** @param {string} id */
  #open(id) {
    const preset = presets().find((known) => known.id === id) ?? presets()[0];
    const { digits, notation } = this.#lesson;
    this.set({ ...lessonOf(preset), digits, notation });
  }

  #dropWhat() {
    for (const { network } of this.#what) network.free();
    this.#what = [];
  }

  async #buildWhat() {
    const { changed } = await import("../what-if.js");
    this.#dropWhat();
    const kept = [];
    for (const id of this.#lesson.what) {
      try {
        const { title, spec } = changed(id, this.#lesson.spec);
        this.#what.push({ title, network: new Network(spec) });
        kept.push(id);
      } catch (error) {
        this.tell(t("page.what.fails", { reason: sentenceOf(error) }));
      }
    }
    this.#lesson.what = kept;
  }

  async #rebuildWhat() {
    if (!this.#lesson.what.length) return this.#dropWhat();
    await this.#buildWhat();
    this.go(this.#lesson.iteration, this.#lesson.step);
  }

  /** Writes the link: a new problem makes an entry of the history, a step replaces the last one. @param {boolean} entry */
  #write(entry) {
    const put = () => this.#shown && this.#host.write(this.link, entry);
    this.#writing.stop();
    if (entry) put();
    else this.#writing.later(put);
  }

  // ---- the position ---------------------------------------------------------------------------------------------

  get #display() {
    return { digits: this.#lesson.digits, notation: this.#lesson.notation };
  }

  #forget() {
    this.#traces.clear();
    this.#symbols.clear();
  }

  /** @param {number} iteration @returns {Step[]} */
  steps(iteration) {
    const known = this.#traces.get(iteration);
    if (known) return known;
    const steps = traced(this.network, iteration, this.#display);
    if (this.#traces.size >= KEPT_TRACES) this.#traces.delete(/** @type {number} */ (this.#traces.keys().next().value));
    this.#traces.set(iteration, steps);
    return steps;
  }

  /**
   * @param {number} iteration @param {string | number} step an id, or its place in the iteration (negative: from the end)
   * @returns {Promise<void> | void}
   */
  go(iteration, step) {
    try {
      const at = Math.min(Math.max(1, Math.round(iteration) || 1), FURTHEST);
      const steps = this.steps(at);
      const found = typeof step === "string" ? steps.findIndex((known) => known.id === step) : step < 0 ? steps.length + step : step;
      this.#index = Math.min(Math.max(0, found), steps.length - 1);
      this.#lesson = { ...this.#lesson, iteration: at, step: steps[this.#index].id };
      this.#write(false);
      emit(this, "gradstep-step", { lab: "network", iteration: at, step: this.#lesson.step, link: this.link });
      return this.#draw();
    } catch (error) {
      if (error instanceof Waiting) return this.#line(this.#needing(() => this.go(iteration, step), true));
      this.pause();
      this.tell(sentenceOf(error));
    }
  }

  /**
   * What needs more of the core than the first screen, once that is there; where it does not arrive, a sentence says so
   * and all else stays. The network is made anew: a call that failed for want of a part may have left it in disorder.
   * @template T @param {() => T} body @param {boolean} [anew] whether a call has failed @returns {Promise<T | undefined>}
   */
  async #needing(body, anew = false) {
    const waited = !isThere("network") || anew;
    try {
      await (isThere("network") && anew ? whole() : part("network"));
    } catch (error) {
      this.pause();
      this.tell(missing(error));
      return undefined;
    }
    if (!this.isConnected) return undefined;
    if (waited) this.#adopt(this.#lesson);
    return body();
  }

  /** The end of the line, while a part of the core is waited for. @type {Promise<unknown> | null} */
  #waiting = null;

  /** @param {Promise<unknown>} next @returns {Promise<void>} */
  #line(next) {
    const done = () => {
      if (this.#waiting === end) this.#waiting = null;
    };
    const end = next.then(done, done);
    return (this.#waiting = end);
  }

  /** Acts, behind what waits already: no key press is lost. @param {() => void} act */
  #inTurn(act) {
    if (this.#waiting) this.#line(this.#waiting.then(act));
    else act();
  }

  /** @param {number} by steps forward, or back where negative; an iteration's end leads into the next */
  step(by) {
    this.#way = Math.sign(by);
    const { iteration } = this.#lesson;
    const next = this.#index + by;
    if (next < 0) iteration > 1 && this.go(iteration - 1, -1);
    else if (next >= this.steps(iteration).length) this.go(iteration + 1, 0);
    else this.go(iteration, next);
  }

  finishStage() {
    const steps = this.steps(this.#lesson.iteration);
    const end = (/** @type {number} */ from) => {
      let last = from;
      while (steps[last + 1]?.phase === steps[from].phase) last += 1;
      return last;
    };
    const here = end(this.#index);
    if (here > this.#index) this.go(this.#lesson.iteration, here);
    else if (here + 1 < steps.length) this.go(this.#lesson.iteration, end(here + 1));
    else this.step(1);
  }

  /** @param {number} by */
  iteration(by) {
    if (this.#lesson.iteration + by >= 1) this.go(this.#lesson.iteration + by, this.#lesson.step);
  }

  run() {
    if (this.#run) return this.pause();
    const { rate, by } = SPEEDS[/** @type {keyof typeof SPEEDS} */ (this.#part("#speed", ).getAttribute("data-value") ?? "step")] ?? SPEEDS.step;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#run = window.setInterval(() => (by === "step" ? this.step(1) : this.iteration(1)), 1000 / (calm ? Math.min(rate, 2) : rate));
    this.#showRun();
  }

  pause() {
    if (!this.#run) return;
    clearInterval(this.#run);
    this.#run = 0;
    this.#showRun();
    announceStep(this.#says, this, false);
  }

  /** The step that is drawn. */
  #says = () => "";

  #showRun() {
    const button = this.#part("#run");
    const running = this.#run > 0;
    button.setAttribute("aria-pressed", String(running));
    const label = button.querySelector(".label");
    if (label) label.textContent = t(running ? "page.transport.pause" : "page.transport.run");
  }

  /** @type {Map<string, import("../core.js").Formula>} */ #symbols = new Map();

  /** @param {string} id */
  #symbol(id) {
    const known = this.#symbols.get(id) ?? this.network.symbol(id, this.#display);
    this.#symbols.set(id, known);
    return known;
  }

  /** The view that is drawn. @type {View | null} */ #now = null;

  /** Puts reasons that have come since into the ledger; all else stays as it is. @param {View} view */
  #annotate(view) {
    if (!view.printed.length || view.printed === this.#printedOf.values) return;
    view.printed = this.#printedOf.values;
    /** @type {Part} */ (this.#part("step-ledger")).update(view);
  }

  /** Whether a source prints values of the problem as it is. */
  get #isPrinted() {
    const preset = presets().find(({ id }) => id === this.#lesson.preset);
    return preset?.printed === true && differences(preset.spec, this.#lesson.spec).length === 0;
  }

  /** The printed values of this preset, computed once. */
  #printed() {
    const { preset, digits, notation } = this.#lesson;
    if (!this.#isPrinted) return [];
    const name = [preset, digits, notation].join();
    if (this.#printedOf.name !== name) {
      this.#printedOf = { name, values: printedValues(preset, this.#display) };
      this.#explain(this.#printedOf);
    }
    return this.#printedOf.values;
  }

  #printedOf = { name: "", values: /** @type {View["printed"]} */ ([]) };

  /** Says of printed values why they differ, once what marks them is there. @param {{ name: string, values: View["printed"] }} known */
  async #explain(known) {
    try {
      const [{ explained }] = await Promise.all([import("../printed.js"), part("check")]);
      if (!this.isConnected || this.#printedOf !== known || !this.#isPrinted) return;
      known.values = explained(this.#lesson.spec, known.values);
      if (this.#now) this.#annotate(this.#now);
    } catch (error) {
      this.tell(missing(error));
    }
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  /** The view of a step, without what only the ledger shows. @param {number} iteration @param {number} index @returns {View} */
  #view(iteration, index) {
    const { spec, sample, digits, notation } = this.#lesson;
    const steps = this.steps(iteration);
    return {
      spec, iteration, index, step: steps[index], steps, digits, notation, printed: [], what: [],
      previous: iteration > 1 ? this.steps(iteration - 1) : null,
      sample: Math.min(sample, steps[0].value[0].length - 1),
      symbol: (id) => this.#symbol(id),
      batch: this.network.batch(iteration),
    };
  }

  /** @returns {Promise<void> | void} */
  #draw() {
    const { iteration, printed } = this.#lesson;
    const view = this.#view(iteration, this.#index);
    if (printed) view.printed = this.#printed();
    view.what = this.#what.map(({ title, network }) => ({ title, steps: traced(network, iteration, this.#display) }));
    const parts = ["derivation-card", "network-picture", "step-ledger"].map((name) => /** @type {Part} */ (this.#part(name)));
    if (!("ready" in this.dataset)) return this.#drawFirst(parts, view);
    for (const part of parts) part.update(view);
    this.#finish(parts, view);
    // Laid out now, while the next frame is waited for, and not in it: half a frame sooner on the screen.
    if (!this.#run) void this.offsetHeight;
  }

  /** The first time, part by part, so that the page answers meanwhile. @param {Part[]} parts @param {View} view */
  async #drawFirst(parts, view) {
    for (const part of parts) {
      await breath();
      if (!this.isConnected) return;
      part.update(view);
      part.measure?.()();
    }
    await breath();
    if (!this.isConnected) return;
    this.#finish(parts, view);
  }

  /** @param {Part[]} parts @param {View} view */
  #finish(parts, view) {
    this.#drawTransport(view);
    this.#drawProblem();
    this.#drawCosts(view);
    this.#warn(view);
    this.#now = view;
    this.#annotate(view);
    this.#says = () => spoken(view);
    announceStep(this.#says, this, this.#run > 0);
    if (this.#settling) return;
    this.#settling = true;
    afterPaint(() => {
      this.#settling = false;
      if (!this.isConnected) return;
      // First all that is measured, then all that follows from it: the page is laid out once.
      const settled = parts.map((part) => part.measure?.());
      for (const settle of settled) settle?.();
      if (!this.#run) this.#prepare(parts);
    });
  }

  /** Makes ready what one more step the same way will show, and a step the other way, while the reader reads. @param {Part[]} parts */
  async #prepare(parts) {
    const { iteration } = this.#lesson;
    const [steps, here] = [this.steps(iteration), this.#index];
    for (const index of [here + this.#way, here - this.#way].filter((index) => index in steps))
      for (const part of parts.filter(({ prepare }) => prepare)) {
        await breath();
        if (!this.isConnected || this.#traces.get(this.#lesson.iteration) !== steps || this.#index !== here) return;
        part.prepare?.(this.#view(iteration, index));
      }
  }

  /** Where the last step led, on or back. */
  #way = 1;

  /** Whether the parts wait to be measured. */
  #settling = false;

  /** @param {View} view */
  #drawTransport({ steps, index, iteration, step, digits }) {
    const strip = this.#part("#strip");
    if (strip.children.length !== steps.length)
      strip.replaceChildren(...steps.map(() => document.createElement("span")));
    steps.forEach(({ phase }, place) => {
      const className = `${phase}${place === index ? " here" : ""}${place > index ? " ahead" : ""}`;
      if (strip.children[place].className !== className) strip.children[place].className = className;
    });
    strip.setAttribute("aria-valuemax", String(steps.length));
    strip.setAttribute("aria-valuenow", String(index + 1));
    strip.setAttribute("aria-valuetext", t("page.transport.place", { phase: t(`page.phase.${step.phase}`), step: index + 1, steps: steps.length, title: step.title }));
    const field = this.#part("#iteration");
    if (focusedIn(this) !== field) /** @type {HTMLInputElement} */ (/** @type {unknown} */ (field)).value = String(iteration);
    const place = steps.findIndex((known) => known.id === "cost");
    const [status, cost] = [this.#part("#status"), place <= index ? formatNumber(steps[place].value[0][0], digits) : "·"];
    if (status.textContent !== cost) status.textContent = cost;
    keepFocus(this, () => {
      for (const name of ["start", "back"]) this.#part(`[data-do=${name}]`).toggleAttribute("disabled", iteration === 1 && index === 0);
    });
  }

  /** What the problem's chips and buttons were last drawn from. @type {unknown[]} */ #problem = [];

  #drawProblem() {
    const { spec, preset, digits, notation, printed: isPrinted } = this.#lesson;
    const shows = [spec, preset, digits, notation, isPrinted, this.#done.length, this.#undone.length];
    if (shows.every((one, place) => one === this.#problem[place])) return;
    this.#problem = shows;
    const { cost, optimizer, rounding } = spec;
    const activations = [...new Set(spec.layers.map((layer) => t(`page.activation.${layer.activation.kind}`)))];
    const factor = cost.factor === 1 ? "" : "½ ";
    const texts = {
      architecture: [`${[spec.inputs[0].length, ...spec.layers.map((layer) => layer.bias.length)].join("–")} ${activations.join(", ")}`],
      cost: [cost.kind === "lse" ? `${factor}Σ (ŷ − y)²` : t("page.cost.cross_entropy"), t("page.chip.cost")],
      optimizer: [hyperparameters(optimizer), t(`page.optimizer.${optimizer.kind}`)],
      numbers: [t(rounding ? "page.chip.rounded" : "page.chip.exact", { digits, places: rounding?.digits ?? 0 })],
    };
    for (const [name, [text, lead]] of Object.entries(texts)) {
      const chip = this.#part(`[data-edit=${name}]`);
      /** @type {HTMLElement} */ (chip.querySelector(".value")).textContent = text;
      const word = chip.querySelector(".lead");
      if (word && lead) word.textContent = lead;
    }
    const chooser = /** @type {HTMLSelectElement} */ (this.#part("#preset"));
    if (chooser.options.length < presets().length)
      chooser.replaceChildren(...presets().map(({ id, title }) => new Option(title, id)));
    const chosen = presets().find(({ id }) => id === preset) ?? presets()[0];
    nameProblem(chooser, this.#lesson, chosen.spec);
    const printed = this.#part("[data-do=printed]");
    printed.title = chosen.printed && !this.#isPrinted ? t("page.printed.gone") : "";
    printed.setAttribute("aria-pressed", String(isPrinted));
    keepFocus(this, () => {
      printed.hidden = !chosen.printed;
      printed.toggleAttribute("disabled", !this.#isPrinted);
      this.#part("[data-do=undo]").toggleAttribute("disabled", this.#done.length === 0);
      this.#part("[data-do=redo]").toggleAttribute("disabled", this.#undone.length === 0);
    });
  }

  /** The chart comes when there is a first cost to draw. @param {View} view */
  async #drawCosts(view) {
    const at = view.steps.findIndex(({ id }) => id === "cost");
    if (!this.#chart && view.iteration === 1 && at > view.index) return;
    if (!this.#chart) {
      try {
        const [{ default: CostChart }] = await Promise.all([import("./cost-chart.js"), part("network")]);
        if (!customElements.get("cost-chart")) customElements.define("cost-chart", CostChart);
      } catch (error) {
        return this.tell(missing(error));
      }
      this.#chart = this.#part("cost-chart");
    }
    this.#chart?.update(this, view);
  }

  /** @param {View} view */
  #warn(view) {
    const found = this.network.iteration > 0 ? this.network.divergence() : null;
    const bad = found ?? (view.step.value.flat().every(Number.isFinite) ? null : { iteration: view.iteration, id: view.step.id });
    if (bad && bad.iteration <= view.iteration) this.tell(t("page.diverged", { iteration: bad.iteration, step: this.steps(bad.iteration).find(({ id }) => id === bad.id)?.title ?? bad.id }));
  }

  /** A sentence above the lab; empty takes it away. @param {string} text */
  tell(text) {
    const notice = this.#part("#notice");
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = text === "";
    if (!isBroken() || !text) return;
    const again = document.createElement("button");
    again.textContent = t("page.restart");
    again.addEventListener("click", () => location.reload());
    notice.append(" ", again);
  }

  // ---- what the reader does -------------------------------------------------------------------------------------

  /** @param {CustomEvent} event */
  #asked({ detail }) {
    this.pause();
    this.go(detail.iteration, detail.id);
  }

  /** @type {Record<string, () => unknown>} */
  #actions = {
    start: () => this.go(1, 0),
    back: () => this.step(-1),
    step: () => this.step(1),
    stage: () => this.finishStage(),
    iteration: () => this.iteration(1),
    run: () => this.run(),
    undo: () => this.#restore(this.#done, this.#undone),
    redo: () => this.#restore(this.#undone, this.#done),
    printed: () => this.set({ printed: !this.#lesson.printed }),
    edit: () => this.edit("architecture"),
    what: async () => (await import("../what-if.js")).openMenu(this),
    check: () => import("./answer-sheet.js").then(({ open }) => open(this)).catch((error) => this.tell(missing(error))),
  };

  /** Stepping asks for the lab's part of the core by itself, where it comes to need it. @param {string} action */
  #act(action) {
    const act = /** @type {(() => void) | undefined} */ (this.#actions[action]);
    if (act && this.#host.allows(action)) this.#inTurn(STEPPING.includes(action) ? act : () => this.#needing(act));
  }

  /** @param {string} section */
  async edit(section) {
    const { open } = await import("./problem-editor.js");
    open(this, section);
  }

  /** @param {Event} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button[data-do], button[data-edit]");
    if (!(button instanceof HTMLElement)) return;
    const { do: action, edit } = button.dataset;
    if (action !== "run" && action !== undefined) this.pause();
    if (edit) this.#needing(() => this.edit(edit));
    else if (action) this.#act(action);
  }

  #wireTransport() {
    const speed = /** @type {HTMLSelectElement} */ (this.#part("#speed"));
    speed.addEventListener("change", () => {
      speed.dataset.value = speed.value;
      if (this.#run) { this.pause(); this.run(); }
    });
    const preset = /** @type {HTMLSelectElement} */ (this.#part("#preset"));
    preset.addEventListener("change", () => this.#needing(() => this.#open(preset.value)));
    hearWhole(/** @type {HTMLInputElement} */ (this.#part("#iteration")), (iteration) => {
      this.pause();
      this.go(iteration, this.#lesson.step);
    }, () => this.#lesson.iteration);
    const strip = this.#part("#strip");
    const scrub = (/** @type {PointerEvent} */ event) => {
      const { left, width } = strip.getBoundingClientRect();
      const count = this.steps(this.#lesson.iteration).length;
      const place = Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * count)));
      if (place !== this.#index) this.go(this.#lesson.iteration, place);
    };
    strip.addEventListener("pointerdown", (event) => {
      this.pause();
      strip.setPointerCapture(event.pointerId);
      scrub(event);
    });
    strip.addEventListener("pointermove", (event) => strip.hasPointerCapture(event.pointerId) && scrub(event));
  }

  /** @type {Record<string, () => void>} */
  #keys = {
    ArrowRight: () => this.step(1),
    ArrowLeft: () => this.step(-1),
    ArrowDown: () => this.iteration(1),
    ArrowUp: () => this.iteration(-1),
    PageDown: () => this.iteration(1),
    PageUp: () => this.iteration(-1),
    Home: () => this.go(this.#lesson.iteration, 0),
    End: () => this.go(this.#lesson.iteration, -1),
    " ": () => this.run(),
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : this;
    if (!this.#shown || event.defaultPrevented || target.closest("input, select, textarea, [contenteditable], .drawer, dialog")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return this.#act(event.shiftKey ? "redo" : "undo");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const action = this.#keys[event.key];
    if (!action || !this.#host.allows(KEYS[event.key])) return;
    event.preventDefault();
    if (event.key !== " ") this.pause();
    this.#inTurn(action);
  };

  /** Lights every place that shows the quantity under the pointer or the focus. @param {Event} event */
  #light(event) {
    for (const lit of this.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (event.type.endsWith("out")) return;
    const name = /** @type {Element} */ (event.target).closest("[data-q]")?.getAttribute("data-q")?.split(" ")[0];
    if (name) for (const place of this.querySelectorAll(`[data-q~="${name}"]`)) place.classList.add("lit");
  }
}

/** The steps of an iteration; what comes before it is done first. @param {Network} network @param {number} iteration @param {import("../core.js").Display} display */
function traced(network, iteration, display) {
  const missing = iteration - 1 - network.iteration;
  if (missing > 0) network.iterate(missing);
  return network.trace(iteration, display);
}

/** A step in one breath: its title, and its result where that is short. @param {View} view */
function spoken({ step, digits }) {
  const numbers = step.value.flat();
  return numbers.length > 6 ? step.title : `${step.title}: ${step.symbol.speech} = ${numbers.map((value) => formatNumber(value, digits)).join(", ")}`;
}

/** A part of the page that did not arrive. @param {unknown} error */
const missing = (error) => `${t("page.failure.missing")} ${sentenceOf(error)}`;

/** @param {import("../core.js").Optimizer} optimizer */
const hyperparameters = (optimizer) =>
  Object.entries(LETTERS).filter(([name]) => name in optimizer && name !== "epsilon").map(([name, letter]) => `${letter} ${formatNumber(Number(optimizer[name]), 4).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")}`).join("  ");
