/** Both networks' settings side by side, one row a setting, and one button that makes B what A is. */
import { t } from "../core.js";
import { LETTERS, h, keepFocus } from "../dom.js";
import { activationOf, activations, defaultsOf, optimizers } from "../fields.js";
import { WHICH } from "../depth-state.js";
import { readNumber } from "../number.js";

/** @typedef {import("./depth-lab.js").default} DepthLab */
/** @typedef {import("../depth-state.js").Which} Which */
/** @typedef {import("../core.js").Architecture} Architecture */

/** Each kind with what it needs. @type {Record<string, Record<string, number>>} */
const INITIALIZERS = {
  zeros: {}, constant: { value: 0.5 }, uniform_fan_in: {}, normal: { std: 1 }, glorot_uniform: {}, glorot_normal: {}, he_uniform: {}, he_normal: {}, lecun_normal: {}, orthogonal: { gain: 1 },
};

export default class DepthNetworks extends HTMLElement {
  /** @type {DepthLab | null} */ #lab = null;

  /** @param {DepthLab} lab */
  connect(lab) {
    this.#lab = lab;
  }

  update() {
    const lab = /** @type {DepthLab} */ (this.#lab);
    const { a, b } = lab.lesson.spec;
    const rows = [
      this.#row("depth", (which) => this.#number(which, "depth", (network) => network.depth, (network, value) => { network.depth = value; })),
      this.#row("width", (which) => this.#number(which, "width", (network) => network.width, (network, value) => { network.width = value; })),
      this.#row("activation", (which) => this.#choice(which, "activation", (network) => network.activation.kind, activations.filter((kind) => kind !== "softmax").map((kind) => [kind, t(`page.activation.${kind}`)]), (network, kind) => { network.activation = activationOf(kind); })),
      ...this.#own("activation", [a.activation, b.activation], (network) => network.activation),
      this.#row("initializer", (which) => this.#choice(which, "initializer", (network) => network.initializer.kind, Object.keys(INITIALIZERS).map((kind) => [kind, t(`page.initializer.${kind}`)]), (network, kind) => { network.initializer = { kind, ...INITIALIZERS[kind] }; })),
      ...this.#own("initializer", [a.initializer, b.initializer], (network) => network.initializer),
      this.#row("residual", (which) => this.#tick(which, "residual")),
      this.#row("dropout", (which) => this.#number(which, "dropout", (network) => network.dropout ?? 0, (network, value) => { network.dropout = value; })),
      this.#row("optimizer", (which) => this.#choice(which, "optimizer", (network) => network.optimizer.kind, optimizers.map((kind) => [kind, t(`page.optimizer.${kind}`)]), (network, kind) => { network.optimizer = { ...defaultsOf(kind), learning_rate: network.optimizer.learning_rate }; })),
      this.#row("learning_rate", (which) => this.#number(which, "learning_rate", (network) => Number(network.optimizer.learning_rate), (network, value) => { network.optimizer.learning_rate = value; })),
      ...Object.entries(LETTERS).filter(([name]) => name !== "learning_rate" && (name in a.optimizer || name in b.optimizer)).map(([name, letter]) =>
        this.#row(name, (which) => (name in this.#of(which).optimizer ? this.#number(which, name, (network) => Number(network.optimizer[name]), (network, value) => { network.optimizer[name] = value; }) : null), letter)),
      this.#row("batch_size", (which) => this.#number(which, "batch_size", (network) => network.batch_size, (network, value) => { network.batch_size = value; })),
      ...(/** @type {const} */ (["l1", "l2"])).map((name) => this.#row(name, (which) => this.#number(which, name, (network) => network[name] ?? 0, (network, value) => { network[name] = value; }))),
    ];
    keepFocus(this, () => this.replaceChildren(h("table", { class: "settings" },
      h("thead", {}, h("tr", {}, h("td", {}), ...WHICH.map((which) => h("th", { scope: "col", class: which }, t(`page.depth.${which}`))))),
      h("tbody", {}, ...rows)),
      h("button", { type: "button", class: "quiet", "data-name": "copy", onclick: () => lab.edit((spec) => { spec.b = structuredClone(spec.a); }) }, t("page.depth.copy"))));
  }

  /** @param {Which} which @returns {Architecture} */
  #of(which) {
    return /** @type {DepthLab} */ (this.#lab).lesson.spec[which];
  }

  /** @param {string} name @param {(which: Which) => HTMLElement | null} field @param {string} [title] */
  #row(name, field, title = t(`page.depth.network.${name}`)) {
    return h("tr", {}, h("th", { scope: "row" }, title), ...WHICH.map((which) => {
      const node = field(which);
      (node?.matches("input, select") ? node : node?.querySelector("input"))?.setAttribute("aria-label", `${title}, ${t(`page.depth.${which}`)}`);
      return h("td", {}, node);
    }));
  }

  /** The numbers that a kind brings: slopes, scales. @param {string} group @param {object[]} both @param {(network: Architecture) => any} place */
  #own(group, both, place) {
    const names = [...new Set(both.flatMap(Object.keys))].filter((name) => name !== "kind");
    return names.map((name) => this.#row(`${group}_${name}`, (which) =>
      (name in place(this.#of(which)) ? this.#number(which, name, (network) => place(network)[name], (network, value) => { place(network)[name] = value; }) : null), t(`page.depth.network.${name}`)));
  }

  /** @param {Which} which @param {(network: Architecture) => void} change @param {HTMLElement} field */
  #edit(which, change, field) {
    this.#lab?.edit((spec) => change(spec[which]), field);
  }

  /** @param {Which} which @param {string} name @param {(network: Architecture) => number} read @param {(network: Architecture, value: number) => void} write */
  #number(which, name, read, write) {
    const input = h("input", { type: "text", inputmode: "decimal", "data-name": `${which}-${name}`, value: String(Number(read(this.#of(which)).toPrecision(12))), onchange: () => {
      const value = readNumber(input.value);
      if (Number.isNaN(value)) return this.#lab?.refuse(t("page.editor.not_number"), input);
      this.#edit(which, (network) => write(network, value), input);
    } });
    return input;
  }

  /** @param {Which} which @param {string} name @param {(network: Architecture) => string} read @param {string[][]} options @param {(network: Architecture, kind: string) => void} write */
  #choice(which, name, read, options, write) {
    const now = read(this.#of(which));
    const select = h("select", { "data-name": `${which}-${name}`, onchange: () => this.#edit(which, (network) => write(network, select.value), select) }, ...options.map(([kind, title]) => h("option", { value: kind, selected: kind === now }, title)));
    return select;
  }

  /** @param {Which} which @param {"residual"} name */
  #tick(which, name) {
    const box = h("input", { type: "checkbox", "data-name": `${which}-${name}`, checked: this.#of(which)[name] === true, onchange: () => this.#edit(which, (network) => { network[name] = box.checked; }, box) });
    return h("label", { class: "tick" }, box);
  }
}
