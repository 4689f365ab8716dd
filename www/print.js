/** What printing needs beyond a style sheet: the whole iteration of the network lab, light pictures, and formulas that fit the paper. */
import { stepSection } from "./elements/race-steps.js";
import { t } from "./core.js";
import { h } from "./dom.js";

/** The width of A4 and Letter between their margins, in CSS pixels. */
const PAPER = 640;

/** @typedef {import("./elements/network-lab.js").default} NetworkLab */
/** @type {(() => void)[]} what puts the screen back */
let undo = [];

export function prepare() {
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
}

function before() {
  after();
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  root.dataset.printing = "";
  dispatchEvent(new Event("gradstep-theme"));
  undo.push(() => {
    delete root.dataset.printing;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    dispatchEvent(new Event("gradstep-theme"));
  });
  steps();
  fit();
  hold();
}

function after() {
  for (const one of undo.splice(0)) one();
}

/** On the screen one step is shown at a time; on paper all of the iteration. */
function steps() {
  const lab = /** @type {NetworkLab | null} */ (document.querySelector("network-lab[data-ready]"));
  if (!lab?.offsetParent) return;
  document.documentElement.dataset.printing = "steps";
  const { iteration, digits } = lab.lesson;
  const all = h("section", { class: "print-steps" },
    h("h2", {}, t("page.ledger.iteration", { iteration })),
    ...lab.steps(iteration).map((step) => stepSection(step, digits)));
  lab.append(all);
  undo.push(() => all.remove());
}

/** A formula wider than the paper is set smaller: there it cannot be scrolled. */
function fit() {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".formula"))) {
    const widths = [...box.querySelectorAll("math > *")].map((part) => part.getBoundingClientRect().width);
    const share = (box.closest(".result") ? PAPER - 40 : PAPER) / Math.max(1, ...widths);
    if (share >= 1) continue;
    const { fontSize } = box.style;
    box.style.fontSize = `${parseFloat(getComputedStyle(box).fontSize) * share}px`;
    undo.push(() => (box.style.fontSize = fontSize));
  }
}

/** A canvas is drawn for its size on the screen, and keeps it, with what lies over it. */
function hold() {
  for (const canvas of document.querySelectorAll("canvas")) {
    for (const node of [canvas, canvas.parentElement].filter((node) => node !== null)) {
      const { width, height } = node.getBoundingClientRect();
      const { cssText } = node.style;
      if (width === 0) continue;
      node.style.width = `${width}px`;
      if (node === canvas) node.style.height = `${height}px`;
      undo.push(() => (node.style.cssText = cssText));
    }
  }
}
