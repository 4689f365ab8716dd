/** What both networks are trained on: preset, data, noise, what is held out, features, seed. */
import { depthPoints, t } from "../core.js";
import { h, icon, keepFocus, nameProblem } from "../dom.js";
import { REDO, UNDO } from "../signs.js";
import { digits } from "../digits.js";
import { readNumber } from "../number.js";

/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("../core.js").DataSpec} DataSpec */

const KINDS = ["circle", "xor", "gauss", "spiral", "points", "digits"];
const FEATURES = ["x", "y", "x_squared", "y_squared", "product", "sin_x", "sin_y"];
const SIGNS = { x: "x", y: "y", x_squared: "x²", y_squared: "y²", product: "x y", sin_x: "sin x", sin_y: "sin y" };
/** What own points begin with. */
const OWN = [[-2, -2, 0], [-1, -3, 0], [-3, -1, 0], [2, 2, 1], [3, 1, 1], [1, 3, 1]];

export default class DepthProblem extends HTMLElement {
  /** @type {DepthLab | null} */ #lab = null;
  #preset = h("select", { "data-part": "preset" });
  #kind = h("select", { "data-part": "data" });
  #fields = h("div", { class: "problem own" });
  #undo = this.#button("undo", UNDO, () => this.#lab?.undo());
  #redo = this.#button("redo", REDO, () => this.#lab?.redo());

  /** @param {DepthLab} lab */
  connect(lab) {
    this.#lab = lab;
    this.#preset.replaceChildren(...lab.presets.map(({ id, title }) => h("option", { value: id }, title)));
    this.#kind.replaceChildren(...KINDS.map((kind) => h("option", { value: kind }, t(`page.depth.data.${kind}`))));
    this.#preset.addEventListener("change", () => lab.open(this.#preset.value));
    this.#kind.addEventListener("change", () => this.#choose(this.#kind.value));
    this.replaceChildren(
      h("div", { class: "problem", role: "group", "aria-label": t("page.problem") },
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.preset")), this.#preset),
        h("label", { class: "chip" }, h("span", { class: "hidden" }, t("page.depth.data.title")), this.#kind),
        this.#undo, this.#redo),
      this.#fields);
  }

  /** @param {string} name @param {string} path @param {() => void} act */
  #button(name, path, act) {
    return h("button", { type: "button", class: "chip sign line", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act }, icon(path));
  }

  /** @param {boolean} undoable @param {boolean} redoable */
  update(undoable, redoable) {
    const lab = /** @type {DepthLab} */ (this.#lab);
    const { preset, spec } = lab.lesson;
    nameProblem(this.#preset, lab.lesson, lab.presets.find(({ id }) => id === preset)?.spec);
    this.#kind.value = spec.data.kind;
    const { data } = spec;
    const fields = [
      data.samples !== undefined && this.#number("samples", data.samples, (spec, value) => { spec.data.samples = value; }),
      data.noise !== undefined && this.#number("noise", 100 * data.noise, (spec, value) => { spec.data.noise = value / 100; }),
      this.#number("held_out", 100 * (data.held_out ?? 0.5), (spec, value) => { spec.data.held_out = value / 100; }),
      this.#number("seed", spec.seed, (spec, value) => { spec.seed = value; }),
      data.features && h("fieldset", { class: "features" }, h("legend", {}, t("page.depth.data.features")), ...FEATURES.map((feature) => this.#feature(feature, data))),
      data.points && this.#own(data.points),
    ].filter((part) => part instanceof Node);
    keepFocus(this, () => {
      this.#undo.disabled = !undoable;
      this.#redo.disabled = !redoable;
      this.#fields.replaceChildren(...fields);
    });
  }

  /** @param {string} name @param {number} value @param {(spec: import("../depth-state.js").PairSpec, value: number) => void} change */
  #number(name, value, change) {
    const input = h("input", { type: "text", inputmode: "decimal", "data-name": name, value: String(Number(value.toPrecision(6))), onchange: () => {
      const number = readNumber(input.value);
      if (Number.isNaN(number)) return this.#lab?.refuse(t("page.editor.not_number"), input);
      this.#lab?.edit((spec) => change(spec, number), input);
    } });
    return h("label", { class: "field" }, t(`page.depth.data.${name}`), input);
  }

  /** @param {string} feature @param {DataSpec} data */
  #feature(feature, data) {
    const on = data.features?.includes(feature) ?? false;
    const button = h("button", { type: "button", class: "quiet", "data-name": `feature-${feature}`, "aria-pressed": String(on), onclick: () => this.#lab?.edit((spec) => {
      const kept = FEATURES.filter((name) => (name === feature ? !on : spec.data.features?.includes(name)));
      spec.data.features = kept;
    }) }, SIGNS[/** @type {keyof typeof SIGNS} */ (feature)]);
    return button;
  }

  /** The reader's own points: as a table to paste, besides clicks into a map. @param {number[][]} points */
  #own(points) {
    const area = h("textarea", { rows: 4, spellcheck: false, "data-name": "csv", "aria-label": t("page.depth.data.csv") }, ["x,y,class", ...points.map((point) => point.join(","))].join("\n"));
    const error = h("p", { class: "error", role: "alert" });
    const take = () => {
      try {
        const read = depthPoints(area.value);
        area.removeAttribute("aria-invalid");
        error.textContent = "";
        this.#lab?.edit((spec) => { spec.data.points = read; });
      } catch (problem) {
        area.setAttribute("aria-invalid", "true");
        error.textContent = problem instanceof Error ? problem.message : String(problem);
      }
    };
    const file = h("input", { type: "file", accept: ".csv,text/csv,text/plain", "data-name": "file", onchange: async () => {
      const [chosen] = file.files ?? [];
      if (!chosen) return;
      area.value = await chosen.text();
      take();
    } });
    return h("fieldset", { class: "csv" }, h("legend", {}, t("page.depth.data.csv")), area,
      h("div", { class: "fields" }, h("button", { type: "button", "data-name": "take", onclick: take }, t("page.depth.data.take")), h("label", { class: "field" }, t("page.depth.data.file"), file),
        h("label", { class: "field" }, t("page.depth.data.click"), this.#next())), error);
  }

  /** Which class a click into a map puts down. */
  #next() {
    const select = h("select", { "data-name": "next" }, ...["1", "0"].map((label) => h("option", { value: label, selected: label === this.nextClass }, t(`page.depth.data.class_${label}`))));
    select.addEventListener("change", () => (this.nextClass = select.value));
    return select;
  }

  nextClass = "1";

  /** @param {string} kind */
  async #choose(kind) {
    if (kind === "digits") await digits().catch(() => {});
    this.#lab?.edit((spec) => {
      const { held_out = 0.5, features = ["x", "y"], samples = 200, noise = 0 } = spec.data;
      if (kind === "digits") spec.data = { kind, held_out };
      else if (kind === "points") {
        spec.data = { kind, held_out: 0, features, points: structuredClone(OWN) };
        for (const network of [spec.a, spec.b]) network.batch_size = Math.min(network.batch_size, OWN.length);
      } else spec.data = { kind, held_out, features, samples, noise };
    }, this.#kind);
  }
}
