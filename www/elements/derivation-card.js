/** The step under the cursor: its formula, the numbers put in, the result, and why. */
import { t } from "../core.js";
import { announce, focusedIn, h, mark, mathMatrix, mathNode, mathml, named, origin, rootOf } from "../dom.js";

/** @typedef {import("../dom.js").View} View */
/** @typedef {import("../core.js").Step} Step */

export default class DerivationCard extends HTMLElement {
  /** Steps that may be asked for next, each behind the one that is seen. @type {Map<Step, HTMLElement>} */ #ready = new Map();

  /** Builds a step's face beforehand, where it will stand: the browser lays its formulas out while the reader reads. @param {View} view */
  prepare(view) {
    if (this.#ready.has(view.step)) return;
    const face = this.#face(view, this.#nameOf(view));
    face.classList.add("spare");
    face.inert = true;
    this.append(face);
    this.#ready.set(view.step, face);
  }

  /** @param {View} view */
  update(view) {
    const { step } = view;
    const name = this.#nameOf(view);
    const ready = this.#ready.get(step);
    const face = ready?.dataset.fit === name ? ready : this.#face(view, name);
    this.#ready.clear();
    this.removeAttribute("data-static");
    const focused = focusedIn(this) !== null;
    this.className = `panel derivation ${step.phase}`;
    face.classList.remove("spare");
    face.inert = false;
    for (const other of [...this.childNodes]) if (other !== face) other.remove();
    if (face !== ready) this.append(face);
    if (focused) face.querySelector("h2")?.focus({ preventScroll: true });
  }

  /** Which formulas these are, and in how much room. Asked for before a change: the width may take a layout to know. @param {View} view */
  #nameOf({ step, digits, notation }) {
    return `${step.id} ${digits} ${notation} ${this.clientWidth}`;
  }

  /** All that is shown of a step. @param {View} view @param {string} name */
  #face(view, name) {
    const face = h("div", { class: "face", "data-fit": name }, ...this.#card(view));
    boxesOf(face).forEach((box, place) => {
      const share = this.#shares.get(`${name} ${place}`);
      if (share !== undefined) this.#fit(name, box, place, share);
    });
    return face;
  }

  /** @param {View} view */
  #card(view) {
    const { step, index, steps } = view;
    return [
      h("p", { class: "phase" }, t("page.derivation.place", { phase: t(`page.phase.${step.phase}`), step: index + 1, steps: steps.length })),
      view.iteration === 1 && index === 0 && h("p", { class: "hint" }, t("page.derivation.hint")),
      h("h2", { tabindex: -1 }, step.title),
      h("h3", {}, t("page.derivation.symbols")),
      formulaBox(named(mathNode(step.formula), view), t("page.derivation.symbols")),
      h("h3", {}, t("page.derivation.numbers", { iteration: view.iteration })),
      formulaBox(named(mathNode(step.substituted), view), t("page.derivation.numbers", { iteration: view.iteration })),
      h("div", { class: "result", "data-q": mark({ iteration: view.iteration, id: step.id }) }, formulaBox(result(view), t("page.derivation.result"))),
      h("p", { class: "why" }, step.why),
      this.#uses(view),
      this.#tools(view),
    ].filter((part) => part instanceof Node);
  }

  /** @param {View} view */
  #uses(view) {
    const links = view.step.uses.map((id) => {
      const place = origin(view, id);
      const name = view.symbol(id);
      const go = () => this.dispatchEvent(new CustomEvent("gradstep-go", { bubbles: true, detail: place }));
      const phase = place.iteration === 0 ? "given" : (view.steps.find((step) => step.id === id)?.phase ?? "given");
      const drawn = /^(mask|slope)/.test(id);
      const label = t(drawn ? "page.derivation.drawn" : place.iteration === 0 ? "page.derivation.given" : "page.derivation.go", { name: name.speech, iteration: place.iteration });
      return h("li", {}, h("button", {
        type: "button", class: `use ${phase}`, "data-q": mark(place), "aria-label": label, title: label,
        onclick: place.iteration === 0 ? () => this.#show(place) : go,
      }, mathNode(name)));
    });
    return h("div", { class: "uses" }, h("h3", {}, t("page.derivation.uses")), h("ul", {}, ...links));
  }

  /** A number of the problem: light it in the picture and offer to change it. @param {{ iteration: number, id: string }} place */
  #show(place) {
    this.dispatchEvent(new CustomEvent("gradstep-given", { bubbles: true, detail: place }));
    const part = rootOf(this).querySelector(`network-picture [data-q~="${mark(place)}"]`);
    part?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    if (part instanceof SVGElement) part.focus();
  }

  /** @param {View} view */
  #tools(view) {
    const { step } = view;
    const copy = h("button", { type: "button", class: "quiet", onclick: () => this.#copy(step, copy) }, t("page.derivation.copy"));
    const tools = h("div", { class: "tools" }, copy);
    if (/^d[Wb]\d/.test(step.id)) tools.append(h("button", { type: "button", class: "quiet", onclick: () => this.#check(view, tools) }, t("page.check.open")));
    return tools;
  }

  /** @param {Step} step @param {HTMLElement} button */
  async #copy(step, button) {
    const latex = step.substituted.latex.trim().startsWith("=") ? `${step.formula.latex} ${step.substituted.latex}` : step.substituted.latex;
    try {
      await navigator.clipboard.writeText(latex);
      button.textContent = t("page.derivation.copied");
      announce(t("page.derivation.copied"), this);
    } catch {
      button.after(h("textarea", { class: "latex", readonly: true, rows: 3, "aria-label": t("page.derivation.latex") }, latex));
    }
  }

  /** @param {View} view @param {HTMLElement} tools */
  async #check(view, tools) {
    const { gradientCheck } = await import("./gradient-check.js");
    if (this.querySelector(".check")) return;
    const lab = /** @type {import("./network-lab.js").default} */ (this.closest("network-lab"));
    tools.after(gradientCheck(lab.network, view));
  }

  /**
   * Wide formulas are set a little smaller; what still does not fit scrolls in its own box. Measured here, done by the
   * function that is returned, so that one layout serves all parts of the lab. What a step came to is remembered: the
   * same step of the next iteration is about as wide.
   */
  measure() {
    const face = /** @type {HTMLElement} */ (this.querySelector(".face"));
    const { fit: name = "" } = face.dataset;
    const boxes = boxesOf(face);
    const shares = boxes.map((box) => box.clientWidth / Math.max(1, box.scrollWidth));
    return () => boxes.forEach((box, place) => {
      if (shares[place] < 1) this.#fit(name, box, place, (this.#shares.get(`${name} ${place}`) ?? 1) * shares[place]);
    });
  }

  /** Sets a formula to the share of its size that fits. @param {string} name @param {HTMLElement} box @param {number} place @param {number} share */
  #fit(name, box, place, share) {
    this.#shares.set(`${name} ${place}`, share);
    box.style.fontSize = `${Math.max(0.72, share * 0.98)}em`;
    if (share < 0.74) box.tabIndex = 0;
  }

  /** Of each formula that was too wide, by its face and place: the share that fitted. @type {Map<string, number>} */ #shares = new Map();
}

/** @param {Element} face @returns {HTMLElement[]} */
const boxesOf = (face) => [.../** @type {NodeListOf<HTMLElement>} */ (face.querySelectorAll(".formula"))];

/** @param {Element} math @param {string} label */
const formulaBox = (math, label) => h("div", { class: "formula", role: "group", "aria-label": label }, math);

/** @param {View} view */
function result({ step, digits }) {
  const name = mathNode(step.symbol);
  const speech = name.getAttribute("aria-label");
  const math = mathml("math", { display: "block", "aria-label": `${speech} = ${step.value.map((row) => row.join(", ")).join("; ")}` });
  math.append(mathml("mrow", {}, ...name.childNodes, mathml("mo", {}, "="), mathMatrix(step.value, digits)));
  return math;
}
