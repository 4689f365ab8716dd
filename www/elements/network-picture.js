/** The network as it stands at this step: what is computed is shown, what the step makes and uses is lit. */
import { formatNumber, t } from "../core.js";
import { h, initial, mark, origin, rootOf, settle, svg } from "../dom.js";
import { hostOf } from "../host.js";

/**
 * @typedef {import("../dom.js").View} View
 * @typedef {import("../core.js").Matrix} Matrix
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ radius: number, width: number, height: number, columns: Point[][], labels: Map<string, Point> }} Plan
 * @typedef {{ path: (string | number)[], label: string, value: number }} Editable
 * @typedef {{
 *   plan: Plan, sample: number, svg: SVGElement, labels: SVGElement, scroller: HTMLElement, around: [HTMLElement[], HTMLElement],
 *   editable: Map<Element, Editable>, crowded: Map<Element, () => SVGElement>
 * }} Drawing what is drawn of one step; `crowded`: where there is no room for every label, one is made for the edge that is
 *   pointed at
 */

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
/** @param {number} number */
const below = (number) => LOWERED[number] ?? "";
const LABEL = { width: 42, height: 13 };
/** Height of what can be tapped. */
const TAPPED = 24;

export default class NetworkPicture extends HTMLElement {
  /** @type {Plan | null} */ #plan = null;
  #shape = "";
  #room = 0;
  /** @type {View | null} */ #view = null;
  #focus = "";
  /** @type {Drawing | null} */ #drawing = null;
  /** Steps that may be asked for next. @type {Map<import("../core.js").Step, Drawing>} */ #ready = new Map();

  /** @param {Event} event */
  #point(event) {
    const group = /** @type {Element} */ (event.target).closest(".crowded");
    const make = group && this.#drawing?.crowded.get(group);
    if (!group || !make) return;
    const on = event.type === "pointerover" || event.type === "focusin";
    if (on && group.children.length === 1) group.append(make());
    if (!on && group !== rootOf(this).activeElement) while (group.children.length > 1) group.lastElementChild?.remove();
  }

  connectedCallback() {
    for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) this.addEventListener(name, (event) => this.#point(event));
    this.addEventListener("click", (event) => this.#edit(event.target));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("mousedown", (event) => /** @type {Element} */ (event.target).closest(".editable") && event.preventDefault());
    new ResizeObserver(([entry]) => {
      const room = Math.round(entry.contentRect.width);
      if (room === this.#room || room === 0) return;
      this.#room = room;
      // In a frame of its own: the picture's height follows its width, and would call the observer from within.
      requestAnimationFrame(() => this.#view && this.update(this.#view));
    }).observe(this);
  }

  /** Draws a step beforehand. @param {View} view */
  prepare(view) {
    if (this.#plan && !this.#ready.has(view.step)) this.#ready.set(view.step, this.#draw(view, this.#plan));
  }

  /** @param {View} view */
  update(view) {
    this.removeAttribute("data-static");
    this.#view = view;
    this.#room ||= this.clientWidth;
    const plan = this.#planFor(view);
    const ready = this.#ready.get(view.step);
    const drawing = ready && ready.plan === plan && ready.sample === view.sample ? ready : this.#draw(view, plan);
    this.#ready.clear();
    const focused = this.querySelector(".editable:focus")?.getAttribute("data-key");
    const items = [...drawing.editable.keys()];
    const first = items.find((item) => item.getAttribute("data-key") === this.#focus) ?? items[0];
    first?.setAttribute("tabindex", "0");
    this.className = `picture ${view.step.phase}`;
    this.#drawing = this.#drawing?.plan === plan ? this.#merged(this.#drawing, drawing) : drawing;
    const { around: [before, after], scroller } = this.#drawing;
    settle(this, [...before, scroller, after]);
    if (focused) /** @type {SVGElement | null} */ (this.querySelector(`[data-key="${focused}"]`))?.focus();
    if (plan.width > this.#room) scroller.scrollLeft = view.step.layer ? plan.columns[view.step.layer][0].x - this.#room / 2 : 0;
  }

  /** @param {View} view */
  #planFor(view) {
    const sizes = sizesOf(view);
    const shape = `${sizes} ${this.#room}`;
    if (this.#plan && this.#shape === shape) return this.#plan;
    this.#shape = shape;
    return (this.#plan = planOf(sizes, this.#room));
  }

  /** The drawing that stands, brought to what another shows. @param {Drawing} stands @param {Drawing} next @returns {Drawing} */
  #merged(stands, next) {
    const { svg, labels, scroller } = stands;
    const stood = new Map([
      ...settle(labels, next.labels.children),
      ...settle(svg, [...next.svg.children].map((child) => (child === next.labels ? labels : child))),
    ]);
    svg.setAttribute("aria-label", next.svg.getAttribute("aria-label") ?? "");
    return { ...next, svg, labels, scroller, editable: renamed(next.editable, stood), crowded: renamed(next.crowded, stood) };
  }

  /** @param {View} view @param {Plan} plan @returns {Drawing} */
  #draw(view, plan) {
    const sizes = sizesOf(view);
    const scene = sceneOf(view);
    const picture = svg("svg", { viewBox: `0 0 ${plan.width} ${plan.height}`, width: plan.width, height: plan.height, role: "group", "aria-label": describe(view, sizes) });
    const legend = h("p", { class: "legend" }, t(sizes.length > 3 || Math.max(...sizes) > 4 ? "page.picture.legend_large" : "page.picture.legend"));
    /** @type {Drawing} */
    const drawing = {
      plan, sample: view.sample, svg: picture, labels: svg("g", { class: "labels" }), scroller: h("div", { class: "scroller" }, picture),
      around: [sampleChooser(this, view), legend], editable: new Map(), crowded: new Map(),
    };
    this.#drawEdges(drawing, view, scene);
    this.#drawNodes(drawing, view, scene);
    return drawing;
  }

  /** @param {Drawing} drawing @param {View} view @param {Scene} scene */
  #drawEdges(drawing, view, scene) {
    const { plan, svg: picture, labels, crowded } = drawing;
    view.spec.layers.forEach((spec, index) => {
      const layer = index + 1;
      const { values, phase, state, name } = scene.weights(layer);
      const largest = Math.max(1e-9, ...values.flat().map(Math.abs).filter(Number.isFinite));
      values.forEach((row, to) => row.forEach((value, from) => {
        const [a, b] = [plan.columns[index][from], plan.columns[layer][to]];
        const key = `${layer}.${to}.${from}`;
        const width = Number.isFinite(value) ? 0.8 + 2.4 * (Math.abs(value) / largest) : 1;
        const line = { x1: a.x + plan.radius, y1: a.y, x2: b.x - plan.radius, y2: b.y };
        picture.append(svg("line", { ...line, class: `edge ${state}${value < 0 ? " negative" : ""}`, "stroke-width": width.toFixed(2), "data-q": name }));
        const place = plan.labels.get(key) ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
        const text = t("page.picture.weight", { from: from + 1, layer, to: to + 1 });
        const group = item(drawing, key, name, { path: ["layers", index, "weights", to, from], label: text, value: spec.weights[to][from] },
          `${text}: ${short(value, view.digits)}`, plan.labels.has(key) ? "" : " crowded");
        group.append(svg("line", { ...line, class: "hit" }));
        if (plan.labels.has(key)) group.append(label(place, short(value, view.digits), phase));
        else crowded.set(group, () => label(place, short(value, view.digits), phase));
        labels.append(group);
      }));
    });
    picture.append(labels);
  }

  /** @param {Drawing} drawing @param {View} view @param {Scene} scene */
  #drawNodes(drawing, view, scene) {
    const { plan, svg: picture } = drawing;
    const last = plan.columns.length - 1;
    plan.columns.forEach((column, layer) => column.forEach((place, unit) => {
      const node = scene.node(layer, unit);
      const content = [
        svg("circle", { cx: place.x, cy: place.y, r: plan.radius }),
        svg("text", { x: place.x, y: place.y - 6, class: "name" }, node.name),
        number(place, plan.radius, node.value === null ? "·" : plan.radius < 25 ? short(node.value, Math.min(3, view.digits), 5) : short(node.value, view.digits, 6)),
      ];
      const classes = `node ${node.state}`;
      if (layer === 0 && node.sample !== null) {
        const text = t("page.picture.input", { unit: unit + 1, sample: node.sample + 1 });
        const group = item(drawing, `x.${unit}`, mark({ iteration: 0, id: "x" }), { path: ["inputs", node.sample, unit], label: text, value: view.spec.inputs[node.sample][unit] }, `${text}: ${node.value}`, ` ${classes}`);
        group.append(svg("circle", { cx: place.x, cy: place.y, r: plan.radius + 4, class: "hit" }), ...content);
        picture.append(group);
      } else picture.append(svg("g", { class: classes, "data-q": node.marks }, ...content));
      if (layer > 0) this.#drawBias(drawing, view, scene, layer, unit);
      if (node.delta !== null) picture.append(svg("text", { x: place.x, y: place.y - plan.radius - 7, class: `delta backward ${node.deltaNow ? "now" : ""}`, "data-q": mark({ iteration: view.iteration, id: `delta${layer}` }) }, `δ ${short(node.delta, view.digits)}`));
      if (layer === last && node.target !== null && node.sample !== null) {
        const text = t("page.picture.target", { unit: unit + 1, sample: node.sample + 1 });
        const group = item(drawing, `y.${unit}`, mark({ iteration: 0, id: "y" }), { path: ["targets", node.sample, unit], label: text, value: node.target }, `${text}: ${node.target}`, scene.uses("y") ? " used" : "");
        const number = `y ${short(node.target, view.digits)}`;
        group.append(hand(place.x, place.y + plan.radius + 16, number), label({ x: place.x, y: place.y + plan.radius + 27 }, number, ""));
        picture.append(group);
      }
    }));
  }

  /** @param {Drawing} drawing @param {View} view @param {Scene} scene @param {number} layer @param {number} unit */
  #drawBias(drawing, view, scene, layer, unit) {
    const { columns, radius } = drawing.plan;
    const place = columns[layer][unit];
    const { values, phase, name, state } = scene.biases(layer);
    const text = t("page.picture.bias", { layer, unit: unit + 1 });
    const group = item(drawing, `b${layer}.${unit}`, name, { path: ["layers", layer - 1, "bias", unit], label: text, value: view.spec.layers[layer - 1].bias[unit] }, `${text}: ${short(values[unit][0], view.digits)}`, ` ${state}`);
    const number = `${scene.biasLetter(layer)} ${short(values[unit][0], view.digits)}`;
    // over the foot of the circle, since a target may follow below
    group.append(hand(place.x, place.y + radius + 16 - TAPPED, number), label({ x: place.x, y: place.y + radius + 12 }, number, phase));
    drawing.svg.append(group);
  }

  /** @param {EventTarget | null} target */
  async #edit(target) {
    const item = target instanceof Element ? target.closest(".editable") : null;
    const editable = item && this.#drawing?.editable.get(item);
    if (!item || !editable || !hostOf(this).allows("values")) return;
    const key = item.getAttribute("data-key") ?? "";
    const { openField } = await import("./number-field.js");
    const anchor = item.querySelector("text.label, circle") ?? item;
    openField(this, anchor, editable, () => this.#focusOn(this.querySelector(`[data-key="${key}"]`)));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const item = /** @type {Element} */ (event.target).closest(".editable");
    if (!item) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#edit(item);
    }
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const items = [...(this.#drawing?.editable.keys() ?? [])];
    const next = items[(items.indexOf(item) + move + items.length) % items.length];
    this.#focusOn(next);
  }

  /** Moves the focus to a number, the only one in the tab order. @param {Element | null} item */
  #focusOn(item) {
    if (!item) return;
    this.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    this.#focus = item.getAttribute("data-key") ?? "";
    /** @type {SVGElement} */ (item).focus();
  }
}

/** @param {View} view */
const sizesOf = ({ spec }) => [spec.inputs[0].length, ...spec.layers.map(({ bias }) => bias.length)];

/** A map in the same order, by what stands in the place of its keys. @template K, V @param {Map<K, V>} map @param {Map<K, K>} stood */
const renamed = (map, stood) => new Map([...map].map(([key, value]) => [stood.get(key) ?? key, value]));

/** A number that can be edited where it stands. @param {Drawing} drawing @param {string} key @param {string} name @param {Editable} editable @param {string} text @param {string} classes */
function item(drawing, key, name, editable, text, classes) {
  const group = svg("g", { class: `editable${classes}`, role: "button", tabindex: -1, "data-key": key, "data-q": name, "aria-label": t("page.picture.edit", { what: text }) });
  drawing.editable.set(group, editable);
  return group;
}

/** The width of a label. @param {string} text */
const frameOf = (text) => text.length * 7 + 8;

/** Where a finger meets a number that stands alone: more than its letters. @param {number} x @param {number} y of its top @param {string} text */
const hand = (x, y, text) => svg("rect", { x: x - frameOf(text) / 2, y, width: frameOf(text), height: TAPPED, class: "hit" });

/** @param {Point} place @param {string} text @param {string} phase */
const label = ({ x, y }, text, phase) => {
  const width = frameOf(text);
  return svg("g", {}, svg("rect", { x: x - width / 2, y: y - 11, width, height: 15, rx: 3, class: "back" }), svg("text", { x, y, class: `label ${phase}` }, text));
};

/** How far below a unit's centre its number stands, and the size that it has at most. */
const NUMBER = { below: 8, size: 12.5 };

/** A unit's number, as large as the circle has room for. @param {Point} place @param {number} radius @param {string} text */
function number({ x, y }, radius, text) {
  const room = 2 * Math.sqrt((radius - 3) ** 2 - NUMBER.below ** 2);
  const size = Math.min(NUMBER.size, room / widthOf(text));
  return svg("text", { x, y: y + NUMBER.below, class: "number", "font-size": size.toFixed(1) }, text);
}

/** The width of a bold number in a font that runs wide, in ems. @param {string} text */
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter === "." ? 0.38 : letter === "−" ? 0.84 : 0.7), 0);

/** A number for a small place: at most four digits after the point, without the zeros of a number that ends before them. @param {number} value @param {number} digits @param {number} [most] */
function short(value, digits, most = 7) {
  const whole = formatNumber(value, Math.min(digits, 4));
  const isExact = Number(whole.replace("−", "-")) === value;
  const text = isExact ? whole.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : whole;
  return text.length > most + 1 ? formatNumber(value, 1) : text;
}

/** @param {View} view @param {number[]} sizes */
function describe(view, sizes) {
  return `${t("page.picture.describe", { sizes: sizes.join("–") })} ${view.step.title}`;
}

/** @param {HTMLElement} element @param {View} view */
function sampleChooser(element, view) {
  const count = view.steps[0].value[0].length;
  if (count < 2) return [];
  const options = [...Array(count).keys()].map((sample) => h("option", { value: sample, selected: sample === view.sample }, t("page.picture.sample_of", { sample: sample + 1, count })));
  const set = (/** @type {Event} */ event) => element.dispatchEvent(new CustomEvent("gradstep-set", { bubbles: true, detail: { sample: Number(/** @type {HTMLSelectElement} */ (event.target).value) } }));
  return [h("label", { class: "sample" }, h("span", { class: "hidden" }, t("page.picture.sample")), h("select", { onchange: set }, ...options))];
}

// ---- what is to be seen at a step -------------------------------------------------------------------------------

/** @typedef {ReturnType<typeof sceneOf>} Scene */

/** @param {View} view */
function sceneOf(view) {
  const { steps, index, step, spec, previous, iteration, sample } = view;
  const depth = spec.layers.length;
  const find = (/** @type {string} */ id) => steps.findIndex((known) => known.id === id);
  const reached = (/** @type {string} */ id) => { const at = find(id); return at >= 0 && at <= index; };
  const value = (/** @type {string} */ id) => steps[find(id)].value;
  const uses = (/** @type {string} */ id) => step.uses.includes(id);
  const ofLayer = (/** @type {string} */ letter, /** @type {number} */ layer) => step.id !== `${letter}${layer}` && new RegExp(`^[a-z]+${letter}${layer}$`).test(step.id);
  const parameter = (/** @type {string} */ letter, /** @type {number} */ layer) => {
    const id = `${letter}${layer}`;
    const own = ofLayer(letter, layer);
    const now = step.id === id || own;
    const place = reached(id) ? { iteration, id } : origin(view, id, 0);
    const values = own ? step.value : reached(id) ? value(id) : (previous?.find((known) => known.id === id)?.value ?? initial(view, id) ?? []);
    return { values, phase: now ? step.phase : "", state: now ? "now" : uses(id) ? "used" : "", name: mark(own ? { iteration, id: step.id } : place) };
  };
  const whole = (spec.batch_size ?? spec.inputs.length) >= spec.inputs.length;
  const batch = view.batch ?? (whole ? [...spec.inputs.keys()] : null);
  const row = batch ? batch[sample] ?? null : null;
  return {
    uses,
    weights: (/** @type {number} */ layer) => parameter("W", layer),
    biases: (/** @type {number} */ layer) => parameter("b", layer),
    biasLetter: (/** @type {number} */ layer) => (ofLayer("b", layer) ? (step.id[0] === "d" ? "∂b" : step.id.replace(/b\d$/, "")) : "b"),
    node(/** @type {number} */ layer, /** @type {number} */ unit) {
      if (layer === 0) {
        const found = row === null ? null : spec.inputs[row][unit];
        return { name: `x${below(unit + 1)}`, value: found, state: uses("x") ? "used" : "given", sample: row, marks: mark({ iteration: 0, id: "x" }), delta: null, deltaNow: false, target: null };
      }
      const [z, a, delta] = [`z${layer}`, `a${layer}`, `delta${layer}`];
      const shows = reached(a) ? a : reached(z) ? z : null;
      const now = [z, a, delta].includes(step.id) || (step.phase === "cost" && layer === depth);
      const letter = shows === z ? "z" : layer === depth ? "ŷ" : "a";
      const sole = depth === 1 || layer === depth;
      return {
        name: `${letter}${sole && letter !== "z" ? "" : `⁽${RAISED[layer]}⁾`}${spec.layers[layer - 1].bias.length > 1 ? below(unit + 1) : ""}`,
        value: shows === null ? null : (value(shows)[unit]?.[sample] ?? null),
        state: now ? "now" : [z, a, delta].some(uses) ? "used" : shows === null ? "ahead" : "",
        sample: row, marks: [a, z, delta].map((id) => mark({ iteration, id })).join(" "),
        delta: reached(delta) && (step.id === delta || uses(delta)) ? value(delta)[unit][sample] : null,
        deltaNow: step.id === delta,
        target: row === null ? null : (spec.targets[row]?.[unit] ?? null),
      };
    },
  };
}

// ---- where things stand -----------------------------------------------------------------------------------------

/** @param {number[]} sizes @param {number} room the width to fill, in CSS pixels @returns {Plan} */
function planOf(sizes, room) {
  const most = Math.max(...sizes);
  const radius = most <= 3 ? 27 : most <= 4 ? 26 : 24;
  const gap = most <= 3 ? 88 : most <= 4 ? 94 : 88;
  const edge = radius + 12;
  const width = Math.max(Math.min(room, 560), 2 * edge + (sizes.length - 1) * 104);
  // with room for the lowest target
  const height = Math.max(2, most) * gap + (sizes.at(-1) === most ? 38 : 26);
  const columns = sizes.map((size, column) => [...Array(size).keys()].map((unit) => ({
    x: edge + (column * (width - 2 * edge)) / (sizes.length - 1),
    y: height / 2 - 4 + (unit - (size - 1) / 2) * gap * (size < most && size > 1 ? Math.min(1.25, (most - 1) / (size - 1)) : 1),
  })));
  return { radius, width, height, columns, labels: placeLabels(columns, radius) };
}

/**
 * A place for each weight's label on its edge, where it meets no node and no other label and is as far as can be from
 * other edges; an edge without such a place shows its label when pointed at.
 * @param {Point[][]} columns @param {number} radius
 */
function placeLabels(columns, radius) {
  /** @type {Map<string, Point>} */
  const places = new Map();
  const few = columns.slice(1).every((column, index) => column.length * columns[index].length <= 9) && columns.length <= 5;
  if (!few) return places;
  /** @type {Point[]} */
  const taken = [];
  const nodes = columns.flat();
  const free = (/** @type {Point} */ p) =>
    taken.every((other) => Math.abs(other.x - p.x) >= LABEL.width || Math.abs(other.y - p.y) >= LABEL.height) &&
    nodes.every((node) => Math.abs(node.x - p.x) > radius + LABEL.width / 2 - 12 || p.y - 4 < node.y - radius - 10 || p.y - 4 > node.y + radius + 30);
  columns.slice(1).forEach((column, index) => {
    const edges = column.flatMap((to, unit) => columns[index].map((from, source) => ({ key: `${index + 1}.${unit}.${source}`, from, to })));
    for (const { key, from, to } of edges) {
      const others = edges.filter((edge) => edge.key !== key);
      const candidates = [0.5, 0.4, 0.6, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8].map((share) => ({
        x: from.x + radius + share * (to.x - from.x - 2 * radius), y: heightAt(from, to, from.x + radius + share * (to.x - from.x - 2 * radius), radius) + 4 }));
      const clearance = (/** @type {Point} */ p) => Math.min(22, ...others.map((edge) => Math.abs(heightAt(edge.from, edge.to, p.x, radius) + 4 - p.y)));
      const best = candidates.filter(free).sort((a, b) => clearance(b) - clearance(a))[0];
      if (!best) continue;
      taken.push(best);
      places.set(key, best);
    }
  });
  return places;
}

/** Where an edge stands at `x`: it runs from the right of one node to the left of the other. @param {Point} from @param {Point} to @param {number} x @param {number} radius */
const heightAt = (from, to, x, radius) => from.y + ((x - from.x - radius) / (to.x - from.x - 2 * radius)) * (to.y - from.y);
