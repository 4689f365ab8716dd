/** What is seen of a lab as a picture of its own, with its text alternative inside; and a link as a QR code. */
import { formatNumber, qrCode, t } from "./core.js";
import { svg } from "./dom.js";

/** @typedef {{ svg: string, width: number, height: number, png: () => Promise<Blob> }} Picture */

/** What a shape's look comes from in the page, and has to bring along. */
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight", "text-anchor", "opacity", "visibility"];
const PLACES = "network-picture svg, race-map, race-relief:not([hidden]) .stage, logistic-plot, depth-chart";
const EDGE = 12;
const LINE = 18;

/** The picture of a lab; of several the one that is shown. @param {Element} lab */
const shown = (lab) => [...lab.querySelectorAll(PLACES)].find((node) => node.getClientRects().length > 0) ?? null;

/** The step's own words: what it is, and its numbers as they are shown. @param {Element} lab @returns {string[]} */
function caption(lab) {
  const card = lab.querySelector("derivation-card");
  const { digits = 4 } = /** @type {{ lesson?: { digits?: number } }} */ (lab).lesson ?? {};
  const numbers = card?.querySelector(".result math")?.getAttribute("aria-label")?.replace(/-?\d+\.\d+(?:e[+-]?\d+)?/g, (number) => formatNumber(Number(number), digits));
  return [card?.querySelector("h2")?.textContent, numbers].filter((text) => typeof text === "string" && text !== "").map(String);
}

/** Lines that fit a width, at about eight dots a letter. @param {string[]} texts @param {number} width */
function broken(texts, width) {
  const most = Math.max(16, Math.floor(width / 8.5));
  return texts.flatMap((text, index) => {
    const lines = [""];
    for (const word of text.split(" ")) {
      if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > most) lines.push(word);
      else lines.push(`${lines.pop()} ${word}`.trim());
    }
    return lines.map((line) => ({ line, isTitle: index === 0 }));
  });
}

/** @param {Element} lab */
export function alternativeOf(lab) {
  const place = shown(lab);
  const own = place?.getAttribute("aria-label") ?? place?.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
  return [own, ...caption(lab).slice(1)].filter(Boolean).join(". ");
}

/** A drawing with its look written into it. @param {SVGSVGElement} drawing */
function styled(drawing) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const [from, to] = [drawing, copy].map((node) => [...node.querySelectorAll("*")]);
  from.forEach((node, index) => {
    const look = getComputedStyle(node);
    for (const name of LOOKS) to[index].setAttribute(name, look.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-label", "data-q", "data-key"]) to[index].removeAttribute(name);
  });
  for (const hit of [...copy.querySelectorAll("line")].filter((line) => line.getAttribute("stroke") === "rgba(0, 0, 0, 0)")) hit.remove();
  for (const name of ["class", "role", "aria-label", "style"]) copy.removeAttribute(name);
  return copy;
}

/** Canvases above each other, as one. @param {Element} place */
function flat(place) {
  const layers = [...place.querySelectorAll("canvas")];
  const [width, height] = [Math.max(...layers.map((canvas) => canvas.width)), Math.max(...layers.map((canvas) => canvas.height))];
  const out = Object.assign(document.createElement("canvas"), { width, height });
  const box = place.getBoundingClientRect();
  const pen = /** @type {CanvasRenderingContext2D} */ (out.getContext("2d"));
  for (const layer of layers) {
    const { left, top, width: wide, height: high } = layer.getBoundingClientRect();
    const scale = width / box.width;
    if (layer.width && layer.height) pen.drawImage(layer, (left - box.left) * scale, (top - box.top) * scale, wide * scale, high * scale);
  }
  return out.toDataURL("image/png");
}

/** @param {Element} lab @returns {Promise<Picture>} */
export async function pictureOf(lab) {
  const place = shown(lab);
  if (!place) throw new Error(t("page.share.picture"));
  const box = place.getBoundingClientRect();
  const [title] = caption(lab);
  const lines = broken(caption(lab), box.width);
  const [width, height] = [Math.ceil(box.width) + 2 * EDGE, Math.ceil(box.height) + 2 * EDGE + LINE * lines.length];
  const look = getComputedStyle(place.closest(".panel") ?? place);
  const inner = place instanceof SVGSVGElement ? styled(place) : svg("image", { href: flat(place), width: box.width, height: box.height });
  for (const [name, value] of Object.entries({ x: EDGE, y: EDGE + LINE * lines.length, width: box.width, height: box.height })) inner.setAttribute(name, String(value));
  const text = lines.map(({ line, isTitle }, index) => svg("text", { x: EDGE, y: EDGE + LINE * (index + 0.6), "font-family": "system-ui, sans-serif", "font-size": isTitle ? 15 : 13, "font-weight": isTitle ? 700 : 400, fill: look.color }, line));
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" },
    svg("title", {}, title ?? "Gradstep"), svg("desc", {}, alternativeOf(lab)), svg("rect", { width, height, fill: look.backgroundColor }), ...text, inner);
  const source = new XMLSerializer().serializeToString(root);
  return { svg: source, width, height, png: () => painted(source, width, height) };
}

/** @param {string} source @param {number} width @param {number} height @returns {Promise<Blob>} twice as many dots, for slides */
async function painted(source, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, 2 * width, 2 * height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("toBlob"))), "image/png"));
}

/** @param {string} link @param {string} label */
export function qrOf(link, label) {
  const squares = qrCode(link);
  const size = Math.sqrt(squares.length);
  const parts = [...squares].flatMap((dark, index) => (dark ? [`M${(index % size) + 4} ${Math.floor(index / size) + 4}h1v1h-1z`] : []));
  return svg("svg", { viewBox: `0 0 ${size + 8} ${size + 8}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: size + 8, height: size + 8, fill: "#fff" }), svg("path", { d: parts.join(""), fill: "#000" }));
}
