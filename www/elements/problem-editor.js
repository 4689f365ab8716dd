/** The editor: the whole problem as fields. Each change is tried at once; an invalid one says so at its field. */
import { buildLayers, t } from "../core.js";
import { openDrawer } from "../drawer.js";
import { h, keepFocus, mended, refused } from "../dom.js";
import { activationOf, activations, defaultsOf, optimizers } from "../fields.js";
import { readNumber } from "../number.js";
import { sentenceOf } from "../state.js";

/** @typedef {import("../core.js").NetworkSpec} NetworkSpec */
/** @typedef {import("./network-lab.js").default} NetworkLab */
/** @typedef {(spec: any) => void} Edit */

const INITIALIZERS = ["glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal", "uniform_fan_in", "orthogonal", "zeros"];
const MOST = { layers: 6, units: 8, samples: 64 };

class Editor {
  /** @param {NetworkLab} lab */
  constructor(lab) {
    this.lab = lab;
    this.initializer = "glorot_uniform";
    this.seed = 1;
    /** Whether the change under way comes from here. */
    this.busy = false;
    /** @type {HTMLElement} */
    this.body = h("div");
  }

  get spec() {
    return this.lab.lesson.spec;
  }

  /** @param {string} section */
  open(section) {
    this.body = openDrawer(this.lab, t("page.editor.title"), this.sections(), "editor").body;
    const follow = () => {
      if (!this.body.isConnected) this.lab.removeEventListener("gradstep-changed", follow);
      else if (!this.busy) this.refresh();
    };
    this.lab.addEventListener("gradstep-changed", follow);
    const chosen = this.body.querySelector(`[data-section="${section}"]`);
    chosen?.scrollIntoView({ block: "start" });
    /** @type {HTMLElement | null} */ (chosen?.querySelector("input, select"))?.focus({ preventScroll: true });
  }

  sections() {
    return [this.architecture(), this.cost(), this.optimizer(), this.numbers(), this.data(), ...this.weights()];
  }

  /** Draws all fields anew and gives the focus back to the same one. */
  refresh() {
    keepFocus(this.body, () => this.body.replaceChildren(...this.sections()));
  }

  /**
   * Tries an edit. What the core refuses is told at the field that it names, else at the one that was changed.
   * A number's field stays as it is, so that Tab finds the next one; other edits draw all fields anew.
   * @param {HTMLElement} field @param {Edit} edit
   */
  try(field, edit) {
    const spec = structuredClone(this.spec);
    try {
      edit(spec);
      const { layers, inputs } = spec;
      if (layers.length > MOST.layers || inputs[0].length > MOST.units || layers.some((/** @type {any} */ layer) => layer.bias.length > MOST.units)) throw new Error(t("page.link.size"));
      this.busy = true;
      this.lab.set({ spec });
      if (field instanceof HTMLInputElement) this.clear();
      else this.refresh();
    } catch (error) {
      this.tell(field, error);
    } finally {
      this.busy = false;
    }
  }

  clear() {
    this.body.querySelectorAll("[aria-invalid]").forEach(mended);
  }

  /** @param {HTMLElement} field @param {unknown} error */
  tell(field, error) {
    const path = String(/** @type {any} */ (error).path ?? "").replace(/\[(\d+)\]/g, ".$1");
    const named = path && [...this.body.querySelectorAll("[data-name]")].find((other) => other.getAttribute("data-name") === path);
    this.clear();
    refused(named instanceof HTMLElement ? named : field, sentenceOf(error));
  }

  /** @param {string} section @param {...(Node | string | false | null)} content */
  group(section, ...content) {
    return h("fieldset", { "data-section": section }, h("legend", {}, t(`page.editor.${section}`)), ...content);
  }

  /** @param {string} label @param {Node} control */
  field(label, control) {
    return h("label", { class: "field" }, label, control);
  }

  /** A number of the problem. @param {string} path @param {number | undefined} value @param {(spec: any, value: number) => void} put @param {string} [label] */
  number(path, value, put, label) {
    const input = h("input", { type: "text", inputmode: "decimal", value: value ?? "", "data-name": path, "aria-label": label, autocomplete: "off" });
    input.addEventListener("change", () => {
      const number = readNumber(input.value);
      if (Number.isNaN(number)) this.tell(input, new Error(t("page.editor.not_number")));
      else this.try(input, (spec) => put(spec, number));
    });
    return input;
  }

  /** @param {string} path @param {string} value @param {[string, string][]} options @param {(value: string, select: HTMLElement) => void} chosen */
  choice(path, value, options, chosen) {
    const select = h("select", { "data-name": path }, ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
    select.addEventListener("change", () => chosen(select.value, select));
    return select;
  }

  /** @param {string} path @param {boolean} value @param {string} label @param {(spec: any, value: boolean) => void} put */
  tick(path, value, label, put) {
    const box = h("input", { type: "checkbox", checked: value, "data-name": path });
    box.addEventListener("change", () => this.try(box, (spec) => put(spec, box.checked)));
    return h("label", { class: "tick" }, box, label);
  }

  architecture() {
    const { layers, inputs } = this.spec;
    const add = h("button", { type: "button", disabled: layers.length >= MOST.layers, onclick: () => this.resize(add, (sizes) => sizes.splice(-1, 0, sizes.length > 2 ? sizes[sizes.length - 2] : 2)) }, t("page.editor.add_layer"));
    const draw = h("button", { type: "button", onclick: () => this.draw(draw) }, t("page.editor.draw"));
    const seed = h("input", { type: "number", min: 0, value: this.seed, "data-name": "new-seed", onchange: () => (this.seed = Math.max(0, Math.round(Number(seed.value)) || 0)) });
    return this.group("architecture",
      h("div", { class: "fields" }, this.field(t("page.editor.inputs"), this.units("inputs", inputs[0].length, 0))),
      ...layers.map((layer, index) => this.layer(layer, index)),
      add,
      h("div", { class: "fields" },
        this.field(t("page.editor.initializer"), this.choice("initializer", this.initializer, INITIALIZERS.map((kind) => [kind, t(`page.initializer.${kind}`)]), (kind) => (this.initializer = kind))),
        this.field(t("page.editor.seed"), seed), draw));
  }

  /** @param {import("../core.js").Layer} layer @param {number} index */
  layer(layer, index) {
    const path = `layers.${index}`;
    const last = index === this.spec.layers.length - 1;
    const kinds = activations.filter((kind) => last || kind !== "softmax");
    const parameters = /** @type {const} */ (["slope", "alpha", "lower", "upper"]).filter((name) => name in layer.activation);
    const remove = h("button", { type: "button", class: "quiet", disabled: this.spec.layers.length === 1, onclick: () => this.resize(remove, (sizes) => sizes.splice(index + 1, 1), index) }, t("page.editor.remove_layer"));
    return h("fieldset", {}, h("legend", {}, t(last ? "page.editor.output" : "page.editor.layer", { layer: index + 1 })),
      h("div", { class: "fields" },
        this.field(t("page.editor.units"), this.units(`${path}.units`, layer.bias.length, index + 1)),
        this.field(t("page.editor.activation"), this.choice(`${path}.activation`, layer.activation.kind, kinds.map((kind) => [kind, t(`page.activation.${kind}`)]),
          (kind, select) => this.try(select, (spec) => setActivation(spec, index, kind)))),
        ...parameters.map((name) => this.field(t(`page.editor.${name}`), this.number(`${path}.activation.${name}`, layer.activation[name], (spec, value) => (spec.layers[index].activation[name] = value)))),
        this.field(t("page.editor.dropout"), this.number(`${path}.dropout`, layer.dropout ?? 0, (spec, value) => (spec.layers[index].dropout = value)))),
      h("div", { class: "fields" },
        this.tick(`${path}.train_bias`, layer.train_bias !== false, t("page.editor.train_bias"), (spec, value) => (spec.layers[index].train_bias = value)),
        this.tick(`${path}.residual`, layer.residual === true, t("page.editor.residual"), (spec, value) => (spec.layers[index].residual = value)), remove));
  }

  /** @param {string} path @param {number} value @param {number} place among the sizes */
  units(path, value, place) {
    return this.choice(path, String(value), [...Array(MOST.units).keys()].map((size) => [String(size + 1), String(size + 1)]),
      (size, select) => this.resize(select, (sizes) => (sizes[place] = Number(size))));
  }

  /** Other sizes: weights that still have a place stay, new ones are drawn. @param {HTMLElement} field @param {(sizes: number[]) => void} change @param {number} [removed] */
  resize(field, change, removed) {
    const sizes = [this.spec.inputs[0].length, ...this.spec.layers.map(({ bias }) => bias.length)];
    change(sizes);
    this.try(field, (spec) => {
      const old = spec.layers.filter((/** @type {unknown} */ _, /** @type {number} */ index) => index !== removed);
      const fresh = this.fresh(sizes);
      const added = fresh.length - old.length;
      if (added > 0) old.splice(old.length - 1, 0, ...Array(added).fill({ ...old[0], weights: [], bias: [], residual: false, dropout: 0 }));
      spec.layers = fresh.map((layer, index) => ({ ...old[index], weights: fit(layer.weights, old[index].weights), bias: layer.bias.map((value, unit) => old[index].bias[unit] ?? value) }));
      spec.layers.forEach((/** @type {any} */ layer) => layer.residual && layer.weights.length !== layer.weights[0].length && delete layer.residual);
      if (spec.layers[spec.layers.length - 1].activation.kind !== "softmax" && removed === old.length) spec.cost = { kind: "lse" };
      spec.inputs = spec.inputs.map((/** @type {number[]} */ row) => widen(row, sizes[0]));
      const softmax = spec.layers[spec.layers.length - 1].activation.kind === "softmax";
      spec.targets = spec.targets.map((/** @type {number[]} */ row) => (softmax ? shares(widen(row, sizes[sizes.length - 1])) : widen(row, sizes[sizes.length - 1])));
    });
  }

  /** New layers; weights of four decimals, so that a hand calculation and the link stay short. @param {number[]} sizes */
  fresh(sizes) {
    const initializer = this.initializer === "orthogonal" ? { kind: this.initializer, gain: 1 } : { kind: this.initializer };
    const layers = buildLayers(sizes, { kind: "tanh" }, { kind: "sigmoid" }, initializer, this.seed);
    for (const layer of layers) layer.weights = layer.weights.map((row) => row.map((value) => Math.round(value * 1e4) / 1e4));
    return layers;
  }

  /** @param {HTMLElement} field */
  draw(field) {
    this.try(field, (spec) => {
      const fresh = this.fresh([spec.inputs[0].length, ...spec.layers.map((/** @type {any} */ layer) => layer.bias.length)]);
      spec.layers.forEach((/** @type {any} */ layer, /** @type {number} */ index) => Object.assign(layer, { weights: fresh[index].weights, bias: fresh[index].bias }));
    });
  }

  cost() {
    const { cost, reduction = "mean" } = this.spec;
    const kinds = /** @type {[string, string][]} */ (["lse", "cross_entropy"].map((kind) => [kind, t(`page.cost.${kind}`)]));
    return this.group("cost", h("div", { class: "fields" },
      this.field(t("page.editor.kind"), this.choice("cost", cost.kind, kinds, (kind, select) => this.try(select, (spec) => (spec.cost = { kind })))),
      cost.kind === "lse" && this.field(t("page.editor.factor"), this.choice("cost.factor", String(cost.factor ?? 0.5), [["0.5", "½"], ["1", "1"]], (value, select) => this.try(select, (spec) => (spec.cost.factor = Number(value))))),
      this.field(t("page.editor.reduction"), this.choice("reduction", reduction, [["mean", t("page.editor.mean")], ["sum", t("page.editor.sum")]], (value, select) => this.try(select, (spec) => (spec.reduction = value))))));
  }

  optimizer() {
    const { optimizer } = this.spec;
    const filled = { ...defaultsOf(optimizer.kind), ...optimizer };
    const entries = Object.entries(filled).filter(([name]) => name !== "kind");
    const numbers = entries.filter(([, value]) => typeof value === "number");
    const switches = entries.filter(([, value]) => typeof value === "boolean");
    return this.group("optimizer",
      h("div", { class: "fields" },
        this.field(t("page.editor.kind"), this.choice("optimizer", optimizer.kind, optimizers.map((kind) => [kind, t(`page.optimizer.${kind}`)]),
          (kind, select) => this.try(select, (spec) => (spec.optimizer = { ...defaultsOf(kind), learning_rate: spec.optimizer.learning_rate })))),
        ...numbers.map(([name, value]) => this.field(t(`page.editor.${name}`), this.number(`optimizer.${name}`, Number(value), (spec, number) => (spec.optimizer[name] = number)))),
        "form" in filled && this.field(t("page.editor.form"), this.choice("optimizer.form", String(filled.form), [["step", t("page.editor.form_step")], ["gradient", t("page.editor.form_gradient")]],
          (value, select) => this.try(select, (spec) => (spec.optimizer.form = value))))),
      ...switches.map(([name, value]) => this.tick(`optimizer.${name}`, value === true, t(`page.editor.${name}`), (spec, on) => (spec.optimizer[name] = on))));
  }

  numbers() {
    const { rounding } = this.spec;
    const { digits, notation } = this.lab.lesson;
    const places = [["off", t("page.editor.off")], ...[2, 3, 4, 5, 6, 7, 8].map((count) => [String(count), t("page.editor.round_digits", { digits: count })])];
    const modes = ["half_even", "half_away", "truncate"].map((mode) => [mode, t(`page.editor.${mode}`)]);
    const set = (/** @type {Partial<import("../state.js").Lesson>} */ change) => {
      this.lab.set(change);
      this.refresh();
    };
    return this.group("numbers", h("div", { class: "fields" },
      this.field(t("page.editor.rounding"), this.choice("rounding", rounding ? String(rounding.digits) : "off", /** @type {[string, string][]} */ (places),
        (value, select) => this.try(select, (spec) => (value === "off" ? delete spec.rounding : (spec.rounding = { digits: Number(value), mode: spec.rounding?.mode ?? "half_even" }))))),
      rounding && this.field(t("page.editor.mode"), this.choice("rounding.mode", rounding.mode, /** @type {[string, string][]} */ (modes), (value, select) => this.try(select, (spec) => (spec.rounding.mode = value)))),
      this.field(t("page.editor.digits"), this.choice("digits", String(digits), [...Array(9).keys()].map((count) => [String(count + 2), String(count + 2)]), (value) => set({ digits: Number(value) }))),
      this.field(t("page.editor.notation"), this.choice("notation", notation, [["standard", t("page.editor.standard")], ["handout", t("page.editor.handout")]], (value) => set({ notation: value === "handout" ? "handout" : "standard" })))));
  }

  data() {
    const { inputs, targets, batch_size, seed } = this.spec;
    const cell = (/** @type {"inputs" | "targets"} */ part, /** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ value) =>
      h("td", {}, this.number(`${part}.${row}.${column}`, value, (spec, number) => (spec[part][row][column] = number), `${t(part === "inputs" ? "page.editor.x" : "page.editor.y", { unit: column + 1 })}, ${t("page.editor.sample", { sample: row + 1 })}`));
    const remove = (/** @type {number} */ row) => {
      const button = h("button", { type: "button", class: "quiet", "aria-label": t("page.editor.remove_sample", { sample: row + 1 }), disabled: inputs.length === 1, onclick: () => this.try(button, (spec) => {
        spec.inputs.splice(row, 1);
        spec.targets.splice(row, 1);
        if (spec.batch_size >= inputs.length) spec.batch_size = inputs.length - 1;
      }) }, "✕");
      return h("td", {}, button);
    };
    const add = h("button", { type: "button", disabled: inputs.length >= MOST.samples, onclick: () => this.try(add, (spec) => {
      spec.inputs.push([...spec.inputs[inputs.length - 1]]);
      spec.targets.push([...spec.targets[inputs.length - 1]]);
      if (spec.batch_size === inputs.length) spec.batch_size = inputs.length + 1;
    }) }, t("page.editor.add_sample"));
    const head = h("tr", {}, h("td", {}), ...inputs[0].map((_, unit) => h("th", { scope: "col" }, t("page.editor.x", { unit: unit + 1 }))), ...targets[0].map((_, unit) => h("th", { scope: "col" }, t("page.editor.y", { unit: unit + 1 }))));
    return this.group("data",
      h("div", { class: "grid" }, h("table", {}, head, ...inputs.map((row, sample) => h("tr", {}, h("th", { scope: "row" }, String(sample + 1)),
        ...row.map((value, unit) => cell("inputs", sample, unit, value)), ...targets[sample].map((value, unit) => cell("targets", sample, unit, value)), remove(sample))))),
      h("div", { class: "fields" }, add,
        this.field(t("page.editor.batch_size"), this.number("batch_size", batch_size ?? inputs.length, (spec, value) => (value === spec.inputs.length ? delete spec.batch_size : (spec.batch_size = value)))),
        this.field(t("page.editor.seed"), this.number("seed", seed ?? 0, (spec, value) => (spec.seed = value)))));
  }

  weights() {
    return this.spec.layers.map((layer, index) => {
      const path = `layers.${index}`;
      const rows = layer.weights.map((row, unit) => h("tr", {}, h("th", { scope: "row" }, t("page.editor.unit", { unit: unit + 1 })),
        ...row.map((value, column) => h("td", {}, this.number(`${path}.weights.${unit}.${column}`, value, (spec, number) => (spec.layers[index].weights[unit][column] = number), t("page.editor.entry", { row: unit + 1, column: column + 1 })))),
        h("td", {}, this.number(`${path}.bias.${unit}`, layer.bias[unit], (spec, number) => (spec.layers[index].bias[unit] = number), `${t("page.editor.bias")} ${unit + 1}`))));
      const head = h("tr", {}, h("td", {}), ...layer.weights[0].map((_, column) => h("th", { scope: "col" }, String(column + 1))), h("th", { scope: "col" }, t("page.editor.bias")));
      return h("fieldset", { "data-section": `weights-${index + 1}` }, h("legend", {}, t("page.editor.weights", { layer: index + 1 })), h("div", { class: "grid" }, h("table", {}, head, ...rows)));
    });
  }
}

/** @param {any} spec @param {number} index @param {string} kind */
function setActivation(spec, index, kind) {
  spec.layers[index].activation = activationOf(kind);
  if (index !== spec.layers.length - 1) return;
  if (kind === "softmax") {
    spec.cost = { kind: "cross_entropy" };
    spec.targets = spec.targets.map(shares);
  } else if (kind !== "sigmoid" && spec.cost.kind === "cross_entropy") spec.cost = { kind: "lse" };
}

/** Targets that sum to 1, as softmax needs them. @param {number[]} row */
function shares(row) {
  const sum = row.reduce((total, value) => total + value, 0);
  return Math.abs(sum - 1) < 1e-12 && row.every((value) => value >= 0) ? row : row.map((_, index) => (index === row.indexOf(Math.max(...row)) ? 1 : 0));
}

/** @param {number[]} row @param {number} size */
const widen = (row, size) => [...Array(size).keys()].map((index) => row[index] ?? 0);

/** @param {number[][]} fresh @param {number[][]} old */
const fit = (fresh, old) => fresh.map((row, r) => row.map((value, c) => old[r]?.[c] ?? value));

/** @param {NetworkLab} lab @param {string} section */
export const open = (lab, section) => new Editor(lab).open(section);
