/** The held-out digits that a network takes for something else. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { WHICH } from "../depth-state.js";

/** @typedef {import("./depth-lab.js").DepthView} DepthView */
/** @typedef {import("./depth-lab.js").default} DepthLab */

const SIDE = 8;
const MOST = 60;

export default class DepthMistakes extends HTMLElement {
  #own = { a: h("div", { class: "units" }), b: h("div", { class: "units" }) };
  #titles = { a: h("h3"), b: h("h3") };
  #shown = "";

  connectedCallback() {
    this.replaceChildren(...WHICH.flatMap((which) => [this.#titles[which], this.#own[which]]));
  }

  /** @param {DepthView} view @param {DepthLab} lab */
  async update({ lesson, reports }, lab) {
    const now = `${JSON.stringify(lesson.spec)} ${reports.a?.iteration} ${reports.b?.iteration}`;
    if (now === this.#shown || !reports.a?.done || !reports.b?.done) return;
    this.#shown = now;
    for (const which of WHICH) {
      const digits = lesson.spec.data.kind === "digits";
      const found = digits ? await lab.trainer(which).ask("mistakes") : new Float64Array();
      const row = SIDE * SIDE + 2;
      const count = found.length / row;
      this.#titles[which].textContent = digits ? t("page.depth.mistakes.of", { network: t(`page.depth.${which}`), count }) : t("page.depth.mistakes.none");
      this.#own[which].replaceChildren(...Array.from({ length: Math.min(MOST, count) }, (_, index) => picture(found.subarray(index * row, (index + 1) * row))));
    }
  }
}

/** @param {Float64Array} mistake what it is, what it was taken for, its pixels */
function picture([is, said, ...pixels]) {
  const canvas = h("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
  const image = new ImageData(SIDE, SIDE);
  pixels.forEach((ink, at) => image.data.set([...Array(3).fill(Math.round(255 * (1 - ink))), 255], 4 * at));
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return h("figure", {}, canvas, h("figcaption", {}, t("page.depth.mistakes.label", { is, said })));
}
