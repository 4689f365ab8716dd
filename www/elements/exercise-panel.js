/** Makes exercises: one to open here, or sheets for a class with their key. */
import { t } from "../core.js";
import { announce, h } from "../dom.js";
import { optimizers } from "../fields.js";
import { ACTIVATIONS, COSTS, EXAMPLE, codeOf, made, optionsOf } from "../exercises.js";
import { classSheets, teller } from "./class-sheets.js";

/** @param {import("../desk.js").Desk} desk @param {import("./network-lab.js").default} lab */
export function exercisePanel(desk, lab) {
  const start = lab.lesson.exercise?.code ?? EXAMPLE;
  const now = optionsOf(start);
  const field = (/** @type {string} */ key, /** @type {Node} */ node) => h("label", { class: "field" }, t(`page.exercise.${key}`), node);
  const select = (/** @type {string} */ name, /** @type {[string, string][]} */ options, /** @type {string} */ value) => {
    const node = h("select", { name, onchange: () => compose() }, ...options.map(([key, text]) => h("option", { value: key }, text)));
    node.value = value;
    return node;
  };
  const sizes = h("input", { type: "text", name: "sizes", value: now.sizes.join("-"), onchange: () => compose() });
  const activation = select("activation", ACTIVATIONS.map((kind) => [kind, t(`page.activation.${kind}`)]), now.activation.kind);
  const cost = select("cost", COSTS.map((kind) => [kind, kind === "lse" ? "½ Σ (ŷ − y)²" : t("page.cost.cross_entropy")]), now.cost.kind);
  const optimizer = select("optimizer", optimizers.map((kind) => [kind, t(`page.optimizer.${kind}`)]), now.optimizer.kind);
  const decimals = select("decimals", ["1", "2", "3"].map((count) => [count, count]), String(now.decimals));
  const code = h("input", { type: "text", name: "code", value: start, spellcheck: "false", autocomplete: "off" });
  const { error, told } = teller();

  /** Code from the fields. @param {number} [seed] */
  const compose = (seed = Number(code.value.split(".")[0]) || 1) => {
    code.value = [seed, sizes.value.trim(), activation.value, cost.value, optimizer.value, decimals.value].join(".");
    error.textContent = "";
  };
  const openIt = async () => {
    const exercise = await made(code.value);
    code.value = exercise.code;
    lab.set({ preset: lab.lesson.preset, exercise, spec: structuredClone(exercise.spec), iteration: 1, step: "z1", printed: false });
    announce(t("page.exercise.opened", { code: exercise.code }), lab);
  };
  const sheets = (/** @type {number} */ count) => {
    const options = optionsOf(code.value);
    return Array.from({ length: count }, (_, place) => {
      const one = { ...options, seed: options.seed + place };
      return { title: t("page.exercise.title", { code: codeOf(one) }), options: one };
    });
  };
  const button = (/** @type {string} */ name, /** @type {() => unknown} */ action, kind = "") => h("button", { type: "button", class: kind, "data-exercise": name, onclick: told(action) }, t(`page.exercise.${name}`));
  return h("div", { class: "exercise" }, h("p", {}, t("page.exercise.lead")),
    h("div", { class: "choices-row" }, field("sizes", sizes), field("activation", activation), field("cost", cost), field("optimizer", optimizer), field("decimals", decimals)),
    h("div", { class: "choices-row" }, field("code", code),
      button("new", () => { compose(Math.floor(Math.random() * 1e6)); return openIt(); }, "primary"), button("open", openIt)),
    error, h("p", {}, t("page.exercise.class")), classSheets(desk, sheets, told));
}
