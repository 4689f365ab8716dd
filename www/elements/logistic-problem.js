/** The problem's settings: preset, degree, scaling; the points, typed, from a file or drawn; cost, optimizers, what is shown. */
import { t } from "../core.js";
import { LETTERS, h, icon, keepFocus } from "../dom.js";
import { REDO, UNDO } from "../signs.js";
import { defaultsOf, optimizers as kinds } from "../fields.js";
import { MOST_BESIDE, MOST_ITERATIONS, readPoints } from "../logistic-state.js";
import { weightName } from "./logistic-surface.js";
import { readNumber } from "../number.js";

/** @typedef {import("./logistic-lab.js").default} LogisticLab */
/** @typedef {import("../core.js").Optimizer} Optimizer */
/** @typedef {import("../core.js").LogisticSpec} LogisticSpec */

const SWITCHES = ["bias_correction", "epsilon_inside"];
const KINDS = ["overlapping", "separable", "inside_outside", "alternating", "one_class"];
const MODES = ["half_even", "half_away", "truncate"];
/** A file of points is no longer than this. */
const LONGEST_FILE = 4 * 1024 * 1024;

/** The row of chips above the lab. @param {LogisticLab} lab */
export function chips(lab) {
  const select = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string[][]} */ options, /** @type {(value: string) => void} */ act) => {
    const node = h("select", { "data-part": name, onchange: () => act(node.value) }, ...options.map(([value, text]) => h("option", { value }, text)));
    return h("label", { class: "chip" }, h("span", { class: "hidden" }, label), node);
  };
  const sign = (/** @type {string} */ name, /** @type {() => void} */ act, /** @type {string} */ path) =>
    h("button", { type: "button", class: "chip sign line", "data-part": name, "aria-label": t(`page.race.${name}`), title: t(`page.race.${name}`), onclick: act }, icon(path));
  return h("div", { class: "problem", role: "group", "aria-label": t("page.problem") },
    select("preset", t("page.preset"), lab.presets.map(({ id, title }) => [id, title]), (id) => lab.open(id)),
    select("degree", t("page.fit.degree"), Array.from({ length: 9 }, (_, degree) => [String(degree), t("page.fit.degree_of", { degree })]), (value) => lab.changes.setDegree(Number(value))),
    h("button", { type: "button", class: "chip", "data-part": "scaling", onclick: () => lab.changes.toggleScaling() }, t("page.fit.scaling")),
    h("button", { type: "button", class: "chip", "data-part": "check", onclick: () => lab.openSheet() }, t("page.fit.sheet")),
    h("button", { type: "button", class: "chip", "data-part": "network", onclick: () => lab.changes.openNetwork() }, t("page.fit.network")),
    h("span", { class: "pair" }, sign("undo", () => lab.undo(), UNDO), sign("redo", () => lab.redo(), REDO)));
}

export default class LogisticProblem extends HTMLElement {
  /** @type {LogisticLab | null} */ #lab = null;

  /** @param {LogisticLab} lab */
  connect(lab) {
    this.#lab = lab;
  }

  get #it() {
    return /** @type {LogisticLab} */ (this.#lab);
  }

  update() {
    const open = this.querySelector("[data-name=points]") instanceof HTMLElement && /** @type {HTMLDetailsElement} */ (this.querySelector("details"))?.open;
    keepFocus(this, () => this.replaceChildren(this.#data(Boolean(open)), this.#optimizer(), this.#beside(), this.#cost(), this.#shown()));
  }

  /** @param {string} name @param {string} label @param {unknown} value @param {(value: number, input: HTMLInputElement) => void} take */
  #field(name, label, value, take) {
    const input = h("input", { type: "text", inputmode: "decimal", value: String(value), "data-name": name, onchange: () => {
      const number = readNumber(input.value);
      if (Number.isNaN(number)) return this.#it.refuse(t("page.editor.not_number"), input);
      take(number, input);
    } });
    return h("label", { class: "field" }, label, input);
  }

  /** @param {string} name @param {string} label @param {string} value @param {string[][]} options @param {(value: string) => void} take */
  #choice(name, label, value, options, take) {
    const select = h("select", { "data-name": name, onchange: () => take(select.value) }, ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
    return h("label", { class: "field" }, label, select);
  }

  /** @param {string} name @param {string} label @param {boolean} value @param {(value: boolean) => void} take */
  #tick(name, label, value, take) {
    const box = h("input", { type: "checkbox", checked: value, "data-name": name, onchange: () => take(box.checked) });
    return h("label", { class: "tick" }, box, label);
  }

  /** @param {(spec: LogisticSpec) => void} change @param {HTMLElement} [field] */
  #edit(change, field) {
    this.#it.changes.edit(change, field);
  }

  /** @param {boolean} open */
  #data(open) {
    const { spec, drawn, sample } = this.#it.lesson;
    const kind = drawn?.kind ?? KINDS[0];
    const fields = { kind: "", count: "", seed: "" };
    const draw = () => {
      for (const name of /** @type {const} */ (["kind", "count", "seed"])) fields[name] = /** @type {HTMLInputElement} */ (this.querySelector(`[data-name=draw-${name}]`)).value;
      this.#it.changes.draw(fields.kind, Number(fields.count), Number(fields.seed));
    };
    const text = h("textarea", { rows: 6, "data-name": "points", spellcheck: false, "aria-label": t("page.fit.data.points") });
    const details = h("details", { class: "more", open }, h("summary", {}, t("page.fit.data.typed")), h("p", { class: "legend" }, t("page.fit.data.form")), text);
    const fill = () => { text.value = spec.x.map((x, index) => `${x}, ${spec.labels[index]}`).join("\n"); };
    if (open) fill();
    details.addEventListener("toggle", () => details.open && fill());
    text.addEventListener("change", () => this.#take(text.value, text));
    const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", "data-name": "file", onchange: async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      if (chosen.size > LONGEST_FILE) return this.#it.refuse(t("page.fit.data.large_file"), file);
      this.#take(await chosen.text(), file);
    } });
    details.append(h("label", { class: "field file" }, t("page.fit.data.file"), file));
    return h("fieldset", {}, h("legend", {}, t("page.fit.data.title")),
      h("div", { class: "fields" },
        this.#field("x", t("page.fit.data.x", { sample: sample + 1 }), spec.x[sample], (x, input) => this.#edit((spec) => { spec.x[sample] = x; }, input)),
        this.#choice("class", t("page.fit.data.class"), String(spec.labels[sample]), [["0", "0"], ["1", "1"]], (value) => this.#edit((spec) => { spec.labels[sample] = Number(value); })),
        h("button", { type: "button", "data-name": "add", onclick: () => this.#it.changes.addPoint(spec.x[sample], 1 - spec.labels[sample]) }, t("page.fit.data.add")),
        h("button", { type: "button", "data-name": "remove", disabled: spec.x.length < 2, onclick: () => this.#it.changes.removePoint() }, t("page.fit.data.remove"))),
      h("div", { class: "fields" },
        this.#choice("draw-kind", t("page.fit.data.kind"), kind, KINDS.map((kind) => [kind, t(`page.fit.kind.${kind}`)]), draw),
        h("label", { class: "field" }, t("page.fit.data.count"), h("input", { type: "number", min: 1, max: 100000, value: drawn?.count ?? 40, "data-name": "draw-count", onchange: draw })),
        h("label", { class: "field" }, t("page.editor.seed"), h("input", { type: "number", min: 0, value: drawn?.seed ?? 1, "data-name": "draw-seed", onchange: draw })),
        h("button", { type: "button", "data-name": "draw", onclick: draw }, t("page.fit.data.draw"))),
      details);
  }

  /** @param {string} text @param {HTMLElement} field */
  #take(text, field) {
    try {
      const points = readPoints(text);
      this.#edit((spec) => Object.assign(spec, points), field);
    } catch (error) {
      this.#it.refuse(error instanceof Error ? error.message : String(error), field);
    }
  }

  #optimizer() {
    const { optimizer } = this.#it.lesson.spec;
    const put = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {HTMLElement} */ field) =>
      this.#edit((spec) => { /** @type {any} */ (spec.optimizer)[name] = value; }, field);
    return h("fieldset", {}, h("legend", {}, t("page.editor.optimizer")),
      h("div", { class: "fields" },
        this.#choice("kind", t("page.editor.kind"), optimizer.kind, kinds.map((kind) => [kind, t(`page.optimizer.${kind}`)]), (kind) => this.#edit((spec) => { spec.optimizer = { ...defaultsOf(kind), learning_rate: optimizer.learning_rate }; })),
        ...Object.entries(LETTERS).filter(([name]) => name in optimizer).map(([name, letter]) => this.#field(name, letter, optimizer[name], (value, input) => put(name, value, input))),
        "form" in optimizer && this.#choice("form", t("page.editor.form"), String(optimizer.form), ["step", "gradient"].map((form) => [form, t(`page.editor.form_${form}`)]), (form) => this.#edit((spec) => { spec.optimizer.form = form; }))),
      h("div", { class: "fields" }, ...SWITCHES.filter((name) => name in optimizer).map((name) => this.#tick(name, t(`page.editor.${name}`), optimizer[name] === true, (value) => this.#edit((spec) => { spec.optimizer[name] = value; })))));
  }

  /** Another method from the same start. */
  #beside() {
    const { beside } = this.#it.lesson;
    const kind = h("select", { "data-name": "beside-kind" }, ...kinds.map((kind) => h("option", { value: kind, selected: kind === "adam" }, t(`page.optimizer.${kind}`))));
    const rate = h("input", { type: "text", inputmode: "decimal", value: "0.1", "data-name": "beside-rate" });
    const add = () => this.#it.changes.addBeside({ ...defaultsOf(kind.value), learning_rate: readNumber(rate.value) }, rate);
    return h("fieldset", {}, h("legend", {}, t("page.fit.beside")),
      h("div", { class: "fields" }, h("label", { class: "field" }, t("page.editor.kind"), kind), h("label", { class: "field" }, "η", rate),
        h("button", { type: "button", "data-name": "beside-add", disabled: beside.length >= MOST_BESIDE, onclick: add }, t("page.race.add"))));
  }

  #cost() {
    const { spec } = this.#it.lesson;
    const { rounding } = spec;
    const weights = spec.weights.map((weight, place) => this.#field(`w${place}`, weightName(place), weight, (value, input) => this.#edit((spec) => { spec.weights[place] = value; }, input)));
    const all = spec.x.length;
    return h("fieldset", {}, h("legend", {}, t("page.fit.cost")),
      h("div", { class: "fields" },
        this.#field("l2", "λ₂", spec.l2 ?? 0, (l2, input) => this.#edit((spec) => { spec.l2 = l2; }, input)),
        this.#field("batch_size", t("page.editor.batch_size"), spec.batch_size ?? all, (size, input) => this.#edit((spec) => {
          if (size === all) delete spec.batch_size;
          else spec.batch_size = size;
        }, input)),
        spec.batch_size !== undefined && this.#field("seed", t("page.editor.seed"), spec.seed ?? 0, (seed, input) => this.#edit((spec) => { spec.seed = seed; }, input)),
        this.#choice("rounding", t("page.editor.rounding"), rounding ? String(rounding.digits) : "off", [["off", t("page.editor.off")], ...[2, 3, 4, 5, 6].map((digits) => [String(digits), t("page.editor.round_digits", { digits })])], (value) => this.#edit((spec) => {
          if (value === "off") delete spec.rounding;
          else spec.rounding = { digits: Number(value), mode: spec.rounding?.mode ?? "half_even" };
        })),
        rounding && this.#choice("mode", t("page.editor.mode"), rounding.mode, MODES.map((mode) => [mode, t(`page.editor.${mode}`)]), (mode) => this.#edit((spec) => { if (spec.rounding) spec.rounding.mode = mode; }))),
      h("div", { class: "fields", role: "group", "aria-label": t("page.fit.start") }, ...weights));
  }

  #shown() {
    const lab = this.#it;
    const { spec, axes, others, budget, digits, zoom } = lab.lesson;
    const names = spec.weights.map((_, place) => [String(place), weightName(place)]);
    const axis = (/** @type {0 | 1} */ which) => this.#choice(`axis-${which}`, t(`page.fit.axis_${which}`), String(axes[which]), names, (value) => lab.changes.setAxis(which, Number(value)));
    const whole = (/** @type {string} */ name, /** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
      this.#field(name, t(`page.race.${name}`), value, (number, input) => (Number.isInteger(number) && number >= least && number <= most ? lab.set({ [name]: number }) : lab.refuse(t(`page.race.${name}_fits`), input)));
    return h("fieldset", {}, h("legend", {}, t("page.fit.picture")),
      spec.degree > 0 && h("div", { class: "fields" }, axis(0), axis(1),
        spec.degree > 1 && this.#choice("others", t("page.fit.others"), others, ["held", "best"].map((name) => [name, t(`page.fit.others_${name}`)]), (value) => lab.set({ others: /** @type {"held" | "best"} */ (value) })),
        h("button", { type: "button", "data-name": "closer", disabled: zoom >= 12, onclick: () => lab.set({ zoom: zoom + 1 }) }, t("page.fit.closer")),
        h("button", { type: "button", "data-name": "wider", disabled: zoom <= -12, onclick: () => lab.set({ zoom: zoom - 1 }) }, t("page.fit.wider"))),
      h("div", { class: "fields" }, whole("budget", budget, 1, MOST_ITERATIONS), whole("digits", digits, 1, 10)));
  }
}
