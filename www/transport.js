/** How a lab goes from step to step: the scrubber, its buttons, a run, and the keys that do the same. */
import { t } from "./core.js";
import { announceStep, focusedIn, h, hearWhole, icon, keepFocus, rootOf } from "./dom.js";
import { hostOf } from "./host.js";

/** Steps that one second of a run covers. */
const SPEEDS = { slow: 4, step: 30, fast: 120 };
/** What a reader who wants little motion is shown of them. */
const CALM_RATE = 4;
/** The controls that keys stand for: a host may close them. @type {Record<string, string>} */
const KEYS = { ArrowRight: "step", ArrowLeft: "back", PageDown: "scrub", PageUp: "scrub", Home: "scrub", End: "scrub", " ": "run" };
const FIELDS = "input, select, textarea, [contenteditable], .drawer";

/**
 * @typedef {HTMLElement & { go(step: number, quick?: boolean): void, undo(): void, redo(): void }} Lab
 * @typedef {{ most: number, words: { scrub: string, speed: string, at: string }, state?: Node[], control: string, shown(): boolean,
 *   position(): { at: number, budget: number }, says(): string, rested(): void, choose(by: 1 | -1): void }} Ride `control`: what ↑ and ↓ stand
 *   for; `says`: the position in one sentence; `rested`: a run has ended
 */

export class Transport {
  #lab;
  #ride;
  #run = 0;
  #at = h("input", { type: "number", min: 0, "data-part": "at", inputmode: "numeric" });
  #scrub = h("input", { type: "range", min: 0, "data-part": "scrub", oninput: () => this.go(Number(this.#scrub.value)) });
  #speed = h("select", { "data-part": "speed", "aria-label": t("page.transport.speed") });
  #runs = h("button", { type: "button", "data-part": "run", "aria-pressed": "false", onclick: () => this.run() }, t("page.transport.run"));
  #back = this.#button("back", () => this.#by(-1), "M11 3v10L4 8z");
  /** @type {Node | null} */ #root = null;

  /** @param {Lab} lab @param {Ride} ride */
  constructor(lab, ride) {
    this.#lab = lab;
    this.#ride = ride;
    const { words, most, state = [] } = ride;
    this.#at.max = String(most);
    hearWhole(this.#at, (at) => this.go(at), () => this.#ride.position().at);
    this.#scrub.setAttribute("aria-label", t(words.scrub));
    this.#scrub.addEventListener("keydown", (event) => event.stopPropagation());
    this.#speed.append(...Object.entries(SPEEDS).map(([name, rate]) => h("option", { value: name, selected: name === "step" }, t(words.speed, { rate }))));
    this.bar = h("div", { class: "transport", role: "group", "aria-label": t("page.transport.title") },
      this.#scrub,
      h("div", { class: "controls" },
        this.#button("start_over", () => this.go(0), "M3 3h2v10H3zM13 3v10L5.5 8z"), this.#back,
        h("button", { type: "button", class: "primary", "data-part": "step", onclick: () => this.#by(1) }, t("page.transport.step"), icon("M5 3v10l7-5z")),
        this.#runs,
        h("label", { class: "speed" }, this.#speed),
        h("p", { class: "state" }, h("label", {}, t(words.at), " ", this.#at), ...state)));
  }

  /** @param {string} name @param {() => void} act @param {string} path */
  #button(name, act, path) {
    return h("button", { type: "button", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act }, icon(path));
  }

  /** Hears the keys until `quiet`. */
  listen() {
    this.#root = rootOf(this.#lab);
    this.#root.addEventListener("keydown", this.#key);
  }

  quiet() {
    this.#root?.removeEventListener("keydown", this.#key);
    this.#root = null;
    this.pause();
  }

  /** Whether a run is under way. */
  get runs() {
    return this.#run > 0;
  }

  /** @param {number} step */
  go(step) {
    this.pause();
    this.#lab.go(step);
  }

  /** @param {number} steps */
  #by(steps) {
    this.go(this.#ride.position().at + steps);
  }

  /** Shows and says where the lab stands. @param {boolean} moving */
  update(moving) {
    const { at, budget } = this.#ride.position();
    this.#scrub.max = String(Math.max(budget, at));
    this.#scrub.value = String(at);
    if (focusedIn(this.#lab) !== this.#at) this.#at.value = String(at);
    keepFocus(this.bar, () => (this.#back.disabled = at === 0));
    if (this.#ride.shown()) announceStep(this.#ride.says, this.#lab, moving || this.runs);
  }

  run() {
    if (this.#run) return this.pause();
    const rate = SPEEDS[/** @type {keyof typeof SPEEDS} */ (this.#speed.value)];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.#ride.position().at >= this.#ride.position().budget) this.#lab.go(0);
    const from = { time: performance.now(), at: this.#ride.position().at };
    const frame = (/** @type {number} */ now) => {
      const { at, budget } = this.#ride.position();
      const next = Math.min(budget, from.at + Math.floor(((now - from.time) / 1000) * (calm ? Math.min(rate, CALM_RATE) : rate)));
      if (next > at) this.#lab.go(next, next < budget);
      if (next >= budget) return this.pause();
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
    this.#ride.rested();
  }

  #showRun() {
    this.#runs.setAttribute("aria-pressed", String(this.runs));
    this.#runs.textContent = t(this.runs ? "page.transport.pause" : "page.transport.run");
  }

  /** @type {Record<string, () => void>} */
  #keys = {
    ArrowRight: () => this.#by(1),
    ArrowLeft: () => this.#by(-1),
    PageDown: () => this.#by(10),
    PageUp: () => this.#by(-10),
    ArrowDown: () => this.#choose(1),
    ArrowUp: () => this.#choose(-1),
    Home: () => this.go(0),
    End: () => this.go(this.#ride.position().budget),
    " ": () => this.run(),
  };

  /** @param {1 | -1} by */
  #choose(by) {
    this.pause();
    this.#ride.choose(by);
  }

  #key = (/** @type {Event} */ event) => {
    const pressed = /** @type {KeyboardEvent} */ (event);
    const target = pressed.target instanceof Element ? pressed.target : this.#lab;
    if (!this.#ride.shown() || pressed.defaultPrevented || target.closest(FIELDS)) return;
    if ((pressed.ctrlKey || pressed.metaKey) && pressed.key.toLowerCase() === "z") {
      pressed.preventDefault();
      return pressed.shiftKey ? this.#lab.redo() : this.#lab.undo();
    }
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.shiftKey) return;
    if (pressed.key === " " && target.closest("button, a, summary")) return;
    const act = this.#keys[pressed.key];
    if (!act || !hostOf(this.#lab).allows(KEYS[pressed.key] ?? this.#ride.control)) return;
    pressed.preventDefault();
    act();
  };
}

/** Lessons before this one, and those that were taken back. @template T */
export class Undo {
  /** @type {T[]} */ done = [];
  /** @type {T[]} */ undone = [];

  /** @param {T} before */
  record(before) {
    this.done.push(before);
    this.undone = [];
  }

  /** The lesson to go back to, or on to; `undefined` where there is none. @param {boolean} back @param {T} now @returns {T | undefined} */
  take(back, now) {
    const [from, to] = back ? [this.done, this.undone] : [this.undone, this.done];
    const lesson = from.pop();
    if (lesson !== undefined) to.push(now);
    return lesson;
  }
}
