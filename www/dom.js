/** Small helpers that build the page's nodes. Text is always set as text: nothing here reads HTML. */
import { formatNumber, t } from "./core.js";
import { differences } from "./state.js";

/** @typedef {import("./core.js").Formula} Formula */
/** @typedef {import("./core.js").Matrix} Matrix */
/** @typedef {Node | string | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";

/**
 * Attributes: `on…` functions become listeners, `true` an empty attribute, `false`/`null`/`undefined` none.
 * @param {Element} node @param {Record<string, any>} attributes @param {Child[]} children
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    // a strict Content-Security-Policy refuses the attribute, and allows the same by script
    else if (name === "style") /** @type {HTMLElement} */ (node).style.cssText = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) node.append(child);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...Child} children @returns {SVGElement} */
export function svg(tag, attributes = {}, ...children) {
  const node = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  fill(node, attributes, children);
  return node;
}

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...Child} children @returns {Element} */
export function mathml(tag, attributes = {}, ...children) {
  const node = document.createElementNS(MATHML, tag);
  fill(node, attributes, children);
  return node;
}

/** Puts the words of the chosen language where a page's own text stands. @param {ParentNode} [place] */
export function localise(place = document) {
  // that text is in English; a word that comes with a later part of the core is left as it stands
  const known = (/** @type {string | undefined} */ key) => (key && t(key) !== key ? t(key) : null);
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-t], [data-t-label], [data-t-title]"))) {
    const [text, label, title] = [known(node.dataset.t), known(node.dataset.tLabel), known(node.dataset.tTitle)];
    if (text && node.textContent !== text) node.textContent = text;
    if (label) node.setAttribute("aria-label", label);
    if (title) node.title = title;
  }
  for (const list of place.querySelectorAll("template")) localise(list.content);
}

/** A drawn sign for a button: path data on a 16 × 16 grid. @param {string} path */
export const icon = (path) =>
  svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: path }));

/** Formulas without their numbers, as nodes: a step's formula is the same from iteration to iteration. @type {Map<string, Element>} */
const shapes = new Map();
/** Of each formula that stands: its shape, and where its numbers are. @type {WeakMap<Element, { shape: string, places: Element[] }>} */
const shaped = new WeakMap();

/**
 * The core's MathML as a node. It is read as XML, so that no text in it can become HTML.
 * @param {Formula} formula @returns {Element}
 */
export function mathNode(formula) {
  const { shape, numbers } = parted(formula);
  let node = shapes.get(shape);
  if (!node) {
    const source = shape.includes("xmlns") ? shape : shape.replace("<math", `<math xmlns="${MATHML}"`);
    const root = new DOMParser().parseFromString(source, "application/xml").documentElement;
    node = root.namespaceURI === MATHML ? root : mathml("math", {}, mathml("mtext", {}, formula.speech));
    if (shapes.size > 400) shapes.clear();
    shapes.set(shape, node);
  }
  const copy = /** @type {Element} */ (document.importNode(node, true));
  const places = [...copy.querySelectorAll("mn:empty")];
  places.forEach((place, index) => (place.textContent = numbers[index]));
  shaped.set(copy, { shape, places });
  copy.setAttribute("aria-label", formula.speech);
  return copy;
}

/** A formula's MathML without its numbers, and those. @param {Formula} formula */
function parted(formula) {
  /** @type {string[]} */ const numbers = [];
  const shape = formula.mathml.replace(/<mn>([^<&]+)<\/mn>/g, (_, number) => (numbers.push(number), "<mn/>"));
  return { shape, numbers };
}

/** Puts a formula's numbers into one of the same shape that stands; says whether it is. @param {Element} math @param {Formula} formula */
export function renumbered(math, formula) {
  const stands = shaped.get(math);
  if (!stands) return false;
  const { shape, numbers } = parted(formula);
  if (shape !== stands.shape) return false;
  renumber(stands.places, numbers);
  math.setAttribute("aria-label", formula.speech);
  return true;
}

/** Sets numbers where numbers stand. @param {ArrayLike<Element>} places @param {string[]} numbers as many */
export function renumber(places, numbers) {
  numbers.forEach((number, index) => {
    const text = /** @type {Text | null} */ (places[index]?.firstChild);
    if (text && text.data !== number) text.data = number;
  });
}

/** Indices to show of `count`, with `null` for the dots. @param {number} count @param {number} most */
export function shown(count, most) {
  const all = [...Array(count).keys()];
  return count <= most ? all : [...all.slice(0, most - 2), null, count - 1];
}

/** Rows and columns of a matrix that are shown of more. */
export const MOST_SHOWN = 8;

/** A matrix as MathML, elided beyond 8 × 8. @param {Matrix} matrix @param {number} digits @param {number} [most] */
export function mathMatrix(matrix, digits, most = MOST_SHOWN) {
  const number = (/** @type {number} */ value) => mathml("mn", {}, formatNumber(value, digits));
  if (matrix.length === 1 && matrix[0].length === 1) return number(matrix[0][0]);
  const row = (/** @type {number | null} */ i) =>
    mathml("mtr", {}, ...shown(matrix[0].length, most).map((j) =>
      mathml("mtd", {}, i === null || j === null ? mathml("mo", {}, j === null ? "…" : "⋮") : number(matrix[i][j]))));
  return mathml("mrow", {}, mathml("mo", {}, "["), mathml("mtable", { class: "matrix" }, ...shown(matrix.length, most).map(row)), mathml("mo", {}, "]"));
}

/** Lets the browser paint and answer before a long task goes on. @returns {Promise<void>} */
export const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Does what the frame under way need not wait for, once that has been painted. @param {() => void} task */
export function afterPaint(task) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  requestAnimationFrame(() => port2.postMessage(0));
}

/** How many siblings are looked through for the one that stays. */
const NEAR = 4;

/**
 * Gives `place` these children. One that is equal to what stands there already is left standing, and the browser has no
 * style, layout and paint to do for it again.
 * @param {Element} place @param {Iterable<Element>} children @returns {Map<Element, Element>} what stands for whom
 */
export function settle(place, children) {
  const stands = new Map();
  let at = place.firstElementChild;
  for (const child of [...children]) {
    const stood = near(at, child);
    if (!stood) place.insertBefore(child, at);
    else {
      removed(at, stood);
      at = stood.nextElementSibling;
      stands.set(child, stood);
    }
  }
  removed(at, null);
  return stands;
}

/**
 * Makes one tree say what another says: texts and spoken names are taken over where both are built alike, and only what is not
 * is put in anew. Listeners stay those of the old one, so what they act on must stand in an attribute.
 * @param {Element} old @param {Element} now
 */
export function retold(old, now) {
  // a formula of another shape as a whole: what is known of its places goes with it
  if (shaped.has(old) ? shaped.get(old)?.shape !== shaped.get(now)?.shape : !alike(old, now)) return old.replaceWith(now);
  const name = now.getAttribute("aria-label");
  if (name && old.getAttribute("aria-label") !== name) old.setAttribute("aria-label", name);
  /** @type {ChildNode | null} */ let child = old.firstChild;
  /** @type {ChildNode | null} */ let other = now.firstChild;
  while (child && other) {
    const [next, following] = [child.nextSibling, other.nextSibling];
    if (child instanceof Element) retold(child, /** @type {Element} */ (other));
    else if (child.nodeValue !== other.nodeValue) child.nodeValue = other.nodeValue;
    [child, other] = [next, following];
  }
}

/** Whether two elements have the same name, attributes but for what they are called, and kinds of children. @param {Element} old @param {Element} now */
function alike(old, now) {
  if (old.nodeName !== now.nodeName || old.attributes.length !== now.attributes.length) return false;
  for (const { name, value } of old.attributes) if (name === "aria-label" ? !now.hasAttribute(name) : now.getAttribute(name) !== value) return false;
  /** @type {ChildNode | null} */ let child = old.firstChild;
  /** @type {ChildNode | null} */ let other = now.firstChild;
  while (child && other && child.nodeType === other.nodeType) [child, other] = [child.nextSibling, other.nextSibling];
  return !child && !other;
}

/** The first of the next siblings that is equal to a child. @param {Element | null} at @param {Element} child */
function near(at, child) {
  for (let tries = 0; at && tries < NEAR; tries += 1, at = at.nextElementSibling) if (at === child || at.isEqualNode(child)) return at;
  return null;
}

/** Takes away the siblings from one to before another. @param {Element | null} from @param {Element | null} end */
function removed(from, end) {
  while (from && from !== end) {
    const next = from.nextElementSibling;
    from.remove();
    from = next;
  }
}

/** What each chooser was last named for. @type {WeakMap<HTMLSelectElement, unknown[]>} */
const choosers = new WeakMap();

/**
 * Shows which problem a lab has. One that is not the preset it came from is the reader's own: a line of its own says so,
 * and leaves the preset to be chosen again. @param {HTMLSelectElement} chooser of presets @param {{ preset: string, spec: unknown }} lesson @param {unknown} base the preset's own
 */
export function nameProblem(chooser, { preset, spec }, base) {
  const known = choosers.get(chooser);
  if (known?.[0] === preset && known[1] === spec) {
    // where another preset could not be opened, the one that is open is chosen again
    if (chooser.value !== known[2]) chooser.value = String(known[2]);
    return;
  }
  chooser.querySelector("option[value='']")?.remove();
  const own = differences(base, spec).length > 0;
  if (own) chooser.prepend(h("option", { value: "" }, t("page.own")));
  chooser.value = own ? "" : preset;
  choosers.set(chooser, [preset, spec, chooser.value]);
}

/** The tree that a node stands in: the page, or what an element in other pages keeps to itself, which can as much here. @param {Node} node */
export const rootOf = (node) => /** @type {Document} */ (node.getRootNode());

/** The element there that has the focus, where it is in this one. @param {Element} node @returns {HTMLElement | null} */
export function focusedIn(node) {
  const { activeElement } = rootOf(node);
  return activeElement instanceof HTMLElement && node.contains(activeElement) ? activeElement : null;
}

/** What the focus can stand on. */
const STOPS = "button, input, select, textarea, summary, a[href], [tabindex]";
/** What names a control that is drawn anew. */
const NAMES = ["data-name", "data-part", "data-go"];
/** @param {Element} place @returns {HTMLElement[]} */
const stopsOf = (place) => [...place.querySelectorAll(STOPS)].filter((stop) => stop instanceof HTMLElement);
/** @param {HTMLElement} stop */
const canHave = (stop) => !stop.matches(":disabled") && !stop.closest("[inert]") && stop.getClientRects().length > 0;

/**
 * Draws a place and leaves the focus where it was: on the same control, or the one of its name or place that stands for
 * it; where that is gone, hidden or disabled, on the next one beside it. A browser would let it fall to the page.
 * @param {Element} place @param {() => void} draw
 */
export function keepFocus(place, draw) {
  const focused = focusedIn(place);
  if (!focused) return draw();
  const at = stopsOf(place).indexOf(focused);
  draw();
  const now = stopsOf(place);
  const name = NAMES.find((name) => focused.hasAttribute(name));
  const same = focused.isConnected ? focused : name ? now.find((stop) => stop.getAttribute(name) === focused.getAttribute(name)) : now[at];
  if (same && canHave(same)) {
    if (same === focusedIn(place)) return;
    return same.focus({ preventScroll: true });
  }
  const from = same ?? now[Math.min(at, now.length - 1)] ?? place;
  for (let scope = from.parentElement; scope; scope = scope.parentElement) {
    const beside = stopsOf(scope).filter((stop) => stop.tabIndex >= 0 && canHave(stop));
    const next = beside.find((stop) => stop === from || from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) ?? beside.at(-1);
    if (next) return next.focus({ preventScroll: true });
  }
}

/** How many sentences have stood beside fields: each has an id of its own. */
let refusals = 0;

/** Marks a field whose text was refused, and says why beside it. @param {HTMLElement} field @param {string} text */
export function refused(field, text) {
  mended(field);
  const id = `refusal-${(refusals += 1)}`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  (field.closest("label, .grid") ?? field).after(h("p", { class: "error", id, role: "alert" }, text));
}

/** Takes that back. @param {Element} field */
export function mended(field) {
  if (!field.hasAttribute("aria-invalid")) return;
  rootOf(field).getElementById?.(field.getAttribute("aria-describedby") ?? "")?.remove();
  for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
}

/** Says something to who cannot see the change. @param {string} text @param {Node} from */
export function announce(text, from) {
  const place = rootOf(from).querySelector?.("#announcement");
  if (place) place.textContent = text;
}

/** Milliseconds between two sentences of what runs by itself: a listener needs the time to hear one. */
const BREATH = 4000;
/** The last sentence, and when it was said. */
let said = { text: "", at: -BREATH };

/** Says where a lab has come to, in one sentence; of what runs or moves only now and then. @param {() => string} say @param {Node} from @param {boolean} moving */
export function announceStep(say, from, moving) {
  const now = performance.now();
  if (moving && now - said.at < BREATH) return;
  const text = say();
  if (text === said.text) return;
  said = { text, at: now };
  announce(text, from);
}

/**
 * Hears what is typed into a field for a whole number. What is none, or beyond the field's `min` and `max`, the browser
 * tells in its own words; left at that, the field shows `now()` again.
 * @param {HTMLInputElement} field @param {(value: number) => void} take @param {() => number} now
 */
export function hearWhole(field, take, now) {
  let telling = 0;
  const reset = () => (field.value = String(now()));
  field.required = true;
  field.addEventListener("change", () => {
    if (field.validity.valid) return take(Number(field.value));
    // once the focus has gone where it was about to: telling takes it back
    telling = window.setTimeout(() => {
      telling = 0;
      if (field.getClientRects().length) field.reportValidity();
      else reset();
    });
  });
  // a window that is left keeps its field
  field.addEventListener("blur", () => telling || focusedIn(field) === field || reset());
}

/** Tells who listens, outside of the lab too. @param {Element} from @param {string} name @param {object} [detail] */
export const emit = (from, name, detail) => from.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));

/**
 * What a part of the lab draws: one position in the lesson.
 * @typedef {{
 *   spec: import("./core.js").NetworkSpec, iteration: number, index: number, step: import("./core.js").Step,
 *   steps: import("./core.js").Step[], previous: import("./core.js").Step[] | null, digits: number, sample: number,
 *   notation: "standard" | "handout", printed: (import("./core.js").PrintedValue & { why?: string })[],
 *   what: { title: string, steps: import("./core.js").Step[] }[], symbol: (id: string) => Formula, batch: number[] | null
 * }} View
 */

/**
 * Where a quantity that a step uses comes from: a step of this iteration or of the one before, or (iteration 0) the
 * problem itself.
 * @param {View} view @param {string} id @param {number} [index] of the step that uses it
 * @returns {{ iteration: number, id: string }}
 */
export function origin(view, id, index = view.index) {
  if (/^(x|y|mask\d|slope\d)$/.test(id)) return { iteration: 0, id };
  const here = view.steps.findIndex((step) => step.id === id);
  return { iteration: here >= 0 && here < index ? view.iteration : view.iteration - 1, id };
}

/**
 * Gives the quantities of a formula the names by which they light up. The first is the step's own, which may have the
 * same letter as what it is made from (W = W + v).
 * @param {Element} math @param {View} view
 */
export function named(math, view) {
  let own = true;
  for (const part of math.querySelectorAll("[data-q]")) {
    const id = part.getAttribute("data-q") ?? "";
    part.setAttribute("data-q", mark(own && id === view.step.id ? { iteration: view.iteration, id } : origin(view, id)));
    own = false;
  }
  return math;
}

/** The name by which a quantity lights up everywhere. @param {{ iteration: number, id: string }} place */
export const mark = ({ iteration, id }) => `${iteration}:${id}`;

/** The problem's own value of a parameter. @param {View} view @param {string} id @returns {Matrix | null} */
export function initial(view, id) {
  const layer = view.spec.layers[Number(id.slice(1)) - 1];
  if (!layer || !/^[Wb]\d$/.test(id)) return null;
  return id[0] === "W" ? layer.weights : layer.bias.map((value) => [value]);
}

/** The letters of an optimizer's settings, in their order, as formulas write them. @type {Record<string, string>} */
export const LETTERS = { learning_rate: "η", momentum: "μ", beta1: "β₁", beta2: "β₂", decay: "ρ", epsilon: "ε", weight_decay: "λ" };
