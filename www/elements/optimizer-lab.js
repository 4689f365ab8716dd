/** The optimizer lab: owns the race, its lesson and position, the transport, the keyboard and the link. */
import { Race, formatNumber, presets as allPresets, surfaceInfo, surfaceKinds, t } from "../core.js";
import { announce, h, icon } from "../dom.js";
import { defaultsOf, optimizers as kinds } from "../fields.js";
import { MOST_OPTIMIZERS, MOST_STEPS, decodeRace, encodeRace, raceOf } from "../race-state.js";
import { markerPath, paletteOf } from "../race-style.js";
import { readNumber } from "./number-field.js";
import BasinMaps from "./basin-maps.js";
import ClaimsPanel from "./claims-panel.js";
import RaceChart from "./race-chart.js";
import RaceMap from "./race-map.js";
import RaceSteps from "./race-steps.js";

/**
 * @typedef {import("../core.js").RaceSpec} RaceSpec
 * @typedef {import("../core.js").Optimizer} Optimizer
 * @typedef {import("../race-state.js").RaceLesson} RaceLesson
 * @typedef {{ from: [number, number], to: [number, number], kind: "gradient" | "step" | "momentum" }} Arrow
 * @typedef {{ spec: RaceSpec, title: string, domain: [number, number, number, number], stationary: import("../core.js").Stationary[],
 *   step: number, chosen: number, digits: number, scale: "linear" | "log", tolerance: number, arrows: Arrow[],
 *   racers: { path: Float64Array, values: Float64Array, optimizer: Optimizer }[], steps: import("../core.js").Step[] }} RaceView
 */

for (const [name, element] of /** @type {[string, CustomElementConstructor][]} */ ([["race-map", RaceMap], ["race-steps", RaceSteps], ["race-chart", RaceChart], ["basin-maps", BasinMaps], ["claims-panel", ClaimsPanel]]))
  if (!customElements.get(name)) customElements.define(name, element);

/** Race steps that one second of a run covers. */
const SPEEDS = { slow: 4, step: 30, fast: 120 };
/** Milliseconds between two derivations of a run: the paths move every frame. */
const CALM = 200;
const LETTERS = { learning_rate: "η", momentum: "μ", beta1: "β₁", beta2: "β₂", decay: "ρ", epsilon: "ε", weight_decay: "λ" };
const SWITCHES = ["bias_correction", "epsilon_inside"];

/** @type {import("../core.js").Preset[] | null} */
let known = null;
const presets = () => (known ??= allPresets().filter(({ lab }) => lab === "optimizers"));
/** @param {unknown} error */
const message = (error) => (error instanceof Error ? error.message : String(error));

export default class OptimizerLab extends HTMLElement {
  /** @type {RaceLesson} */ #lesson = raceOf(presets()[0]);
  /** @type {Race | null} */ #race = null;
  /** @type {import("../core.js").SurfaceInfo | null} */ #surface = null;
  /** @type {RaceView["racers"]} */ #racers = [];
  /** @type {RaceLesson[]} */ #done = [];
  /** @type {RaceLesson[]} */ #undone = [];
  #map = new RaceMap();
  #steps = new RaceSteps();
  #chart = new RaceChart();
  #basins = new BasinMaps();
  #run = 0;
  #writing = 0;
  #derived = 0;

  connectedCallback() {
    if (!document.querySelector("link[data-race]"))
      document.head.append(h("link", { rel: "stylesheet", href: new URL("../styles/race.css", import.meta.url).href, "data-race": true }));
    this.#build();
    this.addEventListener("gradstep-start", (event) => this.#moveStart(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener("keydown", this.#key);
    addEventListener("hashchange", this.#followLink);
    this.#followLink();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
    removeEventListener("hashchange", this.#followLink);
    this.pause();
    this.#race?.free();
    this.#race = null;
  }

  get lesson() {
    return this.#lesson;
  }

  /** Whether this is the lab that is shown. */
  get #shown() {
    return document.documentElement.dataset.lab === "optimizers";
  }

  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  #part(name) {
    return /** @type {T} */ (/** @type {unknown} */ (this.querySelector(`[data-part=${name}]`)));
  }

  // ---- the page -------------------------------------------------------------------------------------------------

  #build() {
    const button = (/** @type {string} */ name, /** @type {() => unknown} */ act, /** @type {string} */ path, /** @type {Record<string, any>} */ more = {}) =>
      h("button", { type: "button", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act, ...more }, icon(path));
    const chooser = h("select", { "data-part": "preset", onchange: () => this.#open(chooser.value) }, ...presets().map(({ id, title }) => h("option", { value: id }, title)));
    const surfaces = h("select", { "data-part": "surface", onchange: () => this.#choose(surfaces.value) },
      ...surfaceKinds().map(({ kind, title }) => h("option", { value: kind }, title)), h("option", { value: "" }, t("page.race.typed")));
    const formula = h("input", { type: "text", "data-part": "formula", spellcheck: false, autocomplete: "off", "aria-label": t("page.race.formula"), onchange: () => this.#typed(formula) });
    const coordinate = (/** @type {0 | 1} */ axis) => {
      const input = h("input", { type: "text", inputmode: "decimal", "data-part": axis ? "y" : "x", "aria-label": t(axis ? "page.race.start_y" : "page.race.start_x"), onchange: () => this.#typedStart(axis, input) });
      return input;
    };
    const step = h("input", { type: "number", min: 0, max: MOST_STEPS, "data-part": "at", inputmode: "numeric", onchange: () => { this.pause(); this.go(Number(step.value)); } });
    const scrub = h("input", { type: "range", min: 0, "data-part": "scrub", "aria-label": t("page.race.scrub"), oninput: () => { this.pause(); this.go(Number(scrub.value)); } });
    scrub.addEventListener("keydown", (event) => event.stopPropagation());
    const speed = h("select", { "data-part": "speed", "aria-label": t("page.transport.speed") }, ...Object.entries(SPEEDS).map(([name, rate]) => h("option", { value: name, selected: name === "step" }, t("page.race.speed", { rate }))));
    this.#steps.className = "panel";
    this.#steps.setAttribute("role", "region");
    this.#steps.setAttribute("aria-label", t("page.race.derivation"));
    this.replaceChildren(
      h("div", { class: "problem", role: "group", "aria-label": t("page.problem") },
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.preset")), chooser),
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.race.surface")), surfaces),
        h("label", { class: "formula-field" }, h("span", {}, "f(x, y) ="), formula),
        h("span", { class: "start" }, t("page.race.start"), coordinate(0), coordinate(1)),
        button("undo", () => this.#restore(this.#done, this.#undone), "M6 3L2.5 6.5L6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7", { class: "chip sign line" }),
        button("redo", () => this.#restore(this.#undone, this.#done), "M10 3l3.5 3.5L10 10M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9", { class: "chip sign line" })),
      h("p", { class: "error", role: "alert", "data-part": "error" }),
      h("div", { class: "parts race" },
        h("section", { class: "panel", "aria-label": t("page.race.picture") }, h("h2", { class: "part" }, t("page.race.picture")), this.#map, h("p", { class: "legend" }, t("page.race.legend")), this.#basins),
        this.#steps,
        h("section", { class: "panel", "aria-label": t("page.race.table") },
          h("h2", { class: "part" }, t("page.race.table")),
          h("div", { class: "scroller", "data-part": "table" }),
          h("div", { "data-part": "edit" }),
          this.#chart,
          new ClaimsPanel())),
      h("div", { class: "transport", role: "group", "aria-label": t("page.transport.title") },
        scrub,
        h("div", { class: "controls" },
          button("start_over", () => { this.pause(); this.go(0); }, "M3 3h2v10H3zM13 3v10L5.5 8z"),
          button("back", () => { this.pause(); this.go(this.#lesson.step - 1); }, "M11 3v10L4 8z"),
          h("button", { type: "button", class: "primary", "data-part": "step", onclick: () => { this.pause(); this.go(this.#lesson.step + 1); } }, t("page.transport.step"), icon("M5 3v10l7-5z")),
          h("button", { type: "button", "data-part": "run", "aria-pressed": "false", onclick: () => this.run() }, t("page.transport.run")),
          h("label", { class: "speed" }, speed),
          h("p", { class: "state" }, h("label", {}, t("page.race.at"), " ", step)))));
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  #followLink = () => {
    if (!this.#shown) return this.pause();
    if (this.#race && location.hash.replace(/^#/, "") === encodeRace(this.#lesson, presets())) return;
    let problem = "";
    try {
      this.#adopt(decodeRace(location.hash, presets()));
    } catch (error) {
      problem = t("page.link.bad", { reason: message(error).replace(/\.$/, "") });
      this.#adopt(raceOf(presets()[0]));
    }
    this.#tell(problem);
    this.#drawEditor();
    this.go(this.#lesson.step);
  };

  /** Takes over a lesson whose race is valid; an invalid one throws and leaves everything as it is. @param {RaceLesson} lesson */
  #adopt(lesson) {
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
    this.#racers = this.#lesson.spec.optimizers.map((optimizer, index) => ({ optimizer, path: race.path(index), values: race.values(index) }));
  }

  /** A new problem, or another setting of the lesson: one step of undo. @param {Partial<RaceLesson>} change */
  set(change) {
    const before = this.#lesson;
    const lesson = { ...before, ...change };
    if (change.spec || change.budget) this.#adopt(lesson);
    else this.#lesson = lesson;
    if (change.spec) {
      this.#done.push(before);
      this.#undone = [];
      this.#drawEditor();
    }
    this.#tell("");
    this.go(Math.min(lesson.step, MOST_STEPS));
  }

  /** @param {(spec: RaceSpec) => void} change @param {HTMLElement} [field] */
  #edit(change, field) {
    const spec = structuredClone(this.#lesson.spec);
    change(spec);
    try {
      this.set({ spec });
      field?.removeAttribute("aria-invalid");
    } catch (error) {
      field?.setAttribute("aria-invalid", "true");
      this.#tell(message(error));
    }
  }

  /** @param {RaceLesson[]} from @param {RaceLesson[]} to */
  #restore(from, to) {
    const lesson = from.pop();
    if (!lesson) return;
    to.push(this.#lesson);
    this.#adopt(lesson);
    this.#drawEditor();
    this.go(lesson.step);
    announce(t(from === this.#done ? "page.undone" : "page.redone"));
  }

  /** @param {string} id */
  #open(id) {
    const preset = presets().find((preset) => preset.id === id) ?? presets()[0];
    const before = this.#lesson;
    this.#adopt({ ...raceOf(preset), digits: before.digits });
    this.#done.push(before);
    this.#undone = [];
    this.#tell("");
    this.#drawEditor();
    this.go(0);
  }

  /** @param {string} kind one of the catalogue; empty for a formula of the reader's own */
  #choose(kind) {
    if (kind) return this.#edit((spec) => { spec.surface = { kind }; delete spec.batch; spec.start = surfaceInfo(spec.surface).starts[0]; });
    const field = /** @type {HTMLInputElement} */ (this.#part("formula"));
    field.value = "x^2 + 3y^2 + sin(3x)";
    this.#typed(field);
    field.focus();
  }

  /** @param {HTMLInputElement} field */
  #typed(field) {
    this.#edit((spec) => { spec.surface = { expression: field.value }; delete spec.batch; }, field);
  }

  /** @param {0 | 1} axis @param {HTMLInputElement} field */
  #typedStart(axis, field) {
    const number = readNumber(field.value);
    if (Number.isNaN(number)) {
      field.setAttribute("aria-invalid", "true");
      return this.#tell(t("page.editor.not_number"));
    }
    this.#edit((spec) => { spec.start[axis] = number; }, field);
  }

  /** The start is dragged: the race is run again from there, its surface stays. @param {[number, number]} start */
  #moveStart(start) {
    const race = /** @type {Race} */ (this.#race);
    if (!this.#dragged) this.#dragged = this.#lesson;
    this.#lesson = { ...this.#lesson, spec: { ...this.#lesson.spec, start } };
    race.restart(start);
    race.advance(Math.max(this.#lesson.budget, this.#lesson.step));
    this.#read();
    this.go(this.#lesson.step, true);
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => {
      if (this.#dragged) this.#done.push(this.#dragged);
      this.#dragged = null;
      this.#undone = [];
      this.go(this.#lesson.step);
    }, 250);
  }

  /** @type {RaceLesson | null} */ #dragged = null;
  #settling = 0;

  // ---- the position ---------------------------------------------------------------------------------------------

  /** @param {number} step @param {boolean} [quick] leaves the derivation and the link for later */
  go(step, quick = false) {
    const at = Math.min(Math.max(0, Math.round(step) || 0), MOST_STEPS);
    const race = /** @type {Race} */ (this.#race);
    if (at > race.steps) {
      race.advance(at - race.steps);
      this.#read();
    }
    this.#lesson = { ...this.#lesson, step: at };
    this.#draw(quick);
  }

  run() {
    if (this.#run) return this.pause();
    const rate = SPEEDS[/** @type {keyof typeof SPEEDS} */ (/** @type {HTMLSelectElement} */ (this.#part("speed")).value)];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.#lesson.step >= this.#lesson.budget) this.go(0);
    const from = { time: performance.now(), step: this.#lesson.step };
    const frame = (/** @type {number} */ now) => {
      const step = Math.min(this.#lesson.budget, from.step + Math.floor(((now - from.time) / 1000) * (calm ? Math.min(rate, 4) : rate)));
      if (step > this.#lesson.step) this.go(step, step < this.#lesson.budget);
      if (step >= this.#lesson.budget) return this.pause();
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

  /** @returns {import("../core.js").Step[]} the derivation of the step that leads here; of the first one at the start */
  #derivation() {
    const { chosen, step, digits } = this.#lesson;
    const taken = this.#racers[chosen].path.length / 2 - 1;
    const at = Math.min(Math.max(1, step), taken);
    return at >= 1 ? /** @type {Race} */ (this.#race).derive(chosen, at, { digits }) : [];
  }

  /** @param {boolean} quick */
  #draw(quick) {
    const { spec, step, chosen, digits, scale, tolerance } = this.#lesson;
    const surface = /** @type {import("../core.js").SurfaceInfo} */ (this.#surface);
    const now = performance.now();
    const derive = !quick || now - this.#derived > CALM;
    const steps = derive ? this.#derivation() : [];
    /** @type {RaceView} */
    const view = {
      spec, step, chosen, digits, scale, tolerance, steps, title: surface.title, domain: surface.domain, stationary: surface.stationary,
      racers: this.#racers, arrows: derive ? arrows(this.#racers[chosen].path, step, steps, spec.optimizers[chosen]) : [],
    };
    this.#map.update(view);
    this.#drawControls();
    if (!derive) return;
    this.#derived = now;
    this.#steps.update(view);
    this.#chart.update(this, view);
    this.#drawTable(view);
    this.#basins.update(view, this.#lesson.budget);
    if (!quick) this.#write();
  }

  #drawControls() {
    const { spec, step, budget, preset } = this.#lesson;
    const set = (/** @type {string} */ name, /** @type {string} */ value) => {
      const field = /** @type {HTMLInputElement} */ (this.#part(name));
      if (document.activeElement !== field || field.type === "range" || field instanceof HTMLSelectElement) field.value = value;
    };
    const scrub = /** @type {HTMLInputElement} */ (this.#part("scrub"));
    scrub.max = String(Math.max(budget, step));
    set("scrub", String(step));
    set("at", String(step));
    set("x", String(spec.start[0]));
    set("y", String(spec.start[1]));
    set("preset", preset);
    set("surface", spec.surface.kind ?? "");
    const typed = spec.surface.expression !== undefined;
    /** @type {HTMLElement} */ (this.querySelector(".formula-field")).hidden = !typed;
    if (typed) set("formula", spec.surface.expression ?? "");
    this.#part("undo").toggleAttribute("disabled", this.#done.length === 0);
    this.#part("redo").toggleAttribute("disabled", this.#undone.length === 0);
    this.#part("back").toggleAttribute("disabled", step === 0);
  }

  /** The race as a table. @param {RaceView} view */
  #drawTable(view) {
    const race = /** @type {Race} */ (this.#race);
    const goal = view.stationary.find(({ type }) => type === "global_minimum");
    const heads = ["optimizer", "height", "arrival", "length", "state"];
    const colours = paletteOf(this).racers;
    const rows = view.racers.map(({ path, values, optimizer }, index) => {
      const last = Math.min(view.step, path.length / 2 - 1);
      const status = race.status(index);
      const stability = race.stability(index);
      const arrival = goal ? race.stepsToWithin(index, goal.x, goal.y, view.tolerance) : null;
      const reached = status.reached === null ? null : view.stationary[status.reached];
      const state = t(`page.race.state.${status.state}`, { steps: status.steps }) + (reached ? ` · ${t(`page.race.type.${reached.type}`)}` : "");
      const why = stability && t("page.race.unstable", { step: stability.step, product: formatNumber(stability.product, 3), limit: formatNumber(stability.limit, 2) });
      const choose = h("button", { type: "button", class: "racer", "aria-pressed": String(index === view.chosen), onclick: () => this.set({ chosen: index }) },
        swatch(index, colours[index]), h("span", {}, t(`page.optimizer.${optimizer.kind}`), h("small", {}, settings(optimizer))));
      return h("tr", {}, h("th", { scope: "row" }, choose),
        h("td", {}, formatNumber(values[last], view.digits), h("small", {}, `(${formatNumber(path[2 * last], view.digits)}, ${formatNumber(path[2 * last + 1], view.digits)})`)),
        h("td", {}, arrival === null ? "–" : String(arrival)),
        h("td", {}, formatNumber(race.length(index), 2)),
        h("td", { class: "words" }, state, why && h("small", {}, why)));
    });
    this.#part("table").replaceChildren(h("table", {},
      h("caption", { class: "hidden" }, t("page.race.caption", { step: view.step, budget: this.#lesson.budget })),
      h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, t(`page.race.column.${name}`, { step: view.step, tolerance: view.tolerance }))))),
      h("tbody", {}, ...rows)));
  }

  /** The chosen optimizer's settings as fields, and adding and removing. */
  #drawEditor() {
    const { spec, chosen } = this.#lesson;
    const optimizer = spec.optimizers[chosen];
    const put = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {HTMLElement} */ field) =>
      this.#edit((spec) => { /** @type {any} */ (spec.optimizers[chosen])[name] = value; }, field);
    const numbers = Object.entries(LETTERS).filter(([name]) => name in optimizer).map(([name, letter]) => {
      const input = h("input", { type: "text", inputmode: "decimal", value: String(optimizer[name]), "data-name": name, onchange: () => put(name, readNumber(input.value), input) });
      return h("label", { class: "field" }, `${letter}`, input);
    });
    const switches = SWITCHES.filter((name) => name in optimizer).map((name) => {
      const box = h("input", { type: "checkbox", checked: optimizer[name] === true, "data-name": name, onchange: () => put(name, box.checked, box) });
      return h("label", { class: "tick" }, box, t(`page.editor.${name}`));
    });
    const forms = "form" in optimizer ? [h("label", { class: "field" }, t("page.editor.form"), this.#choice("form", String(optimizer.form), [["step", t("page.editor.form_step")], ["gradient", t("page.editor.form_gradient")]], (value, select) => put("form", value, select)))] : [];
    const kind = this.#choice("kind", optimizer.kind, kinds.map((kind) => [kind, t(`page.optimizer.${kind}`)]), (value) =>
      this.#edit((spec) => { spec.optimizers[chosen] = { ...defaultsOf(value), learning_rate: optimizer.learning_rate }; }));
    const noise = spec.noise?.std ?? 0;
    const spread = h("input", { type: "text", inputmode: "decimal", value: String(noise), "data-name": "noise", onchange: () => this.#edit((spec) => {
      const std = readNumber(spread.value);
      if (std === 0) delete spec.noise;
      else spec.noise = { std, seed: spec.noise?.seed ?? 1 };
    }, spread) });
    const budget = h("input", { type: "number", min: 1, max: MOST_STEPS, value: this.#lesson.budget, "data-name": "budget", onchange: () => this.set({ budget: Math.min(MOST_STEPS, Math.max(1, Math.round(Number(budget.value)) || 1)), step: 0 }) });
    this.#part("edit").replaceChildren(h("fieldset", {}, h("legend", {}, t("page.race.settings", { racer: chosen + 1 })),
      h("div", { class: "fields" }, h("label", { class: "field" }, t("page.editor.kind"), kind), ...numbers, ...forms),
      h("div", { class: "fields" }, ...switches),
      h("div", { class: "fields" },
        h("button", { type: "button", disabled: spec.optimizers.length >= MOST_OPTIMIZERS, onclick: () => this.#edit((spec) => { spec.optimizers.push(structuredClone(optimizer)); }) }, t("page.race.add")),
        h("button", { type: "button", disabled: spec.optimizers.length < 2, onclick: () => this.#edit((spec) => { spec.optimizers.splice(chosen, 1); }) }, t("page.race.remove")),
        h("label", { class: "field" }, t("page.race.noise"), spread),
        h("label", { class: "field" }, t("page.race.budget"), budget))));
  }

  /** @param {string} name @param {string} value @param {[string, string][]} options @param {(value: string, select: HTMLElement) => void} chosen */
  #choice(name, value, options, chosen) {
    const select = h("select", { "data-name": name }, ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
    select.addEventListener("change", () => chosen(select.value, select));
    return select;
  }

  /** @param {string} text */
  #tell(text) {
    this.#part("error").textContent = text;
  }

  #write() {
    clearTimeout(this.#writing);
    this.#writing = window.setTimeout(() => {
      if (!this.#shown) return;
      const link = `#${encodeRace(this.#lesson, presets())}`;
      if (link !== location.hash) history.replaceState(null, "", link);
    }, 200);
  }

  // ---- the keyboard ---------------------------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  #keys = {
    ArrowRight: () => this.go(this.#lesson.step + 1),
    ArrowLeft: () => this.go(this.#lesson.step - 1),
    PageDown: () => this.go(this.#lesson.step + 10),
    PageUp: () => this.go(this.#lesson.step - 10),
    ArrowDown: () => this.set({ chosen: Math.min(this.#lesson.chosen + 1, this.#racers.length - 1) }),
    ArrowUp: () => this.set({ chosen: Math.max(this.#lesson.chosen - 1, 0) }),
    Home: () => this.go(0),
    End: () => this.go(this.#lesson.budget),
    " ": () => this.run(),
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (!this.#shown || event.defaultPrevented || target.closest("input, select, textarea, [contenteditable]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return event.shiftKey ? this.#restore(this.#undone, this.#done) : this.#restore(this.#done, this.#undone);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const action = this.#keys[event.key];
    if (!action) return;
    event.preventDefault();
    if (event.key !== " ") this.pause();
    action();
    if (event.key.startsWith("Arrow") && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.#drawEditor();
  };
}

/** A racer's marker in its colour. @param {number} index @param {string} colour */
function swatch(index, colour) {
  const sign = icon(markerPath(index));
  sign.setAttribute("style", `color: ${colour}`);
  return sign;
}

/** The hyperparameters in one line. @param {Optimizer} optimizer */
const settings = (optimizer) => Object.entries(LETTERS).filter(([name]) => name in optimizer).map(([name, letter]) => `${letter} ${optimizer[name]}`).join(", ");

/**
 * What moves the chosen racer at this step: the way down, the step, and the velocity where the rule has one.
 * @param {Float64Array} path @param {number} step @param {import("../core.js").Step[]} steps @param {Optimizer} optimizer @returns {Arrow[]}
 */
function arrows(path, step, steps, optimizer) {
  if (step < 1 || 2 * step + 1 >= path.length) return [];
  /** @type {[number, number]} */ const from = [path[2 * step - 2], path[2 * step - 1]];
  /** @type {[number, number]} */ const to = [path[2 * step], path[2 * step + 1]];
  const value = (/** @type {string} */ id) => steps.find((step) => step.id === id)?.value.flat();
  const gradient = value("gradient");
  const velocity = value("v");
  /** @type {Arrow[]} */ const found = [];
  if (gradient) found.push({ from, to: [from[0] - gradient[0], from[1] - gradient[1]], kind: "gradient" });
  if (velocity && optimizer.form !== "gradient") found.push({ from, to: [from[0] + velocity[0], from[1] + velocity[1]], kind: "momentum" });
  found.push({ from, to, kind: "step" });
  return found;
}
