/** The decision of one network over the plane as a heat map, with the samples on it. */
import { t } from "../core.js";
import { h } from "../dom.js";
import { mapImage, ramp, redrawn, sharp } from "../plane-style.js";

/** @typedef {import("../trainer.js").Report} Report */

export const EXTENT = 6;

export default class DepthMap extends HTMLElement {
  #canvas = h("canvas", { role: "img" });
  /** @type {{ report: Report, which: string } | null} */ #last = null;
  #own = document.createElement("canvas");
  #watched = false;

  connectedCallback() {
    this.replaceChildren(this.#canvas);
    if (this.#watched) return;
    this.#watched = true;
    redrawn(this.#canvas, () => this.#draw());
    this.#canvas.addEventListener("click", (event) => {
      const { left, top, width, height } = this.#canvas.getBoundingClientRect();
      const place = (/** @type {number} */ share) => Number((EXTENT * (2 * share - 1)).toFixed(2));
      this.dispatchEvent(new CustomEvent("gradstep-point", { bubbles: true, detail: [place((event.clientX - left) / width), -place((event.clientY - top) / height)] }));
    });
  }

  /** @param {Report | null} report @param {string} which */
  update(report, which) {
    this.hidden = report !== null && report.points.length === 0;
    if (!report || this.hidden) return;
    this.#last = { report, which };
    this.#draw();
  }

  #draw() {
    const place = this.#last && sharp(this.#canvas, this);
    if (!place || !this.#last) return;
    const { report: { map, side, points, curve }, which } = this.#last;
    const { pen, width, height, colours } = place;
    Object.assign(this.#own, { width: side, height: side });
    this.#own.getContext("2d")?.putImageData(mapImage(this, map, side, (value) => value), 0, 0);
    pen.imageSmoothingEnabled = true;
    pen.drawImage(this.#own, 0, 0, width, height);
    drawPoints(pen, points, width, height, colours);
    const [, , accuracy, , heldOut] = curve.slice(-5);
    this.#canvas.setAttribute("aria-label", t("page.depth.map_label", { network: t(`page.depth.${which}`), count: points.length / 4, accuracy: (100 * accuracy).toFixed(1), held_out: (100 * heldOut).toFixed(1) }));
  }
}

/**
 * Class 1 as discs, class 0 as squares; what is held out as outlines.
 * @param {CanvasRenderingContext2D} pen @param {ArrayLike<number>} points @param {number} width @param {number} height
 * @param {ReturnType<typeof import("../race-style.js").paletteOf>} colours
 */
export function drawPoints(pen, points, width, height, colours) {
  const of = ramp(pen.canvas);
  const fills = [of(0), of(1)].map((rgb) => `rgb(${rgb.map(Math.round).join()})`);
  const r = Math.max(2, width / 70);
  for (let at = 0; at < points.length; at += 4) {
    const [x, y, label, heldOut] = [points[at], points[at + 1], points[at + 2], points[at + 3]];
    const px = ((x + EXTENT) / (2 * EXTENT)) * width;
    const py = ((EXTENT - y) / (2 * EXTENT)) * height;
    pen.beginPath();
    if (label === 1) pen.arc(px, py, r, 0, 2 * Math.PI);
    else pen.rect(px - 0.85 * r, py - 0.85 * r, 1.7 * r, 1.7 * r);
    Object.assign(pen, { fillStyle: heldOut ? colours.panel : fills[label], strokeStyle: heldOut ? fills[label] : colours.ink, lineWidth: heldOut ? 1.6 : 0.8 });
    pen.fill();
    pen.stroke();
  }
}
