/** What is raced on: preset, surface, its formula, its network or its data, and the start. */
import { presets, surfaceInfo, surfaceKinds, t } from "../core.js";
import { focusedIn, h, icon, keepFocus, mended, nameProblem, rootOf } from "../dom.js";
import { REDO, UNDO } from "../signs.js";
import { readNumber } from "../number.js";

/**
 * @typedef {import("./optimizer-lab.js").default} OptimizerLab
 * @typedef {import("../core.js").NetworkSpec} NetworkSpec
 * @typedef {import("../core.js").Parameter} Parameter
 * @typedef {import("../core.js").Preset} Preset
 */

/** What a data surface begins with: points near a line, and labels that overlap. */
const DATA = {
  line: { x: [-2, -1, 0, 1, 2, 3], y: [-0.2, 0.4, 1.1, 1.4, 2.2, 2.4] },
  logistic: { x: [-3, -2, -1, -0.5, 0.5, 1, 2, 3], y: [0, 0, 1, 0, 0, 1, 1, 1] },
};

export default class RaceProblem extends HTMLElement {
  /** @type {OptimizerLab | null} */ #lab = null;
  #drawn = "";
  #own = h("div", { class: "problem own" });
  #noValue = h("p", { class: "error", role: "status", "data-part": "no-value" });

  /** @param {OptimizerLab} lab */
  connect(lab) {
    this.#lab = lab;
    const preset = h("select", { "data-part": "preset", onchange: () => lab.open(preset.value) }, ...lab.presets.map(({ id, title }) => h("option", { value: id }, title)));
    const kinds = [...surfaceKinds().map(({ kind, title }) => [kind, title]), ["expression", t("page.race.typed")], ...["line", "logistic", "network"].map((kind) => [kind, t(`surface.title.${kind}`)])];
    const surface = h("select", { "data-part": "surface", onchange: () => this.#choose(surface.value) }, ...kinds.map(([kind, title]) => h("option", { value: kind }, title)));
    const button = (/** @type {string} */ name, /** @type {() => void} */ act, /** @type {string} */ path) =>
      h("button", { type: "button", class: "chip sign line", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act }, icon(path));
    this.replaceChildren(
      h("div", { class: "problem", role: "group", "aria-label": t("page.problem") },
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.preset")), preset),
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.race.surface")), surface),
        h("span", { class: "start" }, t("page.race.start"), this.#coordinate(0), this.#coordinate(1)),
        h("span", { class: "pair" }, button("undo", () => lab.undo(), UNDO), button("redo", () => lab.redo(), REDO))),
      this.#own, this.#noValue);
  }

  /** @param {0 | 1} axis */
  #coordinate(axis) {
    const input = h("input", { type: "text", inputmode: "decimal", "data-part": axis ? "y" : "x", "aria-label": t(axis ? "page.race.start_y" : "page.race.start_x"), onchange: () => {
      const number = readNumber(input.value);
      if (Number.isNaN(number)) return this.#lab?.refuse(t("page.editor.not_number"), input);
      this.#edit((spec) => { spec.start[axis] = number; }, input);
    } });
    return input;
  }

  /** @param {(spec: import("../core.js").RaceSpec) => void} change @param {HTMLElement} [field] */
  #edit(change, field) {
    return this.#lab?.edit(change, field);
  }

  /** @param {boolean} undoable @param {boolean} redoable @param {number} height at the start */
  update(undoable, redoable, height) {
    const lab = /** @type {OptimizerLab} */ (this.#lab);
    const { spec, preset } = lab.lesson;
    const set = (/** @type {string} */ name, /** @type {string} */ value) => {
      const field = /** @type {HTMLInputElement} */ (this.querySelector(`[data-part=${name}]`));
      // what was refused stays to be mended until the start is another one
      if (field.dataset.shown === value && field.hasAttribute("aria-invalid")) return;
      field.dataset.shown = value;
      if (focusedIn(this) === field && field instanceof HTMLInputElement) return;
      field.value = value;
      mended(field);
    };
    nameProblem(/** @type {HTMLSelectElement} */ (this.querySelector("[data-part=preset]")), lab.lesson, lab.presets.find(({ id }) => id === preset)?.spec);
    set("surface", kindOf(spec.surface));
    set("x", String(spec.start[0]));
    set("y", String(spec.start[1]));
    keepFocus(this, () => {
      this.querySelector("[data-part=undo]")?.toggleAttribute("disabled", !undoable);
      this.querySelector("[data-part=redo]")?.toggleAttribute("disabled", !redoable);
    });
    const [x, y] = spec.start;
    const told = Number.isFinite(height) ? "" : t("page.race.no_value", { x, y });
    if (this.#noValue.textContent !== told) this.#noValue.textContent = told;
    const drawn = JSON.stringify([spec.surface, spec.batch]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    keepFocus(this, () => {
      this.#own.replaceChildren(...this.#fields());
      this.#own.hidden = this.#own.childElementCount === 0;
    });
  }

  /** The fields of the kind that is chosen. @returns {HTMLElement[]} */
  #fields() {
    const { surface } = /** @type {OptimizerLab} */ (this.#lab).lesson.spec;
    if (surface.expression !== undefined) return [this.#formula(surface.expression)];
    if (surface.model) return this.#data(surface.x ?? [], surface.y ?? []);
    if (surface.network && surface.axes) return this.#network(surface.network, surface.axes);
    return [];
  }

  /** @param {string} expression */
  #formula(expression) {
    const input = h("input", { type: "text", value: expression, "data-part": "formula", spellcheck: false, autocomplete: "off", "aria-label": t("page.race.formula"), onchange: () =>
      this.#edit((spec) => { spec.surface = { expression: input.value }; }, input) });
    return h("label", { class: "formula-field" }, h("span", {}, "f(x, y) ="), input);
  }

  /** @param {number[]} x @param {number[]} y @returns {HTMLElement[]} */
  #data(x, y) {
    const list = (/** @type {"x" | "y"} */ axis, /** @type {number[]} */ values) => {
      const input = h("input", { type: "text", value: values.join("  "), "data-part": `data-${axis}`, spellcheck: false, autocomplete: "off", onchange: () => {
        const numbers = input.value.split(/[\s;]+/).filter(Boolean).map(readNumber);
        if (numbers.some(Number.isNaN)) return this.#lab?.refuse(t("page.race.data.not_numbers"), input);
        this.#edit((spec) => {
          const other = axis === "x" ? "y" : "x";
          const kept = spec.surface[other] ?? [];
          // A pair more or fewer is said in one field at a time: the other list follows.
          spec.surface[axis] = numbers;
          spec.surface[other] = numbers.map((_, index) => kept[index] ?? 0);
          if (spec.batch) spec.batch.size = Math.min(spec.batch.size, numbers.length);
        }, input);
      } });
      return h("label", { class: "formula-field" }, h("span", {}, t(`page.race.data.${axis}`)), input);
    };
    const whole = (/** @type {string} */ name, /** @type {number} */ value, /** @type {(spec: import("../core.js").RaceSpec, value: number) => void} */ change) => {
      const input = h("input", { type: "number", min: 0, value, "data-part": name, onchange: () => this.#edit((spec) => change(spec, Number(input.value)), input) });
      return h("label", { class: "start" }, t(`page.race.data.${name}`), input);
    };
    const { batch } = /** @type {OptimizerLab} */ (this.#lab).lesson.spec;
    return [list("x", x), list("y", y),
      whole("batch", batch?.size ?? x.length, (spec, size) => {
        if (size === x.length) delete spec.batch;
        else spec.batch = { size, seed: spec.batch?.seed ?? 1 };
      }),
      ...(batch ? [whole("seed", batch.seed, (spec, seed) => { if (spec.batch) spec.batch.seed = seed; })] : [])];
  }

  /** @param {NetworkSpec} network @param {[Parameter, Parameter]} axes @returns {HTMLElement[]} */
  #network(network, axes) {
    const here = networks(this).find(({ spec }) => JSON.stringify(spec) === JSON.stringify(network))?.id ?? "";
    const problem = h("select", { "data-part": "network", onchange: () => this.#put(problem.value) },
      !here && h("option", { value: "", selected: true }, t("page.race.network.own")),
      ...networks(this).map(({ id, title }) => h("option", { value: id, selected: id === here }, title)));
    const places = parametersOf(network);
    const axis = (/** @type {0 | 1} */ index) => {
      const select = h("select", { "data-part": `axis-${index}`, onchange: () => this.#edit((spec) => {
        const { surface } = spec;
        if (surface.axes) surface.axes[index] = places[Number(select.value)];
        spec.start = surfaceInfo(surface).starts[0];
      }, select) }, ...places.map((place, number) => h("option", { value: number, selected: JSON.stringify(place) === JSON.stringify(axes[index]) }, labelOf(place))));
      return h("label", { class: "start" }, "xy"[index], " =", select);
    };
    return [h("label", { class: "chip" }, h("span", { class: "lead" }, t("page.race.network.of")), problem), axis(0), axis(1)];
  }

  /** @param {string} kind */
  async #choose(kind) {
    if (kind === "network") return this.#put(networks(this)[0].id);
    await this.#edit((spec) => {
      delete spec.batch;
      if (kind === "expression") spec.surface = { expression: "x^2 + 3y^2 + sin(3x)" };
      else if (kind === "line" || kind === "logistic") spec.surface = { model: kind, ...structuredClone(DATA[kind]) };
      else spec.surface = { kind };
      spec.start = surfaceInfo(spec.surface).starts[0];
    });
    if (kind === "expression") /** @type {HTMLElement | null} */ (this.querySelector("[data-part=formula]"))?.focus();
  }

  /** Puts a network's cost over the first weights of its first and its last layer. @param {string} id */
  #put(id) {
    const network = networks(this).find((known) => known.id === id)?.spec;
    if (!network) return;
    const places = parametersOf(network);
    const first = places[0];
    const second = places.find(({ parameter }) => parameter === `W${network.layers.length}` && parameter !== "W1") ?? places[1];
    this.#edit((spec) => {
      delete spec.batch;
      spec.surface = { network, axes: [first, second] };
      spec.start = surfaceInfo(spec.surface).starts[0];
    });
  }
}

/** The network lab's problem as it stands there, then its presets. @param {Node} near @returns {Pick<Preset, "id" | "title" | "spec">[]} */
function networks(near) {
  const lab = /** @type {any} */ (rootOf(near).querySelector("network-lab"));
  const now = lab?.lesson?.spec ? [{ id: "now", title: t("page.race.network.now"), spec: lab.lesson.spec }] : [];
  const known = presets().filter((preset) => preset.lab === "network");
  return [...now.filter(({ spec }) => !known.some((preset) => JSON.stringify(preset.spec) === JSON.stringify(spec))), ...known];
}

/** @param {import("../core.js").Surface} surface */
export const kindOf = (surface) => (surface.expression !== undefined ? "expression" : surface.model ?? (surface.network ? "network" : surface.kind ?? ""));

/** Every weight and bias of a network. @param {NetworkSpec} network @returns {Parameter[]} */
const parametersOf = (network) => network.layers.flatMap(({ weights, bias }, index) => [
  ...weights.flatMap((row, i) => row.map((_, j) => ({ parameter: `W${index + 1}`, row: i, column: j }))),
  ...bias.map((_, i) => ({ parameter: `b${index + 1}`, row: i, column: 0 })),
]);

/** @param {Parameter} place */
export const labelOf = ({ parameter, row, column }) =>
  parameter.startsWith("W") ? t("page.race.network.weight", { layer: parameter.slice(1), row: row + 1, column: column + 1 }) : t("page.race.network.bias", { layer: parameter.slice(1), row: row + 1 });
