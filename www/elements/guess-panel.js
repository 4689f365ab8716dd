/** Which optimizer was it? A path with its values and first gradients, its name left out; then what gives it away. */
import { Race, formatNumber, surfaceInfo, t } from "../core.js";
import { announce, h } from "../dom.js";
import { defaultsOf } from "../fields.js";
import RaceMap from "./race-map.js";

/** @typedef {import("../core.js").RaceSpec} RaceSpec */
/** @typedef {{ height: number, gradient: number[], step: number[] }} Row */
/** @typedef {{ spec: RaceSpec, rows: Row[], kind: string }} Puzzle */

/** Rules that a few numbers can tell apart, each with rates that suit the surfaces below. @type {Record<string, number[]>} */
const RULES = { sgd: [0.02, 0.05], momentum: [0.01, 0.02], adagrad: [0.2, 0.4], rmsprop: [0.02, 0.05], adam: [0.1, 0.2], lion: [0.05, 0.1] };
const SURFACES = ["bowl", "ravine", "two_well", "himmelblau"];
const STEPS = 40;
/** As many steps as the table shows. */
const SHOWN = 6;
const DIGITS = 4;

export default class GuessPanel extends HTMLElement {
  #number = 1;
  #answered = false;
  /** @type {Puzzle | null} */ #puzzle = null;
  #map = new RaceMap();
  #rows = h("div", { class: "scroller" });
  #answer = h("div", { "aria-live": "polite" });
  #choices = h("div", { class: "fields", role: "group", "aria-label": t("page.race.guess.which") });

  connectedCallback() {
    this.#map.inert = true;
    const number = h("input", { type: "number", min: 1, value: 1, "data-name": "puzzle", onchange: () => this.#pose(Math.max(1, Math.round(Number(number.value)) || 1)) });
    const next = h("button", { type: "button", onclick: () => { number.value = String(this.#number + 1); this.#pose(this.#number + 1); } }, t("page.race.guess.next"));
    this.replaceChildren(h("p", { class: "legend" }, t("page.race.guess.legend")),
      h("div", { class: "fields" }, h("label", { class: "field" }, t("page.race.guess.number"), number), next),
      this.#map, this.#rows, h("p", { class: "question" }, t("page.race.guess.which")), this.#choices, this.#answer);
    this.#pose(1);
  }

  /** @param {number} number of the puzzle: the same one for everybody */
  #pose(number) {
    this.#number = number;
    this.#answered = false;
    const draw = stream(number);
    const kind = draw(Object.keys(RULES));
    const surface = { kind: draw(SURFACES) };
    const info = surfaceInfo(surface);
    const [x0, x1, y0, y1] = info.domain;
    const share = () => Number(draw(["0.1", "0.2", "0.8", "0.9"]));
    const place = (/** @type {number} */ low, /** @type {number} */ high) => Number((low + share() * (high - low)).toFixed(2));
    const optimizer = { ...defaultsOf(kind), learning_rate: draw(RULES[kind]) };
    /** @type {RaceSpec} */
    const spec = { surface, start: [place(x0, x1), place(y0, y1)], optimizers: [optimizer] };
    const race = new Race(spec);
    try {
      race.advance(STEPS);
      const [path, values] = [race.path(0), race.values(0)];
      this.#puzzle = { spec, kind, rows: Array.from({ length: SHOWN }, (_, index) => rowOf(race, path, values, index + 1)) };
      this.#map.update({ spec, title: info.title, domain: info.domain, stationary: info.stationary, step: STEPS, chosen: 0, digits: DIGITS, scale: "linear", tolerance: 0.1,
        arrows: [], racers: [{ path, values, optimizer }], steps: [], training: null, batch: null });
    } finally {
      race.free();
    }
    this.#answer.replaceChildren();
    this.#choices.replaceChildren(...Object.keys(RULES).map((name) => h("button", { type: "button", "data-kind": name, onclick: () => this.#judge(name) }, t(`page.optimizer.${name}`))));
    this.#tabulate();
  }

  /** @param {string} guessed */
  #judge(guessed) {
    const { kind, rows, spec } = /** @type {Puzzle} */ (this.#puzzle);
    this.#answered = true;
    for (const button of this.#choices.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.kind === guessed));
    const names = { kind: t(`page.optimizer.${kind}`), guessed: t(`page.optimizer.${guessed}`) };
    const verdict = t(guessed === kind ? "page.race.guess.right" : "page.race.guess.wrong", names);
    const number = (/** @type {number} */ value) => formatNumber(value, DIGITS);
    const [first, second] = rows;
    const tell = t(`page.race.guess.tell.${kind}`, {
      rate: String(spec.optimizers[0].learning_rate), g1: number(first.gradient[0]), g2: number(second.gradient[0]), step1: number(first.step[0]), step2: number(second.step[0]),
      ratio1: number(first.step[0] / first.gradient[0]), ratio6: number(rows[SHOWN - 1].step[0] / rows[SHOWN - 1].gradient[0]),
    });
    this.#answer.replaceChildren(h("p", { class: "verdict" }, verdict), h("p", {}, tell));
    this.#tabulate();
    announce(`${verdict} ${tell}`, this);
  }

  /** The first steps, x above y; with the answer also step by gradient, where each rule shows. */
  #tabulate() {
    const lines = (/** @type {string[]} */ texts) => texts.map((text) => h("span", { class: "line" }, text));
    const numbers = (/** @type {number[]} */ values) => h("td", {}, ...lines(values.map((value) => formatNumber(value, DIGITS))));
    const names = [["step"], ["height"], ["gx", "gy"], ["dx", "dy"], ...(this.#answered ? [["rx", "ry"]] : [])];
    const ratios = (/** @type {Row} */ { step, gradient }) => this.#answered && numbers([0, 1].map((axis) => step[axis] / gradient[axis]));
    this.#rows.replaceChildren(h("table", {},
      h("caption", { class: "hidden" }, t("page.race.guess.caption")),
      h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, ...lines(name.map((one) => t(`page.race.guess.column.${one}`))))))),
      h("tbody", {}, ...(this.#puzzle?.rows ?? []).map((row, index) => h("tr", {}, h("th", { scope: "row" }, String(index + 1)), numbers([row.height]), numbers(row.gradient), numbers(row.step), ratios(row))))));
  }
}

/** @param {Race} race @param {Float64Array} path @param {Float64Array} values @param {number} step @returns {Row} */
function rowOf(race, path, values, step) {
  const gradient = race.derive(0, step).find(({ id }) => id === "gradient")?.value.flat() ?? [];
  return { height: values[step - 1], gradient, step: [path[2 * step] - path[2 * step - 2], path[2 * step + 1] - path[2 * step - 1]] };
}

/** Draws one of a list, again and again, always the same ones for a number (splitmix32). @param {number} seed */
function stream(seed) {
  let state = seed | 0;
  return (/** @type {any[]} */ list) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return list[((mixed ^ (mixed >>> 15)) >>> 0) % list.length];
  };
}
