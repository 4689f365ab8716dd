/** What printing needs beyond a style sheet: the whole iteration of the network lab, light pictures, and formulas that fit the paper. */
import { stepSection } from "./elements/race-steps.js";
import { isThere, t } from "./core.js";
import { h } from "./dom.js";

/** The width of A4 and Letter between their margins, in CSS pixels. */
const PAPER = 640;

/** @typedef {import("./elements/network-lab.js").default} NetworkLab */
/** A place with labs: `root` holds them, `frame` has the theme, `turn` changes it. @typedef {{ root: ParentNode, frame: HTMLElement, turn: (theme?: string) => void }} Place */

/** @type {Place} */
const PAGE = {
  root: document,
  frame: document.documentElement,
  turn(theme) {
    if (theme) this.frame.dataset.theme = theme;
    else delete this.frame.dataset.theme;
    dispatchEvent(new Event("gradstep-theme"));
  },
};
/** @type {Set<Place>} */
const places = new Set();
/** @type {(() => void)[]} what puts the screen back */
let undo = [];

/** @param {Place} [place] @returns {() => void} what ends it */
export function prepare(place = PAGE) {
  places.add(place);
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => void places.delete(place);
}

function before() {
  after();
  for (const place of places) {
    light(place);
    steps(place);
    fit(place);
    hold(place);
  }
}

function after() {
  for (const one of undo.splice(0)) one();
}

/** @param {Place} place */
function light(place) {
  const { dataset } = place.frame;
  const { theme } = dataset;
  dataset.printing = "";
  place.turn("light");
  undo.push(() => {
    delete dataset.printing;
    place.turn(theme);
  });
}

/** On the screen one step is shown at a time; on paper all of the iteration, but for a frame, which paper does not make higher. @param {Place} place */
function steps({ root, frame }) {
  const lab = /** @type {NetworkLab | null} */ (root.querySelector("network-lab[data-ready]"));
  const card = lab?.querySelector("derivation-card");
  // where it is hidden it stays so, and a part of the core that is not there leaves the one step
  if (parent !== window || !lab || !card?.getClientRects().length || !isThere("network")) return;
  frame.dataset.printing = "steps";
  const { iteration, digits } = lab.lesson;
  const all = h("section", { class: "print-steps" },
    h("h2", {}, t("page.ledger.iteration", { iteration })),
    ...lab.steps(iteration).map((step) => stepSection(step, digits)));
  lab.append(all);
  undo.push(() => all.remove());
}

/** A formula wider than the paper is set smaller: there it cannot be scrolled. @param {Place} place */
function fit({ root, frame }) {
  const paper = paperOf(frame);
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".formula:not(.spare *)"))) {
    const widths = [...box.querySelectorAll("math > *")].map((part) => part.getBoundingClientRect().width);
    const share = (box.closest(".result") ? paper - 40 : paper) / Math.max(1, ...widths);
    if (share >= 1) continue;
    const { fontSize } = box.style;
    box.style.fontSize = `${parseFloat(getComputedStyle(box).fontSize) * share}px`;
    undo.push(() => (box.style.fontSize = fontSize));
  }
}

/** What a place has of the paper's width: its part of the window's, and no less than it has there. @param {HTMLElement} frame */
function paperOf(frame) {
  const { width } = frame.getBoundingClientRect();
  return Math.min(PAPER, Math.max(width, (PAPER * width) / document.documentElement.clientWidth));
}

/** A canvas is drawn for its size on the screen, and keeps it, with what lies over it. @param {Place} place */
function hold({ root }) {
  for (const canvas of root.querySelectorAll("canvas")) {
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
