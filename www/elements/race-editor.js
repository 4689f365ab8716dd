/** The chosen optimizer's settings, and what the race has in all. */
import { t } from "../core.js";
import { LETTERS, h, keepFocus, mended } from "../dom.js";
import { defaultsOf, optimizers as kinds } from "../fields.js";
import { MOST_OPTIMIZERS, MOST_STEPS } from "../race-state.js";
import { readNumber } from "../number.js";

/** @typedef {import("./optimizer-lab.js").default} OptimizerLab */
/** @typedef {import("../core.js").Optimizer} Optimizer */

const SWITCHES = ["bias_correction", "epsilon_inside"];
/** The slider's ends, as powers of ten. */
const SLIDER = { min: -5, max: 1, step: 0.05 };

export default class RaceEditor extends HTMLElement {
  /** @type {OptimizerLab | null} */ #lab = null;

  /** @param {OptimizerLab} lab */
  connect(lab) {
    this.#lab = lab;
  }

  update() {
    const lab = /** @type {OptimizerLab} */ (this.#lab);
    const { spec, chosen, budget, tolerance, digits } = lab.lesson;
    const optimizer = spec.optimizers[chosen];
    const put = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {HTMLElement} */ field) =>
      lab.edit((spec) => { /** @type {any} */ (spec.optimizers[chosen])[name] = value; }, field);
    const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {unknown} */ value, /** @type {(value: number, input: HTMLInputElement) => void} */ take) => {
      const input = h("input", { type: "text", inputmode: "decimal", value: String(value), "data-name": name, onchange: () => {
        const number = readNumber(input.value);
        if (Number.isNaN(number)) lab.refuse(t("page.editor.not_number"), input);
        else take(number, input);
      } });
      return h("label", { class: "field" }, label, input);
    };
    const number = (/** @type {string} */ name, /** @type {string} */ letter) => field(name, letter, optimizer[name], (value, input) => put(name, value, input));
    const tick = (/** @type {string} */ name) => {
      const box = h("input", { type: "checkbox", checked: optimizer[name] === true, "data-name": name, onchange: () => put(name, box.checked, box) });
      return h("label", { class: "tick" }, box, t(`page.editor.${name}`));
    };
    const forms = "form" in optimizer && h("label", { class: "field" }, t("page.editor.form"), choice("form", String(optimizer.form), ["step", "gradient"].map((form) => [form, t(`page.editor.form_${form}`)]), (value, select) => put("form", value, select)));
    const kind = choice("kind", optimizer.kind, kinds.map((kind) => [kind, t(`page.optimizer.${kind}`)]), (value) =>
      lab.edit((spec) => { spec.optimizers[chosen] = { ...defaultsOf(value), learning_rate: optimizer.learning_rate }; }));
    const ofRace = (/** @type {string} */ name, /** @type {number} */ value, /** @type {(value: number, input: HTMLInputElement) => void} */ take) => field(name, t(`page.race.${name}`), value, take);
    /** What is no setting of the problem is checked here. */
    const own = (/** @type {string} */ name, /** @type {number} */ value, /** @type {(value: number) => boolean} */ fits, /** @type {Partial<import("../race-state.js").RaceLesson>} */ also = {}) =>
      ofRace(name, value, (number, input) => (fits(number) ? lab.set({ [name]: number, ...also }) : lab.refuse(t(`page.race.${name}_fits`), input)));
    const race = [
      ofRace("noise", spec.noise?.std ?? 0, (std, input) => lab.edit((spec) => {
        if (std === 0) delete spec.noise;
        else spec.noise = { std, seed: spec.noise?.seed ?? 1 };
      }, input)),
      spec.noise && ofRace("noise_seed", spec.noise.seed, (seed, input) => lab.edit((spec) => { if (spec.noise) spec.noise.seed = seed; }, input)),
      own("budget", budget, (steps) => Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS, { step: 0 }),
      own("tolerance", tolerance, (near) => near > 0 && near < 1e6),
      own("digits", digits, (count) => Number.isInteger(count) && count >= 1 && count <= 10),
    ];
    keepFocus(this, () => this.replaceChildren(h("fieldset", {}, h("legend", {}, t("page.race.settings", { racer: chosen + 1 })),
      h("div", { class: "fields" }, h("label", { class: "field" }, t("page.editor.kind"), kind), ...Object.entries(LETTERS).filter(([name]) => name in optimizer).map(([name, letter]) => number(name, letter)), forms),
      this.#slider(optimizer, chosen),
      h("div", { class: "fields" }, ...SWITCHES.filter((name) => name in optimizer).map(tick)),
      h("div", { class: "fields" },
        h("button", { type: "button", "data-name": "add", disabled: spec.optimizers.length >= MOST_OPTIMIZERS, onclick: () => lab.edit((spec) => { spec.optimizers.push(structuredClone(optimizer)); }) }, t("page.race.add")),
        h("button", { type: "button", "data-name": "remove", disabled: spec.optimizers.length < 2, onclick: () => lab.edit((spec) => { spec.optimizers.splice(chosen, 1); }) }, t("page.race.remove")))),
      h("fieldset", {}, h("legend", {}, t("page.race.all")), h("div", { class: "fields" }, ...race))));
  }

  /** The learning rate by hand: paths and basin maps follow while it moves. @param {Optimizer} optimizer @param {number} chosen */
  #slider(optimizer, chosen) {
    const rate = Number(optimizer.learning_rate);
    const slider = h("input", { type: "range", ...SLIDER, value: rate > 0 ? Math.log10(rate) : SLIDER.min, "data-name": "slider", "aria-label": t("page.race.slider"), "aria-valuetext": String(rate), oninput: () => {
      const value = Number((10 ** Number(slider.value)).toPrecision(3));
      slider.setAttribute("aria-valuetext", String(value));
      const field = /** @type {HTMLInputElement | null} */ (this.querySelector("[data-name=learning_rate]"));
      if (field) {
        field.value = String(value);
        mended(field);
      }
      this.#lab?.draft((spec) => { spec.optimizers[chosen].learning_rate = value; });
    } });
    slider.addEventListener("keydown", (event) => event.stopPropagation());
    return h("label", { class: "slider" }, "η", slider);
  }
}

/** @param {string} name @param {string} value @param {string[][]} options @param {(value: string, select: HTMLElement) => void} chosen */
function choice(name, value, options, chosen) {
  const select = h("select", { "data-name": name, onchange: () => chosen(select.value, select) }, ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  return select;
}

/** The hyperparameters in one line. @param {Optimizer} optimizer */
export const settings = (optimizer) => Object.entries(LETTERS).filter(([name]) => name in optimizer).map(([name, letter]) => `${letter} ${optimizer[name]}`).join(", ");
