/** The optimizer lab: owns the race, its lesson and position, the transport, the keyboard and the link. */
import { Race, Waiting, evaluateSurface, formatNumber, isThere, part, surfaceInfo, t, whole } from "../core.js";
import { announce, emit, focusedIn, h, keepFocus, mended, refused } from "../dom.js";
import { MOST_STEPS, decodeRace, encodeRace, raceOf } from "../race-state.js";
import { refusal, sentenceOf } from "../state.js";
import { checkWork, trainingOf } from "../race-network.js";
import RaceChart from "./race-chart.js";
import RaceData from "./race-data.js";
import RaceEditor from "./race-editor.js";
import RaceMap from "./race-map.js";
import RaceProblem from "./race-problem.js";
import RaceSteps from "./race-steps.js";
import RaceTable from "./race-table.js";
import SurfaceCard from "./surface-card.js";
import { LinkWriter, hostOf, presetsOf } from "../host.js";
import { Transport, Undo } from "../transport.js";

/**
 * @typedef {import("../core.js").RaceSpec} RaceSpec
 * @typedef {import("../core.js").Optimizer} Optimizer
 * @typedef {import("../race-state.js").RaceLesson} RaceLesson
 * @typedef {{ from: [number, number], to: [number, number], kind: "gradient" | "step" | "momentum", share?: number }} Arrow `share`: of a gradient, how long it is beside the largest of the path
 * @typedef {{ spec: RaceSpec, title: string, domain: [number, number, number, number], stationary: import("../core.js").Stationary[],
 *   step: number, chosen: number, digits: number, scale: "linear" | "log", tolerance: number, arrows: Arrow[],
 *   racers: { path: Float64Array, values: Float64Array, optimizer: Optimizer }[], steps: import("../core.js").Step[],
 *   training: { path: Float64Array, costs: Float64Array }[] | null, batch: number[] | null }} RaceView
 */

for (const [name, element] of /** @type {[string, CustomElementConstructor][]} */ ([["race-map", RaceMap], ["race-steps", RaceSteps], ["race-chart", RaceChart], ["race-data", RaceData], ["race-editor", RaceEditor], ["race-problem", RaceProblem], ["race-table", RaceTable], ["surface-card", SurfaceCard]]))
  if (!customElements.get(name)) customElements.define(name, element);

/** Milliseconds between two derivations of a run: the paths move every frame. */
const CALM = 200;
/** Places of a path at which its largest gradient is looked for. */
const PLACES = 64;
const VIEWS = /** @type {const} */ (["map", "relief"]);
const presets = () => presetsOf("optimizers");

export default class OptimizerLab extends HTMLElement {
  /** @type {RaceLesson} */ #lesson = raceOf(presets()[0]);
  /** @type {Race | null} */ #race = null;
  /** @type {import("../core.js").SurfaceInfo | null} */ #surface = null;
  /** @type {RaceView["racers"]} */ #racers = [];
  /** @type {Undo<RaceLesson>} */ #undo = new Undo();
  #host = hostOf(this);
  #map = new RaceMap();
  #steps = new RaceSteps();
  #table = new RaceTable();
  /** @type {RaceView | null} */ #view = null;
  #chart = new RaceChart();
  /** @type {HTMLElement & Partial<import("./basin-maps.js").default>} */
  #basins = late("basin-maps", "page.race.basin.title", () => import("./basin-maps.js"), () => this.#drawBasins());
  #data = new RaceData();
  #card = new SurfaceCard();
  #about = h("details", { class: "more" }, h("summary", {}, t("page.race.about.title")), this.#card);
  #editor = new RaceEditor();
  #problem = new RaceProblem();
  /** @type {RaceView["training"]} */ #training = null;
  /** @type {import("./race-relief.js").default | null} */ #relief = null;
  #asked = false;
  #transport = new Transport(this, {
    most: MOST_STEPS, words: { scrub: "page.race.scrub", speed: "page.race.speed", at: "page.race.at" }, control: "table",
    shown: () => this.#shown && !this.inert, position: () => ({ at: this.#lesson.step, budget: this.#lesson.budget }), rested: () => this.#draw(false), says: () => this.#says(),
    choose: (by) => this.set({ chosen: Math.min(Math.max(this.#lesson.chosen + by, 0), this.#racers.length - 1) }),
  });
  #writing = new LinkWriter();
  #derived = 0;

  connectedCallback() {
    this.#host = hostOf(this);
    this.#host.style("race");
    this.#build();
    this.addEventListener("gradstep-start", (event) => this.draft((spec) => { spec.start = /** @type {CustomEvent} */ (event).detail; }));
    this.addEventListener("gradstep-told", (event) => this.refuse(/** @type {CustomEvent} */ (event).detail));
    this.#transport.listen();
    this.#host.addEventListener("lesson", this.#followLink);
    this.#start();
  }

  async #start() {
    await this.#followLink();
    if (this.isConnected) emit(this, "gradstep-ready", { lab: "optimizers" });
  }

  disconnectedCallback() {
    this.#host.removeEventListener("lesson", this.#followLink);
    this.#transport.quiet();
    this.#writing.stop();
    clearTimeout(this.#settling);
    this.#race?.free();
    this.#race = null;
  }

  get lesson() {
    return this.#lesson;
  }

  /** The lesson as a link, `#…`. */
  get link() {
    return `#${encodeRace(this.#lesson, this.presets)}`;
  }

  get presets() {
    return presets();
  }

  /** Whether this is the lab that is shown. */
  get #shown() {
    return this.#host.lab === "optimizers";
  }

  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  #part(name) {
    return /** @type {T} */ (/** @type {unknown} */ (this.querySelector(`[data-part=${name}]`)));
  }

  // ---- the page -------------------------------------------------------------------------------------------------

  #build() {
    this.#about.addEventListener("toggle", () => this.#draw(false));
    this.#problem.connect(this);
    this.#editor.connect(this);
    this.#steps.className = "panel";
    this.#steps.setAttribute("role", "region");
    this.#steps.setAttribute("aria-label", t("page.race.derivation"));
    this.replaceChildren(
      this.#problem,
      h("p", { class: "error", role: "alert", "data-part": "error" }),
      h("div", { class: "parts race" },
        h("section", { class: "panel", "aria-label": t("page.race.picture") },
          h("div", { class: "row" }, h("h2", { class: "part" }, t("page.race.picture")),
            h("div", { class: "views", role: "group", "aria-label": t("page.race.relief.views") }, ...VIEWS.map((view) =>
              h("button", { type: "button", class: "quiet", "data-view": view, onclick: () => this.set({ view }) }, t(`page.race.relief.${view}`))))),
          this.#map, h("p", { class: "legend", "data-part": "legend" }), h("p", { class: "legend", "data-part": "slope" }), h("p", { class: "legend", "data-part": "network-legend" }, t("page.race.network.legend")), this.#data, this.#about, this.#basins),
        this.#steps,
        h("section", { class: "panel", "aria-label": t("page.race.table") },
          h("h2", { class: "part" }, t("page.race.table")),
          this.#table,
          this.#editor,
          this.#chart,
          lazy("page.race.claims.title", "claims-panel", () => Promise.all([import("./claims-panel.js"), part("experiments")]).then(([module]) => module)),
          lazy("page.race.guess.title", "guess-panel", () => Promise.all([import("./guess-panel.js"), part("formulas")]).then(([module]) => module)))),
      this.#transport.bar);
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  #followLink = () => this.#follow("");

  /** Opens the link, or says why that cannot be; it stays as it was given then. @param {string} problem known before @returns {Promise<void> | void} */
  #follow(problem) {
    // what a change still waits for is not for this lesson
    this.#bringing += 1;
    this.inert = false;
    if (!this.#shown) return this.#transport.pause();
    if (this.#race && !this.#part("error").textContent && this.#host.link.replace(/^#/, "") === encodeRace(this.#lesson, this.presets)) return;
    try {
      if (!problem) this.#adopt(decodeRace(this.#host.link, this.presets));
    } catch (error) {
      if (error instanceof Waiting) return this.#bring(this.#followLink, (missing) => this.#follow(missing));
      problem = refusal(error, this.#race !== null);
    }
    if (problem && !this.#race) this.#adopt(raceOf(this.presets[0]));
    this.refuse(problem);
    this.#editor.update();
    this.go(this.#lesson.step);
    this.#host.held = problem && this.link;
  }

  /** Takes over a lesson whose race is valid; an invalid one throws and leaves everything as it is. @param {RaceLesson} lesson */
  #adopt(lesson) {
    checkWork(lesson.spec.surface);
    const race = new Race(lesson.spec);
    try {
      const same = this.#surface && JSON.stringify(lesson.spec.surface) === JSON.stringify(this.#lesson.spec.surface);
      if (!same) this.#surface = surfaceInfo(lesson.spec.surface);
      race.advance(Math.max(lesson.budget, lesson.step));
    } catch (error) {
      race.free();
      throw error;
    }
    this.#race?.free();
    this.#race = race;
    this.#lesson = { ...lesson, chosen: Math.min(lesson.chosen, lesson.spec.optimizers.length - 1) };
    this.#read();
  }

  #read() {
    const race = /** @type {Race} */ (this.#race);
    const { spec, budget, step } = this.#lesson;
    this.#racers = spec.optimizers.map((optimizer, index) => ({ optimizer, path: race.path(index), values: race.values(index) }));
    this.#training = trainingOf(spec, Math.max(budget, step));
  }

  /** A new problem, or another setting of the lesson: one step of undo. @param {Partial<RaceLesson>} change */
  set(change) {
    const before = this.#lesson;
    const lesson = { ...before, ...change };
    if (change.spec || change.budget) this.#adopt(lesson);
    else this.#lesson = lesson;
    if (change.spec) {
      this.#undo.record(before);
    }
    this.refuse("");
    if (Object.keys(change).some((key) => key !== "scale")) this.#editor.update();
    this.go(Math.min(lesson.step, MOST_STEPS));
  }

  /**
   * Tries a change of the race; what the core refuses is told, and nothing is lost.
   * @param {(spec: RaceSpec) => void} change @param {HTMLElement} [field] that it comes from @returns {Promise<void> | void}
   */
  edit(change, field) {
    const spec = structuredClone(this.#lesson.spec);
    try {
      change(spec);
      this.set({ spec });
      if (field) mended(field);
    } catch (error) {
      if (error instanceof Waiting) return this.#bring(() => this.edit(change, field), (missing) => this.#stay(missing));
      this.refuse(sentenceOf(error), field);
    }
  }

  /**
   * Brings what surfaces beyond the presets' need, and acts again; the lab takes nothing else meanwhile but another link.
   * @param {() => Promise<void> | void} act @param {(missing: string) => Promise<void> | void} fail
   */
  async #bring(act, fail) {
    const focused = focusedIn(this);
    const bringing = (this.#bringing += 1);
    let missing = "";
    this.inert = true;
    try {
      // as long as a part is missing, a trap looks like one that is late: once all are there it is told
      await (isThere("formulas") ? whole() : part("formulas"));
    } catch (error) {
      missing = `${t("page.failure.missing")} ${sentenceOf(error)}`;
    }
    if (!this.isConnected || bringing !== this.#bringing) return;
    this.inert = false;
    focused?.focus({ preventScroll: true });
    return missing ? fail(missing) : act();
  }

  /** Goes on with what there is. @param {string} problem */
  #stay(problem) {
    this.refuse(problem);
    this.go(this.#lesson.step);
  }

  /** A change that is still under way, by a slider or a drag: one step of undo when it has come to rest. @param {(spec: RaceSpec) => void} change */
  draft(change) {
    this.#before ??= this.#lesson;
    const spec = structuredClone(this.#lesson.spec);
    change(spec);
    const race = /** @type {Race} */ (this.#race);
    const { start } = spec;
    if (JSON.stringify({ ...spec, start }) === JSON.stringify({ ...this.#lesson.spec, start })) {
      // What is known of the surface stays.
      race.restart(start);
      this.#lesson = { ...this.#lesson, spec };
      race.advance(Math.max(this.#lesson.budget, this.#lesson.step));
      this.#read();
    } else this.#adopt({ ...this.#lesson, spec });
    this.go(this.#lesson.step, true);
    this.#drawBasins();
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => {
      if (this.#before) this.#undo.record(this.#before);
      this.#before = null;
      this.go(this.#lesson.step);
    }, 250);
  }

  /** Counts what is brought and what is opened: only the last one acts. */ #bringing = 0;
  /** The lesson before a draft. @type {RaceLesson | null} */ #before = null;
  #settling = 0;

  undo() {
    this.#restore(true);
  }

  redo() {
    this.#restore(false);
  }

  /** @param {boolean} back */
  #restore(back) {
    const lesson = this.#undo.take(back, this.#lesson);
    if (!lesson) return;
    this.#adopt(lesson);
    this.refuse("");
    this.#editor.update();
    this.go(lesson.step);
    announce(t(back ? "page.undone" : "page.redone"), this);
  }

  /** @param {string} id of a preset */
  open(id) {
    const preset = this.presets.find((preset) => preset.id === id) ?? this.presets[0];
    const before = this.#lesson;
    try {
      this.#adopt({ ...raceOf(preset), digits: before.digits, view: before.view });
    } catch (error) {
      if (error instanceof Waiting) return void this.#bring(() => this.open(id), (missing) => this.#stay(missing));
      throw error;
    }
    this.#undo.record(before);
    this.refuse("");
    this.#editor.update();
    this.go(0);
  }

  /** Says what was wrong, at the field that it came from. @param {string} text @param {HTMLElement} [field] */
  refuse(text, field) {
    if (field) return refused(field, text);
    this.#part("error").textContent = text;
  }

  // ---- the position ---------------------------------------------------------------------------------------------

  /** @param {number} step @param {boolean} [quick] leaves the derivation and the link for later */
  go(step, quick = false) {
    const at = Math.min(Math.max(0, Math.round(step) || 0), MOST_STEPS);
    const race = this.#race;
    if (!race) return; // its surface is on the way
    if (at > race.steps) {
      race.advance(at - race.steps);
      this.#read();
    }
    this.#lesson = { ...this.#lesson, step: at };
    emit(this, "gradstep-step", { lab: "optimizers", iteration: at, step: null, link: this.link });
    this.#draw(quick);
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  /** @returns {import("../core.js").Step[]} the derivation of the step that leads here; of the first one at the start */
  #derivation() {
    const { chosen, step, digits } = this.#lesson;
    const taken = this.#racers[chosen].path.length / 2 - 1;
    const at = Math.min(Math.max(1, step), taken);
    return at >= 1 ? /** @type {Race} */ (this.#race).derive(chosen, at, { digits }) : [];
  }

  /** What the chosen racer's largest gradient in the picture was found for, and how large it is. @type {[unknown, number]} */ #steep = [null, 0];

  #steepest() {
    const { spec, chosen } = this.#lesson;
    const { path } = this.#racers[chosen];
    if (this.#steep[0] === path) return this.#steep[1];
    const [x0, x1, y0, y1] = /** @type {import("../core.js").SurfaceInfo} */ (this.#surface).domain;
    const every = Math.max(1, Math.floor(path.length / 2 / PLACES));
    let steepest = 0;
    for (let place = 0; place < path.length; place += 2 * every) {
      const [x, y] = [path[place], path[place + 1]];
      if (x < x0 || x > x1 || y < y0 || y > y1) continue;
      const size = Math.hypot(...evaluateSurface(spec.surface, x, y).gradient);
      if (Number.isFinite(size)) steepest = Math.max(steepest, size);
    }
    this.#steep = [path, steepest];
    return steepest;
  }

  /** @param {boolean} quick */
  #draw(quick) {
    if (!this.#race) return;
    const { spec, step, chosen, digits, scale, tolerance } = this.#lesson;
    const surface = /** @type {import("../core.js").SurfaceInfo} */ (this.#surface);
    const now = performance.now();
    const derive = !quick || now - this.#derived > CALM;
    const steps = derive ? this.#derivation() : [];
    /** @type {RaceView} */
    const view = {
      spec, step, chosen, digits, scale, tolerance, steps, title: surface.title, domain: surface.domain, stationary: surface.stationary,
      racers: this.#racers, training: this.#training, batch: step > 0 ? /** @type {Race} */ (this.#race).batch(step) : null,
      arrows: derive ? arrows(this.#racers[chosen].path, step, steps, spec.optimizers[chosen], this.#steepest()) : [],
    };
    this.#view = view;
    this.#drawPicture(view);
    this.#drawControls(quick);
    if (!derive) return;
    this.#derived = now;
    const gradient = steps.find(({ id }) => id === "gradient")?.value.flat();
    this.#part("slope").textContent = gradient && step > 0 ? t("page.race.slope", { size: formatNumber(Math.hypot(...gradient), digits), steepest: formatNumber(this.#steepest(), digits) }) : "";
    this.#steps.update(view);
    this.#chart.update(this, view);
    this.#table.update(this, view, /** @type {Race} */ (this.#race));
    this.#data.update(view);
    if (this.#about.open) this.#card.update(this, view, surface);
    if (quick) return;
    this.#drawBasins();
    this.#write();
  }

  /** The map or the relief, whose code comes when it is first asked for; until then the map stays. @param {RaceView} view */
  #drawPicture(view) {
    if (this.#lesson.view === "relief" && !this.#relief) this.#fetchRelief();
    const relief = this.#lesson.view === "relief" && this.#relief;
    keepFocus(this, () => {
      this.#map.hidden = Boolean(relief);
      if (this.#relief) this.#relief.hidden = !relief;
    });
    (relief || this.#map).update(view);
    for (const button of this.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === this.#lesson.view));
    this.#part("legend").textContent = t(relief ? "page.race.relief.legend" : "page.race.legend");
  }

  async #fetchRelief() {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const { default: RaceRelief } = await import("./race-relief.js");
      if (!customElements.get("race-relief")) customElements.define("race-relief", RaceRelief);
      if (!this.isConnected) return;
      this.#relief = new RaceRelief();
      this.#map.after(this.#relief);
      this.#draw(false);
    } catch (error) {
      this.set({ view: "map" });
      this.refuse(t("page.race.relief.failed", { reason: sentenceOf(error) }));
    } finally {
      this.#asked = false;
    }
  }

  /** The step, and how high each stands. */
  #says() {
    const { step, digits } = this.#lesson;
    const each = this.#racers.map(({ optimizer, values }) => t("page.race.height_of", { optimizer: t(`page.optimizer.${optimizer.kind}`), height: formatNumber(values[Math.min(step, values.length - 1)], digits) }));
    return t("page.race.told", { step, heights: each.join(", ") });
  }

  /** @param {boolean} quick */
  #drawControls(quick) {
    this.#transport.update(quick);
    this.#part("network-legend").hidden = !this.#training;
    this.#problem.update(this.#undo.done.length > 0, this.#undo.undone.length > 0, this.#racers[0].values[0]);
  }

  #drawBasins() {
    if (this.#view) this.#basins.update?.(this.#view, this.#lesson.budget);
  }

  #write() {
    this.#writing.later(() => this.#shown && this.#host.write(this.link));
  }

}

/** @typedef {() => Promise<{ default: CustomElementConstructor }>} Load */

/** A part that is loaded when it is opened. @param {string} title @param {string} name @param {Load} load */
function lazy(title, name, load) {
  const details = h("details", { class: "more", "data-part": name }, h("summary", {}, t(title)));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.childElementCount > 1) return;
    if ((await loaded(name, load, details)) && details.childElementCount < 2) details.append(document.createElement(name));
  });
  return details;
}

/** An element with details in it, whose own code is loaded when they are opened. @param {string} name @param {string} title @param {Load} load @param {() => void} arrived */
function late(name, title, load, arrived) {
  const details = h("details", {}, h("summary", {}, t(title)));
  details.addEventListener("toggle", async () => {
    if (details.open && (await loaded(name, load, details))) arrived();
  });
  return h(/** @type {"div"} */ (name), {}, details);
}

/** Loads an element's code; where it does not arrive, the lab says so, and the next opening tries again. @param {string} name @param {Load} load @param {HTMLElement} near */
async function loaded(name, load, near) {
  const tell = (/** @type {string} */ text) => near.dispatchEvent(new CustomEvent("gradstep-told", { bubbles: true, detail: text }));
  try {
    const { default: Part } = await load();
    if (!customElements.get(name)) customElements.define(name, Part);
    if (near.dataset.missing) tell("");
    delete near.dataset.missing;
    return true;
  } catch (error) {
    near.dataset.missing = "yes";
    tell(`${t("page.failure.missing")} ${sentenceOf(error)}`);
    return false;
  }
}

/**
 * What moves the chosen racer at this step: the way down, the step, and the velocity where the rule has one.
 * @param {Float64Array} path @param {number} step @param {import("../core.js").Step[]} steps @param {Optimizer} optimizer @param {number} steepest @returns {Arrow[]}
 */
function arrows(path, step, steps, optimizer, steepest) {
  if (step < 1 || 2 * step + 1 >= path.length) return [];
  /** @type {[number, number]} */ const from = [path[2 * step - 2], path[2 * step - 1]];
  /** @type {[number, number]} */ const to = [path[2 * step], path[2 * step + 1]];
  const value = (/** @type {string} */ id) => steps.find((step) => step.id === id)?.value.flat();
  const gradient = value("gradient");
  const velocity = value("v");
  /** @type {Arrow[]} */ const found = [];
  if (gradient) found.push({ from, to: [from[0] - gradient[0], from[1] - gradient[1]], kind: "gradient", share: steepest > 0 ? Math.hypot(...gradient) / steepest : 0 });
  if (velocity && optimizer.form !== "gradient") found.push({ from, to: [from[0] + velocity[0], from[1] + velocity[1]], kind: "momentum" });
  found.push({ from, to, kind: "step" });
  return found;
}
