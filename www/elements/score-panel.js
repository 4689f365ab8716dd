/** The rule of the score: what each kind of answer earns, what each quantity weighs. It stands in the link. */
import { t } from "../core.js";
import { h, mathNode } from "../dom.js";
import { KINDS, ruleOf, textOf } from "../score.js";
import { readNumber } from "../number.js";

/** @typedef {import("../core.js").Step} Step */

/** @param {import("../desk.js").Desk} desk @param {() => Step[]} steps that may be weighed @param {() => void} changed */
export function scorePanel(desk, steps, changed) {
  const error = h("p", { class: "error", role: "alert" });
  const field = (/** @type {string} */ name, /** @type {Node | string} */ label, /** @type {number} */ value, /** @type {number} */ least, /** @type {(rule: ReturnType<typeof ruleOf>, value: number) => void} */ take) => {
    const input = h("input", { type: "text", inputmode: "decimal", name, value: String(value), onchange: () => {
      const number = readNumber(input.value);
      const good = number >= least && number <= 1000;
      input.setAttribute("aria-invalid", String(!good));
      error.textContent = good ? "" : t("page.score.bad", { least });
      if (!good) return;
      const rule = ruleOf(desk.score);
      take(rule, Number(number.toFixed(4)));
      desk.setScore(textOf(rule));
      changed();
    } });
    return h("label", { class: "field" }, h("span", {}, label), input);
  };
  const panel = h("details", { class: "score-rule" }, h("summary", {}, t("page.score.title")));
  const draw = () => {
    const rule = ruleOf(desk.score);
    const kinds = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS)).map((kind) =>
      field(`points-${kind}`, t(`page.score.${kind}`), rule[kind], -1000, (rule, value) => (rule[kind] = value)));
    const weights = steps().map(({ id, symbol }) => field(`weight-${id}`, mathNode(symbol), rule.weights[id] ?? 1, 0, (rule, value) => (rule.weights[id] = value)));
    panel.replaceChildren(panel.children[0], h("p", {}, t("page.score.lead")),
      h("fieldset", { class: "rule" }, h("legend", {}, t("page.score.points")), ...kinds),
      h("fieldset", { class: "rule" }, h("legend", {}, t("page.score.weights")), ...weights), error,
      h("button", { type: "button", class: "quiet", "data-sheet": "usual", onclick: () => { desk.setScore(""); error.textContent = ""; draw(); changed(); } }, t("page.score.usual")));
  };
  panel.addEventListener("toggle", () => panel.open && draw());
  return panel;
}
