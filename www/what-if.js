/** "What if": the problem with one setting changed, as a further column of the ledger. */
import { Network, t } from "./core.js";
import { openDrawer } from "./drawer.js";
import { h } from "./dom.js";
import { defaultsOf } from "./fields.js";

/** @typedef {import("./core.js").NetworkSpec} NetworkSpec */
/** @typedef {{ title: string, apply: (spec: any) => void, fits: (spec: NetworkSpec) => boolean }} Change */

const ACTIVATIONS = ["relu", "tanh", "sigmoid"];
const OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adagrad", "lion"];

/** The change of a name as it stands in the link; `null` for an unknown one. @param {string} id @returns {Change | null} */
function changeOf(id) {
  const [name, value] = id.split(":");
  const hidden = (/** @type {NetworkSpec} */ spec) => spec.layers.slice(0, -1);
  const always = () => true;
  switch (name) {
    case "momentum-zero":
      return { title: t("page.what.momentum_zero"), fits: ({ optimizer }) => Number(optimizer.momentum) > 0, apply: (spec) => (spec.optimizer.momentum = 0) };
    case "rate-double":
      return { title: t("page.what.rate_double"), fits: always, apply: (spec) => (spec.optimizer.learning_rate *= 2) };
    case "rate-half":
      return { title: t("page.what.rate_half"), fits: always, apply: (spec) => (spec.optimizer.learning_rate /= 2) };
    case "cost":
      return {
        title: t("page.what.cost", { name: t(`page.cost.${value}`) }), apply: (spec) => (spec.cost = { kind: value }),
        fits: ({ cost, layers }) => cost.kind !== value && (value === "lse" ? layers.at(-1)?.activation.kind !== "softmax" : layers.at(-1)?.activation.kind === "sigmoid"),
      };
    case "factor":
      return { title: t(value === "1" ? "page.what.factor_one" : "page.what.factor_half"), fits: ({ cost }) => cost.kind === "lse" && (cost.factor ?? 0.5) !== Number(value), apply: (spec) => (spec.cost.factor = Number(value)) };
    case "reduction":
      return { title: t(`page.what.reduction_${value}`), fits: ({ reduction = "mean", inputs, batch_size = inputs.length }) => reduction !== value && batch_size > 1, apply: (spec) => (spec.reduction = value) };
    case "hidden":
      return { title: t("page.what.activation", { name: t(`page.activation.${value}`) }), fits: (spec) => hidden(spec).some(({ activation }) => activation.kind !== value), apply: (spec) => hidden(spec).forEach((layer) => (layer.activation = { kind: value })) };
    case "optimizer":
      return { title: t("page.what.optimizer", { name: t(`page.optimizer.${value}`) }), fits: ({ optimizer }) => optimizer.kind !== value, apply: (spec) => (spec.optimizer = { ...defaultsOf(value), learning_rate: spec.optimizer.learning_rate }) };
    case "zeros":
      return { title: t("page.what.zeros"), fits: always, apply: (spec) => spec.layers.forEach((/** @type {any} */ layer) => (layer.weights = layer.weights.map((/** @type {number[]} */ row) => row.map(() => 0)))) };
    case "bias":
      return { title: t("page.what.bias"), fits: ({ layers }) => layers.some(({ train_bias }) => train_bias !== false), apply: (spec) => spec.layers.forEach((/** @type {any} */ layer) => (layer.train_bias = false)) };
    default:
      return null;
  }
}

const ALL = ["momentum-zero", "cost:cross_entropy", "cost:lse", ...ACTIVATIONS.map((kind) => `hidden:${kind}`), "rate-double", "rate-half",
  "factor:1", "factor:0.5", "reduction:sum", "reduction:mean", "zeros", "bias", ...OPTIMIZERS.map((kind) => `optimizer:${kind}`)];

/** @param {string} id @param {NetworkSpec} spec @returns {{ title: string, spec: NetworkSpec }} */
export function changed(id, spec) {
  const change = ALL.includes(id) ? changeOf(id) : null;
  if (!change) throw new Error(t("page.link.what", { found: id.slice(0, 40) }));
  const copy = structuredClone(spec);
  change.apply(copy);
  return { title: change.title, spec: copy };
}

/** @param {string} id @param {NetworkSpec} spec */
function possible(id, spec) {
  try {
    if (!changeOf(id)?.fits(spec)) return false;
    new Network(changed(id, spec).spec).free();
    return true;
  } catch {
    return false;
  }
}

/** @param {import("./elements/network-lab.js").default} lab */
export function openMenu(lab) {
  const { spec, what } = lab.lesson;
  const title = (/** @type {string} */ id) => changeOf(id)?.title ?? id;
  const set = (/** @type {string[]} */ next) => {
    lab.set({ what: next });
    close();
  };
  const remove = what.map((id) => h("button", { type: "button", onclick: () => set(what.filter((other) => other !== id)) }, `✕ ${t("page.what.remove", { title: title(id) })}`));
  const choices = ALL.filter((id) => !what.includes(id) && possible(id, spec)).map((id) => h("button", { type: "button", "data-what": id, onclick: () => set([id]) }, title(id)));
  const { close } = openDrawer(lab, t("page.what.title"), [h("p", { class: "hint" }, t("page.what.hint")), h("div", { class: "choices" }, ...remove, ...choices)], "what");
}
