/** One step of the chosen optimizer, written out: height, gradient, state, new point, each with formula and numbers. */
import { formatNumber, t } from "../core.js";
import { h, keepFocus, mathMatrix, mathNode, mathml } from "../dom.js";

/** @typedef {import("./optimizer-lab.js").RaceView} RaceView */

export default class RaceSteps extends HTMLElement {
  /** @param {RaceView} view */
  update(view) {
    const optimizer = view.spec.optimizers[view.chosen];
    const taken = view.racers[view.chosen].path.length / 2 - 1;
    const at = Math.min(Math.max(1, view.step), taken);
    keepFocus(this, () => this.replaceChildren(
      h("h2", { class: "part" }, t("page.race.step_of", { step: at, optimizer: t(`page.optimizer.${optimizer.kind}`) })),
      ...(view.step === 0 ? [h("p", { class: "hint" }, t("page.race.hint"))] : []),
      ...(view.steps.length ? view.steps.map((step) => stepSection(step, view.digits)) : [h("p", {}, t("page.race.no_step"))])));
  }
}

/** What a screen reader is told of a result: more numbers than these nobody listens to. */
const MOST_SPOKEN = 64;

/** One step: title, formula, numbers put in, result, reason. @param {import("../core.js").Step} step @param {number} digits */
export function stepSection(step, digits) {
  const name = mathNode(step.symbol);
  const spoken = step.value.flat().slice(0, MOST_SPOKEN).map((value) => formatNumber(value, digits)).join("; ");
  const result = mathml("math", { display: "block", "aria-label": `${name.getAttribute("aria-label")} = ${spoken}` });
  result.append(mathml("mrow", {}, ...name.childNodes, mathml("mo", {}, "="), mathMatrix(step.value, digits)));
  return h("section", { class: `derivation race-step ${step.phase}`, "data-id": step.id },
    h("h3", {}, step.title),
    box(mathNode(step.formula), t("page.derivation.symbols")),
    box(mathNode(step.substituted), t("page.derivation.put_in")),
    h("div", { class: "result" }, box(result, t("page.derivation.result"))),
    h("p", { class: "why" }, step.why));
}

/** A formula that scrolls by itself where it is wide. @param {Element} math @param {string} label */
const box = (math, label) => h("div", { class: "formula", role: "group", tabindex: 0, "aria-label": label }, math);
