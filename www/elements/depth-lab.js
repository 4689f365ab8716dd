/** The depth lab: owns both networks' workers, the lesson and its link, the transport and the keyboard. */
import { GradstepError, depthCheck, t } from "../core.js";
import { afterPaint, announce, announceStep, emit, focusedIn, h, hearWhole, icon, mended, refused, rootOf } from "../dom.js";
import { MOST_EPOCHS, WHICH, decodeDepth, depthOf, encodeDepth } from "../depth-state.js";
import { refusal, sentenceOf } from "../state.js";
import { digits } from "../digits.js";
import { Trainer } from "../trainer.js";
import { LinkWriter, hostOf, presetsOf } from "../host.js";
import DepthChart from "./depth-chart.js";
import DepthCurves from "./depth-curves.js";
import DepthMap from "./depth-map.js";
import DepthNetworks from "./depth-networks.js";
import DepthProblem from "./depth-problem.js";
import DepthSpread from "./depth-spread.js";
import DepthTable from "./depth-table.js";
import DepthWhy from "./depth-why.js";

/**
 * @typedef {import("../depth-state.js").DepthLesson} DepthLesson
 * @typedef {import("../depth-state.js").PairSpec} PairSpec
 * @typedef {import("../depth-state.js").Which} Which
 * @typedef {import("../trainer.js").Report} Report
 * @typedef {import("../core.js").Spread} Spread
 * @typedef {{ lesson: DepthLesson, reports: Record<Which, Report | null>, spreads: Record<Which, Spread | null> }} DepthView
 */

for (const [name, element] of /** @type {[string, CustomElementConstructor][]} */ ([["depth-chart", DepthChart], ["depth-curves", DepthCurves], ["depth-map", DepthMap], ["depth-networks", DepthNetworks], ["depth-problem", DepthProblem], ["depth-spread", DepthSpread], ["depth-table", DepthTable], ["depth-why", DepthWhy]]))
  if (!customElements.get(name)) customElements.define(name, element);

/** A round of both networks should take about this long: epochs of the next one are doubled or halved towards it. */
const ROUND = 90;
/** A click this near to an own point, in the plane, means that point. */
const HIT = 0.25;
const presets = () => presetsOf("depth");

export default class DepthLab extends HTMLElement {
  /** @type {DepthLesson} */ #lesson = depthOf(presets()[0]);
  /** @type {DepthLesson[]} */ #done = [];
  /** @type {DepthLesson[]} */ #undone = [];
  /** @type {Record<Which, Report | null>} */ #reports = { a: null, b: null };
  /** @type {Record<Which, Trainer>} */ #trainers = { a: this.#trainer("a"), b: this.#trainer("b") };
  #host = hostOf(this);
  #root = rootOf(this);
  #problem = new DepthProblem();
  #networks = new DepthNetworks();
  #maps = { a: new DepthMap(), b: new DepthMap() };
  #curves = new DepthCurves();
  #chart = new DepthChart();
  #spread = new DepthSpread();
  #table = new DepthTable();
  #why = new DepthWhy();
  #opened = false;
  /** Whether it runs on until it is told to pause. */ #running = false;
  /** Epochs of a round, and when it began. */ #round = { epochs: 1, since: 0 };
  /** The epoch that both networks train to. */ #target = 0;
  #writing = new LinkWriter();

  connectedCallback() {
    this.#host = hostOf(this);
    this.#root = rootOf(this);
    for (const name of ["race", "depth"]) this.#host.style(name);
    this.#build();
    this.#root.addEventListener("keydown", this.#key);
    this.#host.addEventListener("lesson", this.#followLink);
    this.#followLink();
    emit(this, "gradstep-ready", { lab: "depth" });
  }

  disconnectedCallback() {
    this.#root.removeEventListener("keydown", this.#key);
    this.#host.removeEventListener("lesson", this.#followLink);
    this.pause();
    this.#writing.stop();
    for (const which of WHICH) this.#trainers[which].close();
  }

  get lesson() {
    return this.#lesson;
  }

  get presets() {
    return presets();
  }

  get #shown() {
    return this.#host.lab === "depth";
  }

  /** The lesson as a link, `#…`. */
  get link() {
    return `#${encodeDepth(this.#lesson, this.presets)}`;
  }

  /** @param {Which} which @returns {Trainer} */
  trainer(which) {
    return this.#trainers[which];
  }

  /** @param {Which} which */
  #trainer(which) {
    return new Trainer((report) => this.#took(which, report), (reason) => this.#failed(reason));
  }

  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  #part(name) {
    return /** @type {T} */ (/** @type {unknown} */ (this.querySelector(`[data-part=${name}]`)));
  }

  // ---- the page -------------------------------------------------------------------------------------------------

  #build() {
    const button = (/** @type {string} */ name, /** @type {() => unknown} */ act, /** @type {string} */ path) =>
      h("button", { type: "button", "data-part": name, "aria-label": t(`page.depth.${name}`), title: t(`page.depth.${name}`), onclick: act }, icon(path));
    const epoch = h("input", { type: "number", min: 0, max: MOST_EPOCHS, "data-part": "at", inputmode: "numeric" });
    hearWhole(epoch, (at) => this.go(at), () => this.#lesson.epoch);
    this.#problem.connect(this);
    this.#networks.connect(this);
    this.#chart.connect(this);
    this.#spread.connect(this);
    this.#table.connect(this);
    this.#why.connect(this);
    const map = (/** @type {Which} */ which) => h("figure", {}, h("figcaption", {}, h("b", {}, t(`page.depth.${which}`)), " ", h("span", { class: "asked", "data-part": `score-${which}` })), this.#maps[which]);
    this.replaceChildren(
      this.#problem,
      h("p", { class: "error", role: "alert", "data-part": "error" }),
      h("div", { class: "parts race depth" },
        h("section", { class: "panel", "aria-label": t("page.depth.decision") },
          h("h2", { class: "part" }, t("page.depth.decision")), h("div", { class: "pair" }, map("a"), map("b")),
          h("p", { class: "legend", "data-part": "map-legend" }),
          h("h2", { class: "part" }, t("page.depth.networks")), this.#networks,
          lazy("page.depth.units.title", "depth-units", () => import("./depth-units.js")),
          lazy("page.depth.mistakes.title", "depth-mistakes", () => import("./depth-mistakes.js"))),
        h("section", { class: "panel", "aria-label": t("page.depth.by_layer") },
          h("h2", { class: "part" }, t("page.depth.by_layer")), this.#chart, this.#spread, this.#table,
          h("h2", { class: "part" }, t("page.depth.curves.title")), this.#curves),
        h("section", { class: "panel", "aria-label": t("page.depth.why.title") },
          h("h2", { class: "part" }, t("page.depth.why.title")), this.#why,
          lazy("page.depth.dropout.title", "depth-dropout", () => import("./depth-dropout.js")),
          lazy("page.race.claims.title", "claims-panel", () => import("./claims-panel.js"), { "data-topic": "depth" }))),
      h("div", { class: "transport", role: "group", "aria-label": t("page.transport.title") },
        h("div", { class: "controls" },
          button("start_over", () => this.go(0), "M3 3h2v10H3zM13 3v10L5.5 8z"),
          h("button", { type: "button", "data-part": "iterate", onclick: () => this.iterate() }, t("page.depth.iterate")),
          h("button", { type: "button", class: "primary", "data-part": "step", onclick: () => this.go(this.#lesson.epoch + 1) }, t("page.depth.step"), icon("M5 3v10l7-5z")),
          h("button", { type: "button", "data-part": "run", "aria-pressed": "false", onclick: () => this.run() }, t("page.depth.train")),
          h("p", { class: "state" }, h("label", {}, t("page.depth.at"), " ", epoch), h("span", { "data-part": "state" })))),
      keysShown());
    for (const name of ["depth-units", "depth-mistakes", "depth-dropout"]) this.#part(name).addEventListener("toggle", () => this.#look());
    this.addEventListener("gradstep-point", (event) => this.#put(/** @type {CustomEvent<[number, number]>} */ (event).detail));
  }

  /** Puts down one of the reader's own points, or takes away the one that was hit. @param {[number, number]} at */
  #put([x, y]) {
    if (this.#lesson.spec.data.kind !== "points") return;
    this.edit(({ data, a, b }) => {
      const points = data.points ?? [];
      const hit = points.findIndex(([px, py]) => Math.hypot(px - x, py - y) < HIT);
      if (hit < 0) points.push([x, y, Number(this.#problem.nextClass)]);
      else points.splice(hit, 1);
      for (const network of [a, b]) network.batch_size = Math.min(network.batch_size, points.length);
    });
  }

  // ---- the lesson -----------------------------------------------------------------------------------------------

  #followLink = () => {
    if (!this.#shown) return this.pause();
    if (this.#opened && !this.#part("error").textContent && this.#host.link.replace(/^#/, "") === encodeDepth(this.#lesson, this.presets)) return;
    let problem = "";
    try {
      this.#adopt(decodeDepth(this.#host.link, this.presets));
    } catch (error) {
      problem = refusal(error, this.#opened);
      this.pause();
      if (!this.#opened) this.#adopt(depthOf(this.presets[0]));
    }
    this.refuse(problem);
    this.#host.held = problem && this.link;
  };

  /** @param {Which} which @param {PairSpec} [spec] @returns {import("../core.js").DepthSpec} */
  specOf(which, spec = this.#lesson.spec) {
    return { data: spec.data, seed: spec.seed, network: spec[which] };
  }

  /** Takes over a lesson whose networks are valid; an invalid one throws and leaves everything as it is. @param {DepthLesson} lesson */
  #adopt(lesson) {
    for (const which of WHICH) check(which, this.specOf(which, lesson.spec));
    this.pause();
    this.#lesson = { ...lesson, layer: Math.min(lesson.layer, 1 + lesson.spec[lesson.which].depth) };
    this.#opened = true;
    this.#open();
    this.#problem.update(this.#done.length > 0, this.#undone.length > 0);
    this.#networks.update();
    this.#draw();
  }

  /** Both networks anew, trained to the lesson's epoch. */
  async #open() {
    this.#reports = { a: null, b: null };
    const { spec, epoch } = this.#lesson;
    const lesson = this.#lesson;
    let bytes;
    try {
      if (spec.data.kind === "digits") bytes = await digits();
    } catch (error) {
      return this.#failed(sentenceOf(error));
    }
    if (lesson.spec !== this.#lesson.spec) return;
    for (const which of WHICH) this.#trainers[which].open(this.specOf(which), bytes);
    this.#look();
    this.#target = epoch;
    for (const which of WHICH) this.#trainers[which].to(epoch);
    this.#spread.start(bytes);
  }

  /** Another setting of the lesson; one of the problem is one step of undo. @param {Partial<DepthLesson>} change */
  set(change) {
    const before = this.#lesson;
    if (change.spec) {
      this.#adopt({ ...before, ...change, epoch: 0 });
      this.#done.push(before);
      this.#undone = [];
      this.#problem.update(true, false);
    } else {
      this.#lesson = { ...before, ...change };
      this.#lesson.layer = Math.min(this.#lesson.layer, 1 + this.#lesson.spec[this.#lesson.which].depth);
      if (change.seeds !== undefined) this.#spread.start();
      this.#look();
      this.#draw();
    }
    this.refuse("");
  }

  /** Tries a change of the problem; what the core refuses is told, and nothing is lost. @param {(spec: PairSpec) => void} change @param {HTMLElement} [field] that it comes from */
  edit(change, field) {
    const spec = structuredClone(this.#lesson.spec);
    try {
      change(spec);
      this.set({ spec });
      if (field) mended(field);
    } catch (error) {
      // a change of the points can be refused for a network's field
      const name = String(/** @type {any} */ (error).path ?? "").replace(".", "-");
      const named = /** @type {HTMLElement | null} */ (name && this.querySelector(`[data-name="${name}"]`));
      this.refuse(sentenceOf(error), named || field);
    }
  }

  undo() {
    this.#restore(this.#done, this.#undone);
  }

  redo() {
    this.#restore(this.#undone, this.#done);
  }

  /** @param {DepthLesson[]} from @param {DepthLesson[]} to */
  #restore(from, to) {
    const lesson = from.pop();
    if (!lesson) return;
    to.push(this.#lesson);
    this.#adopt(lesson);
    announce(t(from === this.#done ? "page.undone" : "page.redone"), this);
  }

  /** @param {string} id of a preset */
  open(id) {
    const preset = this.presets.find((preset) => preset.id === id) ?? this.presets[0];
    const before = this.#lesson;
    this.#done.push(before);
    this.#undone = [];
    this.#adopt({ ...depthOf(preset), digits: before.digits, seeds: before.seeds });
    this.refuse("");
  }

  /** Says what was wrong, at the field that it came from. @param {string} text @param {HTMLElement} [field] */
  refuse(text, field) {
    if (field) return refused(field, text);
    this.#part("error").textContent = text;
  }

  // ---- training -------------------------------------------------------------------------------------------------

  /** To the end of an epoch; what lies behind is trained anew. @param {number} epoch */
  go(epoch) {
    this.pause();
    const at = Math.min(Math.max(0, Math.round(epoch) || 0), MOST_EPOCHS);
    const past = WHICH.some((which) => (this.#reports[which]?.iteration ?? 0) > at * (this.#reports[which]?.batches ?? 1));
    this.#lesson = { ...this.#lesson, epoch: at };
    if (past) this.#open();
    else this.#train(at);
    this.#draw();
  }

  /** One iteration of both. */
  iterate() {
    this.pause();
    for (const which of WHICH) this.#trainers[which].step(1);
  }

  /** @param {number} epoch */
  #train(epoch) {
    this.#target = epoch;
    this.#round.since = performance.now();
    for (const which of WHICH) this.#trainers[which].to(epoch);
  }

  run() {
    if (this.#running) return this.pause();
    this.#running = true;
    this.#round.epochs = 1;
    this.#train(Math.max(...WHICH.map((which) => this.#reports[which]?.epoch ?? 0)) + 1);
    this.#showRun();
  }

  pause() {
    if (!this.#running) return;
    this.#running = false;
    this.#showRun();
    this.#look();
    this.#address();
  }

  #showRun() {
    const button = this.#part("run");
    if (!button) return;
    button.setAttribute("aria-pressed", String(this.#running));
    button.textContent = t(this.#running ? "page.transport.pause" : "page.depth.train");
  }

  /** @param {Which} which @param {Report} report */
  #took(which, report) {
    this.#reports[which] = report;
    const { a, b } = this.#reports;
    const arrived = this.#arrived && a && b;
    if (arrived) this.#lesson = { ...this.#lesson, epoch: Math.min(a.epoch, b.epoch) };
    if (arrived && this.#running) {
      const took = performance.now() - this.#round.since;
      const { epochs } = this.#round;
      this.#round.epochs = took < ROUND / 2 ? Math.min(64, 2 * epochs) : took > 2 * ROUND ? Math.max(1, epochs >> 1) : epochs;
      if (this.#target >= MOST_EPOCHS) this.pause();
      else this.#train(Math.min(MOST_EPOCHS, this.#target + this.#round.epochs));
    }
    this.#later();
  }

  /** Whether both have come as far as they were sent. */
  get #arrived() {
    return WHICH.every((which) => this.#reports[which]?.done && /** @type {Report} */ (this.#reports[which]).epoch >= this.#target);
  }

  /** @param {string} reason */
  #failed(reason) {
    this.pause();
    this.refuse(t("page.depth.failed", { reason }));
  }

  /** What the workers are to tell of their networks. */
  #look() {
    const open = (/** @type {string} */ name) => /** @type {HTMLDetailsElement} */ (this.#part(name)).open;
    const { layer, which } = this.#lesson;
    for (const one of WHICH) this.#trainers[one].look({ layer, units: open("depth-units"), why: one === which });
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  #frame = 0;

  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.isConnected) this.#draw();
    });
  }

  /** The pictures now, what is text once they have been painted: no task grows long. */
  #draw() {
    /** @type {DepthView} */
    const view = { lesson: this.#lesson, reports: this.#reports, spreads: this.#spread.spreads };
    for (const which of WHICH) this.#maps[which].update(this.#reports[which], which);
    this.#chart.update(view);
    this.#curves.update(view);
    this.#view = view;
    if (this.#waits) return;
    this.#waits = true;
    afterPaint(() => {
      this.#waits = false;
      if (this.isConnected && this.#view) this.#write(this.#view);
    });
  }

  /** @type {DepthView | null} */ #view = null;
  #waits = false;

  /** @param {DepthView} view */
  #write(view) {
    const { kind } = view.lesson.spec.data;
    const { a, b } = view.reports;
    for (const which of WHICH) {
      const report = view.reports[which];
      this.#part(`score-${which}`).textContent = report ? score(report) : t("page.depth.coming");
    }
    this.#part("map-legend").textContent = kind === "digits" ? t("page.depth.digits_legend") : `${t("page.depth.map_legend")} ${kind === "points" ? t("page.depth.own_legend") : ""}`;
    this.#spread.update(view);
    this.#table.update(view);
    this.#why.update(view, this.#running);
    for (const name of ["depth-units", "depth-mistakes", "depth-dropout"]) {
      const part = /** @type {any} */ (this.querySelector(name));
      if (part && !(this.#running && name !== "depth-units")) part.update?.(view, this);
    }
    const epoch = /** @type {HTMLInputElement} */ (this.#part("at"));
    if (focusedIn(this) !== epoch) epoch.value = String(view.lesson.epoch);
    const state = (this.#part("state").textContent = progress(view.reports, this.#target));
    if (this.#shown && a && b) announceStep(() => t("page.depth.told", { epoch: view.lesson.epoch, state, a: score(a), b: score(b) }), this, this.#running || !this.#arrived);
    if (!this.#running) this.#address();
  }

  /** Draws anew what a part has found by itself. */
  redraw() {
    this.#later();
  }

  #address() {
    this.#writing.later(() => this.#shown && !this.#running && this.#host.write(this.link));
  }

  // ---- the keyboard ---------------------------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  #keys = {
    ArrowRight: () => this.go(this.#lesson.epoch + 1),
    ArrowLeft: () => this.go(this.#lesson.epoch - 1),
    PageDown: () => this.go(this.#lesson.epoch + 10),
    PageUp: () => this.go(this.#lesson.epoch - 10),
    "Shift+ArrowRight": () => this.iterate(),
    ArrowDown: () => this.set({ layer: Math.max(1, this.#lesson.layer - 1) }),
    ArrowUp: () => this.set({ layer: this.#lesson.layer + 1 }),
    Home: () => this.go(0),
    " ": () => this.run(),
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : this;
    if (!this.#shown || event.defaultPrevented || target.closest("input, select, textarea, [contenteditable]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return event.shiftKey ? this.redo() : this.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const action = this.#keys[event.shiftKey ? `Shift+${event.key}` : event.key];
    if (!action || !this.#host.allows(event.key === " " ? "run" : "step")) return;
    event.preventDefault();
    action();
  };
}

/** Says whose field it is that the core refuses. @param {Which} which @param {import("../core.js").DepthSpec} spec */
function check(which, spec) {
  try {
    depthCheck(spec);
  } catch (error) {
    const path = String(/** @type {any} */ (error).path ?? "").replace(/^network\b/, which);
    throw new GradstepError(path, sentenceOf(error));
  }
}

/** @param {Report} report */
function score({ curve }) {
  const [, cost, accuracy, heldOutCost, heldOut] = curve.slice(-5);
  const per = (/** @type {number} */ share) => (100 * share).toFixed(1);
  if (!Number.isFinite(cost)) return t("page.depth.overflow");
  return Number.isNaN(heldOutCost) ? t("page.depth.score_all", { accuracy: per(accuracy) }) : t("page.depth.score", { accuracy: per(accuracy), held_out: per(heldOut) });
}

/** @param {Record<Which, Report | null>} reports @param {number} target */
function progress({ a, b }, target) {
  if (!a || !b) return t("page.depth.coming");
  if (a.done && b.done && Math.min(a.epoch, b.epoch) >= target) return a.iteration === b.iteration ? t("page.depth.iterations", { count: a.iteration }) : t("page.depth.both", { a: a.iteration, b: b.iteration });
  return t("page.depth.on_the_way", { a: a.epoch, b: b.epoch, target });
}

/** What each key does, as a list that opens. */
function keysShown() {
  const keys = { iteration: ["Shift", "→"], epoch: ["←", "→"], ten: ["Page Up", "Page Down"], start: ["Home"], layer: ["↑", "↓"], run: ["Space"], undo: ["Ctrl", "Z"] };
  return h("details", { class: "keys" }, h("summary", {}, t("page.keys.title")), h("dl", {}, ...Object.entries(keys).map(([name, list]) =>
    h("div", {}, h("dt", {}, ...list.flatMap((key) => [h("kbd", {}, key), " "])), h("dd", {}, t(`page.depth.keys.${name}`))))));
}

/** A part that is loaded when it is opened. @param {string} title @param {string} name @param {() => Promise<{ default: CustomElementConstructor }>} load @param {Record<string, string>} [attributes] */
function lazy(title, name, load, attributes = {}) {
  const details = h("details", { class: "more", "data-part": name }, h("summary", {}, t(title)));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.childElementCount > 1) return;
    const { default: Part } = await load();
    if (!customElements.get(name)) customElements.define(name, Part);
    if (details.childElementCount > 1) return;
    const part = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    details.append(part);
    /** @type {any} */ (details.closest("depth-lab"))?.redraw();
  });
  return details;
}
