/** One step of the chosen optimizer, written out: height, gradient, state, new point, each with formula and numbers. */
import { formatNumber, t } from "../core.js";
import { h, mathMatrix, mathNode, mathml } from "../dom.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */

export default class RaceSteps extends HTMLElement {
  /** @param {RaceView} view */
  update(view) {
    const optimizer = view.spec.optimizers[view.chosen];
    const taken = view.racers[view.chosen].path.length / 2 - 1;
    const at = Math.min(Math.max(1, view.step), taken);
    this.replaceChildren(
      h("h2", { class: "part" }, t("page.race.step_of", { step: at, optimizer: t(`page.optimizer.${optimizer.kind}`) })),
      ...(view.step === 0 ? [h("p", { class: "hint" }, t("page.race.hint"))] : []),
      ...(view.steps.length ? view.steps.map((step) => stepNode(step, view.digits)) : [h("p", {}, t("page.race.no_step"))]));
  }
}

/** One step with its formula, the numbers put in, the result and the reason. @param {import("../core.js").Step} step @param {number} digits */
export function stepNode(step, digits) {
  const name = mathNode(step.symbol);
  const result = mathml("math", { display: "block", "aria-label": `${name.getAttribute("aria-label")} = ${step.value.flat().map((value) => formatNumber(value, digits)).join("; ")}` });
  result.append(mathml("mrow", {}, ...name.childNodes, mathml("mo", {}, "="), mathMatrix(step.value, digits)));
  return h("section", { class: `derivation race-step ${step.phase}` },
    h("h3", {}, step.title),
    box(mathNode(step.formula), t("page.derivation.symbols")),
    box(mathNode(step.substituted), t("page.derivation.symbols")),
    h("div", { class: "result" }, box(result, t("page.derivation.result"))),
    h("p", { class: "why" }, step.why));
}

/** A formula that scrolls by itself where it is wide. @param {Element} math @param {string} label */
const box = (math, label) => h("div", { class: "formula", role: "group", tabindex: 0, "aria-label": label }, math);
