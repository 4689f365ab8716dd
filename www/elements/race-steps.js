/** One step of the chosen optimizer, written out: height, gradient, state, new point, each with formula and numbers. */
import { formatNumber, t } from "../core.js";
import { MOST_SHOWN, h, keepFocus, mathMatrix, mathNode, mathml, renumber, renumbered, retold, shown } from "../dom.js";

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
  const result = mathml("math", { display: "block", "aria-label": spoken(step, digits) });
  result.append(mathml("mrow", {}, ...name.childNodes, mathml("mo", {}, "="), mathMatrix(step.value, digits)));
  return h("section", { class: `derivation race-step ${step.phase}`, "data-id": step.id },
    h("h3", {}, step.title),
    box(mathNode(step.formula), t("page.derivation.symbols")),
    box(mathNode(step.substituted), t("page.derivation.put_in")),
    h("div", { class: "result" }, box(result, t("page.derivation.result"))),
    h("p", { class: "why" }, step.why));
}

/** @param {import("../core.js").Step} step @param {number} digits */
const spoken = (step, digits) => `${step.symbol.speech} = ${step.value.flat().slice(0, MOST_SPOKEN).map((value) => formatNumber(value, digits)).join("; ")}`;

/**
 * The same step with other numbers, where it stands: only those are set anew.
 * @param {Element} section @param {import("../core.js").Step} step @param {number} digits
 */
export function retellSection(section, step, digits) {
  const [formula, substituted, result] = section.querySelectorAll("math");
  const table = result.querySelector("mtable");
  const single = result.firstElementChild?.lastElementChild;
  const places = table ? table.querySelectorAll("mn") : single?.localName === "mn" ? [single] : [];
  const of = (/** @type {number} */ count) => shown(count, MOST_SHOWN).filter((place) => place !== null);
  const numbers = of(step.value.length).flatMap((row) => of(step.value[0].length).map((column) => formatNumber(step.value[row][column], digits)));
  if (places.length !== numbers.length || !renumbered(formula, step.formula) || !renumbered(substituted, step.substituted)) return retold(section, stepSection(step, digits));
  renumber(places, numbers);
  result.setAttribute("aria-label", spoken(step, digits));
  const [title, why] = /** @type {Element[]} */ ([section.querySelector("h3"), section.querySelector(".why")]);
  if (title.textContent !== step.title) title.textContent = step.title;
  if (why.textContent !== step.why) why.textContent = step.why;
}

/** A formula that scrolls by itself where it is wide. @param {Element} math @param {string} label */
const box = (math, label) => h("div", { class: "formula", role: "group", tabindex: 0, "aria-label": label }, math);
