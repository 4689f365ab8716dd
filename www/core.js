/**
 * The only file that touches the wasm module. It implements `npm/gradstep.d.ts`, and a few functions more that the page uses.
 *
 * Nothing here runs the DOM at import time, so the same file serves pages, bundlers and Node (with bytes for `init`).
 *
 * @typedef {number[][]} Matrix
 * @typedef {{ latex: string, mathml: string, speech: string }} Formula
 * @typedef {"forward" | "cost" | "backward" | "update"} Phase
 * @typedef {{ id: string, phase: Phase, layer: number | null, title: string, why: string, symbol: Formula, formula: Formula,
 *   substituted: Formula, value: Matrix, uses: string[] }} Step
 * @typedef {{ digits?: number, notation?: "standard" | "handout" }} Display
 * @typedef {{ kind: string, slope?: number, lower?: number, upper?: number, alpha?: number }} Activation
 * @typedef {{ weights: Matrix, bias: number[], activation: Activation, train_bias?: boolean, dropout?: number, residual?: boolean }} Layer
 * @typedef {{ kind: string, [field: string]: unknown }} Optimizer
 * @typedef {{ digits: number, mode: string }} Rounding
 * @typedef {{ layers: Layer[], cost: { kind: string, factor?: number }, reduction?: string, optimizer: Optimizer, inputs: Matrix,
 *   targets: Matrix, batch_size?: number, rounding?: Rounding, seed?: number,
 *   l1?: number, l2?: number }} NetworkSpec
 * @typedef {{ parameter: string, row: number, column: number }} Parameter
 * @typedef {{ analytic: number, numeric: number, relative_error: number }} GradientCheck
 * @typedef {{ id: string, title: string, lab: string, spec: any, steps?: number }} Preset
 * @typedef {{ iteration: number, id: string, title: string, formula: Formula, printed: Matrix, computed: Matrix,
 *   difference: Matrix, agrees: boolean[][] }} PrintedValue
 */
import * as glue from "../gradstep.js";

/** The generated module, by name: the wrapper below gives its functions their types. @type {any} */
const wasm = glue;

/** An error with the place that it speaks of. */
export class GradstepError extends Error {
  /**
   * @param {string} path the offending place, `layers[1].weights[0]`; empty where there is none
   * @param {string} message what was expected and what was found
   */
  constructor(path, message) {
    super(message);
    this.name = "GradstepError";
    this.path = path;
  }
}

/** A call needed a part of the core that has not arrived: wait for it, make the objects of the call anew, and call again. */
export class Waiting extends GradstepError {
  constructor() {
    super("", t("page.core.waiting"));
  }
}

/** @type {Promise<unknown> | null} */
let starting = null;
let ready = false;
let broken = false;
/** Parts of the core that the build of the page has put into modules of their own. @type {Set<string>} */
const apart = new Set();
/** Those of them that have been asked for. @type {Map<string, Promise<void>>} */
const coming = new Map();
/** @type {Record<string, string>} */
let catalogue = {};
let chosen = "en";

/** Words that must be there before, or without, the catalogue. */
const EARLY = {
  "page.core.not_ready": "Gradstep is not ready: call init() and wait for it before anything else.",
  "page.core.freed": "This object has been freed: make a new one.",
  "page.core.waiting": "This part of Gradstep has not arrived yet: wait for whole() first.",
  "page.core.broken": "The calculation stopped by an error of its own. Reload to start it anew; nothing of the problem is lost: it stands in the link.",
};

/**
 * Starts the module. A second call gives the first one's promise.
 * @param {unknown} [source] nothing (the wasm file beside `gradstep.js`), bytes, a `WebAssembly.Module`, a URL, a
 *   `Response`, a promise of one of these, or `{ module_or_path }`
 * @returns {Promise<unknown>}
 */
export default function init(source) {
  starting ??= start(source).catch((error) => {
    starting = null;
    throw error;
  });
  return starting;
}

/** @param {unknown} source */
async function start(source) {
  const given = await source;
  const isOptions = typeof given === "object" && given !== null && "module_or_path" in given;
  const options = given === undefined || isOptions ? given : { module_or_path: given };
  const exports = await wasm.default(options);
  catalogue = wasm.words();
  for (const name of Object.keys(exports)) if (name.startsWith(":")) apart.add(name.split(":")[1]);
  ready = true;
  return exports;
}

/**
 * Loads a part of the core, where it is apart: `network` has what the network lab needs beyond its first screen, and is
 * loaded with every other; with `formulas` and `experiments` come the races that they are for. A second call gives the first one's promise.
 * @param {string} name @returns {Promise<unknown>}
 */
export function part(name) {
  return name === "network" ? load(name) : Promise.all(needs(name).map(load));
}

/** What must be there for the calls of a part. @param {string} name */
const needs = (name) => ["network", ...(BESIDE[name] ?? []), name];
/** What has to be there beside a part. @type {Record<string, string[]>} */
const BESIDE = { formulas: ["optimizers"], experiments: ["optimizers", "formulas"] };

/** Loads all of them, languages apart. */
export async function whole() {
  await init();
  await Promise.all(waited().map(load));
}

/** The parts that have not arrived, languages apart. */
const waited = () => [...apart].filter((name) => !name.startsWith("words-"));

/** @param {string} name */
function load(name) {
  const known = coming.get(name) ?? join(name).catch((error) => {
    coming.delete(name);
    throw error;
  });
  coming.set(name, known);
  return known;
}

/** A part imports what the first module exports under its name, and puts its functions into the first one's table. @param {string} name */
async function join(name) {
  const here = import.meta.url; // apart, so that bundlers of the package, which is in one piece, look for no parts
  const module = ready && !apart.has(name) ? null : compiled(new URL(`../gradstep_${name}.wasm`, here));
  module?.catch(() => {}); // told below, once the first is there
  const first = /** @type {WebAssembly.ModuleImports} */ (await init());
  if (!apart.has(name) || !module) return;
  await WebAssembly.instantiate(await module, { "": first });
  apart.delete(name);
  catalogue = wasm.words();
}

/** A server that gives the file a wrong type costs the time of its arrival, no more. @param {URL} url */
async function compiled(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname.split("/").pop()}: status ${answer.status}`);
  return answer.headers.get("content-type") === "application/wasm" ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/** Whether a part is there: nothing has to wait for it. @param {string} name */
export const isThere = (name) => ready && !apart.has(name);

/** Whether the module has trapped: nothing can be computed before a reload. */
export const isBroken = () => broken;

/**
 * The text of a catalogue key, each `{name}` replaced by its value; the key itself where there is no such text.
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = catalogue[key] ?? /** @type {Record<string, string>} */ (EARLY)[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** All words of the chosen language: key to text. @returns {Record<string, string>} */
export const words = () => early(() => wasm.words());

/**
 * Chooses the language of titles, reasons, speech and messages. Where the core comes in parts, a language is one of them
 * (`bringLanguage`).
 * @param {string} tag @throws GradstepError that names the known ones where this is not one
 */
export function setLanguage(tag) {
  if (apart.has(`words-${tag}`)) throw new Waiting();
  call("network", () => wasm.setLanguage(tag));
  catalogue = wasm.words();
  chosen = tag;
}

/** Loads a language and chooses it. @param {string} tag */
export async function bringLanguage(tag) {
  await init();
  await part(`words-${tag}`);
  setLanguage(tag);
}

/** The tag of the chosen language. */
export const language = () => chosen;

/** Runs one call into a part of the core. @template T @param {string} name @param {() => T} body @returns {T} */
function call(name, body) {
  if (ready && !broken && !needs(name).every(isThere)) throw new Waiting();
  return early(body);
}

/**
 * Runs one call that the first module answers alone, and turns a trap into an error that can be told. As long as a part is
 * missing, a trap is a function's that it would have brought.
 * @template T @param {() => T} body @param {() => void} [trapped] @returns {T}
 */
function early(body, trapped) {
  if (broken) throw new GradstepError("", t("page.core.broken"));
  if (!ready) throw new GradstepError("", t("page.core.not_ready"));
  try {
    return body();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw told(error);
    trapped?.();
    broken = waited().length === 0;
    throw broken ? new GradstepError("", t("page.core.broken")) : new Waiting();
  }
}

/** The core makes plain Errors: here they get the class that callers tell them by. @param {unknown} error */
const told = (error) =>
  error instanceof Error && error.name === "GradstepError" && !(error instanceof GradstepError) ? new GradstepError(/** @type {any} */ (error).path, error.message) : error;

/** Frees what stands behind an object. A trap in one of its own calls has locked it: its memory is lost then. @param {any} handle */
function release(handle) {
  if (!handle || broken) return;
  try {
    handle.free();
  } catch {}
}

/** A network in training; see `npm/gradstep.d.ts`. Whoever makes one calls `free()`. */
export class Network {
  /** @type {any} */
  #handle;

  /** @param {NetworkSpec} spec */
  constructor(spec) {
    this.#handle = early(() => new wasm.Network(spec));
  }

  /** @template T @param {(handle: any) => T} body @returns {T} */
  #with(body) {
    return call("network", () => body(this.#alive));
  }

  /** What the first screen asks for. A trap leaves the handle locked: it is given up. @template T @param {(handle: any) => T} body @returns {T} */
  #early(body) {
    return early(() => body(this.#alive), () => (this.#handle = null));
  }

  get #alive() {
    if (!this.#handle) throw new GradstepError("", t("page.core.freed"));
    return this.#handle;
  }

  /** Whole iterations done. @returns {number} */
  get iteration() {
    return this.#early((handle) => handle.iteration);
  }

  /** @param {Display} [display] @returns {Step[]} */
  forward(display) {
    return this.#with((handle) => handle.forward(display));
  }

  /** @param {Display} [display] @returns {Step[]} */
  backward(display) {
    return this.#with((handle) => handle.backward(display));
  }

  /** @param {Display} [display] @returns {Step[]} */
  update(display) {
    return this.#with((handle) => handle.update(display));
  }

  /** @param {number} count */
  iterate(count) {
    this.#with((handle) => handle.iterate(count));
  }

  /** Iterates, and gives two parameters before and after each iteration: x0 y0 x1 y1 … @param {[Parameter, Parameter]} axes @param {number} count @returns {Float64Array} */
  follow(axes, count) {
    return this.#with((handle) => handle.follow(axes, count));
  }

  /** @param {number} iteration @param {Display} [display] @returns {Step[]} */
  trace(iteration, display) {
    return this.#early((handle) => handle.trace(iteration, display));
  }

  /** @returns {Float64Array} */
  costs() {
    return this.#with((handle) => handle.costs());
  }

  /** @returns {{ weights: Matrix, bias: number[] }[]} */
  parameters() {
    return this.#with((handle) => handle.parameters());
  }

  /** @param {Matrix} inputs @returns {Matrix} */
  predict(inputs) {
    return this.#with((handle) => handle.predict(inputs));
  }

  /** @param {Matrix} inputs @param {Matrix} targets @returns {{ cost: number, accuracy: number | null }} */
  evaluate(inputs, targets) {
    return this.#with((handle) => handle.evaluate(inputs, targets));
  }

  /** @returns {object[]} */
  layerStats() {
    return this.#with((handle) => handle.layerStats());
  }

  /** The other cost of the iterations done; empty where it is not defined. @returns {Float64Array} */
  otherCosts() {
    return this.#with((handle) => handle.otherCosts());
  }

  /** The first iteration and step with a number that is not finite. @returns {{ iteration: number, id: string } | null} */
  divergence() {
    return this.#with((handle) => handle.divergence()) ?? null;
  }

  /** At the parameters before `iteration`, with its batch. @param {number} iteration @param {Parameter} at @returns {GradientCheck} */
  checkGradient(iteration, at) {
    return this.#with((handle) => handle.checkGradient(iteration, at));
  }

  /** The name of a quantity as a formula. @param {string} id @param {Display} [display] @returns {Formula} */
  symbol(id, display) {
    return this.#early((handle) => handle.symbol(id, display));
  }

  /** Which samples (rows of `inputs`) the batch of an iteration holds; `null` where all of them. @param {number} iteration @returns {number[] | null} */
  batch(iteration) {
    return this.#early((handle) => handle.batch?.(iteration) ?? null);
  }

  /** The problem with every default filled in. @returns {NetworkSpec} */
  spec() {
    return this.#with((handle) => handle.spec());
  }

  free() {
    release(this.#handle);
    this.#handle = null;
  }
}

/** @param {NetworkSpec} spec @param {Parameter} at @returns {GradientCheck} */
export const checkGradient = (spec, at) => call("network", () => wasm.checkGradient(spec, at));

/**
 * @param {number[]} sizes @param {Activation} activation @param {Activation} output @param {object} initializer
 * @param {number} seed @returns {Layer[]}
 */
export const buildLayers = (sizes, activation, output, initializer, seed) =>
  call("network", () => wasm.buildLayers(sizes, activation, output, initializer, seed));

/** @returns {Preset[]} */
export const presets = () => call("network", () => wasm.presets());

/**
 * Those of the network lab; each one's problem is made when it is asked for.
 * @returns {(Preset & { printed: boolean })[]}
 */
export function networks() {
  return early(() => wasm.networkNames()).map((/** @type {any} */ preset) => {
    /** @type {NetworkSpec | undefined} */ let spec;
    const get = () => (spec ??= early(() => wasm.networkSpec(preset.id)));
    return Object.defineProperty({ ...preset, lab: "network" }, "spec", { get, enumerable: true });
  });
}

/** What a source printed, beside what is computed; empty for presets without. @param {string} preset @param {Display} [display] @returns {PrintedValue[]} */
export const printedValues = (preset, display) => call("network", () => wasm.printedValues(preset, display));

/** A number as the formulas write it. @param {number} value @param {number} digits @returns {string} */
export const formatNumber = (value, digits) => early(() => wasm.formatNumber(value, digits));

/** Draws the cost chart. @param {HTMLCanvasElement} canvas @param {object} chart */
export const drawCosts = (canvas, chart) => call("network", () => wasm.drawCosts(canvas, chart));

/**
 * @typedef {{ kind?: string, expression?: string, model?: string, x?: number[], y?: number[], network?: NetworkSpec, axes?: [Parameter, Parameter] }} Surface
 * @typedef {{ x: number, y: number, value: number, type: "global_minimum" | "minimum" | "maximum" | "saddle" }} Stationary
 * @typedef {{ kind: string, title: string, formula: Formula, source: string, domain: [number, number, number, number],
 *   starts: [number, number][], stationary: Stationary[] }} SurfaceInfo
 */

/** @param {Display} [display] @returns {SurfaceInfo[]} */
export const surfaces = (display) => call("optimizers", () => call("formulas", () => wasm.surfaces(display)));

/** Surfaces that come with the lab; `xtask/src/parts.rs` knows them, too. */
const EARLY_SURFACES = ["two_well", "ravine", "banana"];

/** The part of the core that a surface needs: what is not the lab's own comes when it is asked for. @param {any} surface */
export const surfacePart = (surface) => (EARLY_SURFACES.includes(surface?.kind) ? "optimizers" : "formulas");

/** What is known of one surface, of any form. @param {Surface} surface @param {Display} [display] @returns {SurfaceInfo} */
export const surfaceInfo = (surface, display) => call("optimizers", () => call(surfacePart(surface), () => wasm.surfaceInfo(surface, display)));

/** The names of the catalogue with their titles, without the search for stationary points. @returns {{ kind: string, title: string }[]} */
export const surfaceKinds = () => call("optimizers", () => wasm.surfaceKinds());

/** @param {Surface} surface @param {number} x @param {number} y @returns {{ value: number, gradient: [number, number], hessian: [[number, number], [number, number]] }} */
export const evaluateSurface = (surface, x, y) => call("optimizers", () => call(surfacePart(surface), () => wasm.evaluateSurface(surface, x, y)));

/** @param {Surface} surface @param {[number, number, number, number]} domain @param {number} columns @param {number} rows @returns {Float64Array} */
export const surfaceGrid = (surface, domain, columns, rows) => call("optimizers", () => call(surfacePart(surface), () => wasm.surfaceGrid(surface, domain, columns, rows)));

/**
 * The heat map with contour lines: RGBA, the picture's first row on top.
 * @param {Surface} surface @param {[number, number, number, number]} domain @param {number} columns @param {number} rows
 * @param {{ stops: string[], line: string, empty: string }} style @returns {Uint8ClampedArray}
 */
export const surfaceImage = (surface, domain, columns, rows, style) => call("optimizers", () => call(surfacePart(surface), () => wasm.surfaceImage(surface, domain, columns, rows, style)));

/**
 * @typedef {{ surface: Surface, start: [number, number], optimizers: Optimizer[], noise?: { std: number, seed: number },
 *   batch?: { size: number, seed: number } }} RaceSpec
 * @typedef {{ state: "running" | "converged" | "diverged", steps: number, reached: number | null }} Status
 * @typedef {{ step: number, x: number, y: number, eigenvalue: number, product: number, limit: number }} Stability
 * @typedef {{ surface: Surface, optimizer: Optimizer, domain: [number, number, number, number], columns: number, rows: number, steps: number }} BasinSpec
 */

/** Optimizers on a surface; see `npm/gradstep.d.ts`. Whoever makes one calls `free()`. */
export class Race {
  /** @type {any} */
  #handle;

  /** @param {RaceSpec} spec */
  constructor(spec) {
    this.#handle = call("optimizers", () => call(surfacePart(spec?.surface), () => new wasm.Race(spec)));
  }

  /** @template T @param {(handle: any) => T} body @returns {T} */
  #with(body) {
    const handle = this.#handle;
    if (!handle) throw new GradstepError("", t("page.core.freed"));
    return call("optimizers", () => body(handle));
  }

  /** Steps done. @returns {number} */
  get steps() {
    return this.#with((handle) => handle.steps);
  }

  /** The same race from another start, no step done. @param {[number, number]} start */
  restart(start) {
    this.#with((handle) => handle.restart(start));
  }

  /** @param {number} steps */
  advance(steps) {
    this.#with((handle) => handle.advance(steps));
  }

  /** @param {number} optimizer @returns {Float64Array} */
  path(optimizer) {
    return this.#with((handle) => handle.path(optimizer));
  }

  /** @param {number} optimizer @returns {Float64Array} */
  values(optimizer) {
    return this.#with((handle) => handle.values(optimizer));
  }

  /** @param {number} optimizer @returns {Status} */
  status(optimizer) {
    return this.#with((handle) => handle.status(optimizer));
  }

  /** @param {number} optimizer @param {number} step @param {Display} [display] @returns {Step[]} */
  derive(optimizer, step, display) {
    return this.#with((handle) => handle.derive(optimizer, step, display));
  }

  /** The samples of a step's mini-batch; `null` where the gradients come from all of them. @param {number} step @returns {number[] | null} */
  batch(step) {
    return this.#with((handle) => handle.batch(step)) ?? null;
  }

  /** Why a racer ran away. @param {number} optimizer @returns {Stability | null} */
  stability(optimizer) {
    return this.#with((handle) => handle.stability(optimizer)) ?? null;
  }

  /** Steps until the path first comes within `tolerance` of a point. @param {number} optimizer @param {number} x @param {number} y @param {number} tolerance @returns {number | null} */
  stepsToWithin(optimizer, x, y, tolerance) {
    return this.#with((handle) => handle.stepsToWithin(optimizer, x, y, tolerance)) ?? null;
  }

  /** The length of the path. @param {number} optimizer @returns {number} */
  length(optimizer) {
    return this.#with((handle) => handle.length(optimizer));
  }

  free() {
    release(this.#handle);
    this.#handle = null;
  }
}

/**
 * @typedef {{ id: string, statement: string, setup: string, rule: string, columns: { title: string, digits: number }[],
 *   parts: string[], has_rates: boolean }} Claim
 * @typedef {{ title: string, rows: { method: string, learning_rate: number | null, figures: (number | null)[] }[], holds: boolean | null }} ClaimPart
 */

/** What is said of optimizers or of vanishing gradients, each with the experiment that measures it. @param {"optimizers" | "depth"} [topic] @returns {Claim[]} */
export const claims = (topic = "optimizers") => call(topic === "depth" ? topic : "experiments", () => wasm.claims(topic));

/** One part of a claim's experiment; the part of the core that knows the claim must be there. @param {string} id @param {number} part @param {"stated" | "best"} rates @returns {ClaimPart} */
export const measureClaim = (id, part, rates) => call("network", () => wasm.measureClaim(id, part, rates));

/** What all parts together say. @param {(boolean | null)[]} holds @returns {"holds" | "holds_in_some" | "does_not_hold" | "undecided"} */
export const claimVerdict = (holds) => call("network", () => wasm.claimVerdict(holds));

/** The whole map, or some of its rows. @param {BasinSpec} spec @param {number} [first] @param {number} [end] @returns {{ reached: Int8Array, steps: Uint16Array }} */
export const basin = (spec, first, end) => call("experiments", () => wasm.basin(spec, first, end));

/**
 * @typedef {{ kind: string, held_out?: number, features?: string[], samples?: number, noise?: number, points?: number[][] }} DataSpec
 * @typedef {{ depth: number, width: number, activation: Activation, initializer: { kind: string, value?: number, std?: number, gain?: number },
 *   residual?: boolean, dropout?: number, optimizer: Optimizer, batch_size: number, l1?: number, l2?: number }} Architecture
 * @typedef {{ data: DataSpec, seed?: number, network: Architecture }} DepthSpec
 * @typedef {{ kept: number[], gradients: { layer: number, zeros: number, zeros_drawn: number, entries: number, norm: number, norm_drawn: number }[],
 *   steps: Step[] }} ByHand
 * @typedef {{ seeds: number, quartiles: { layer: number, lower: number, median: number, upper: number }[],
 *   fit: { slope: number, intercept: number, factor: number, first: number, last: number } | null }} Spread
 */

/** A deep network in training on generated data; see the package's types. Whoever makes one calls `free()`. */
export class Training {
  /** @type {any} */
  #handle;

  /** @param {DepthSpec} spec @param {Uint8Array} [digits] the bytes of their file, where the data are digits */
  constructor(spec, digits) {
    this.#handle = call("depth", () => new wasm.Training(spec, digits));
  }

  /** @template T @param {(handle: any) => T} body @returns {T} */
  #with(body) {
    const handle = this.#handle;
    if (!handle) throw new GradstepError("", t("page.core.freed"));
    return call("depth", () => body(handle));
  }

  /** Whole iterations done. @returns {number} */
  get iteration() {
    return this.#with((handle) => handle.iteration);
  }

  /** Whole epochs done. @returns {number} */
  get epoch() {
    return this.#with((handle) => handle.epoch);
  }

  /** Iterations of an epoch. @returns {number} */
  get batches() {
    return this.#with((handle) => handle.batches);
  }

  /** @param {number} iterations */
  advance(iterations) {
    this.#with((handle) => handle.advance(iterations));
  }

  /** A row of `depthColumns()` a layer, of the iteration that comes next. @returns {Float64Array} */
  layers() {
    return this.#with((handle) => handle.layers());
  }

  /** Of each layer's outputs: low, high, then the counts. @param {number} cells @returns {Float64Array} */
  histograms(cells) {
    return this.#with((handle) => handle.histograms(cells));
  }

  /** Epoch, cost, accuracy, held-out cost, held-out accuracy of each point. @returns {Float64Array} */
  curve() {
    return this.#with((handle) => handle.curve());
  }

  /** Outputs of every unit of a layer over the plane from −6 to 6, unit by unit, rows from the lowest y. @param {number} layer @param {number} columns @param {number} rows @returns {Float32Array} */
  map(layer, columns, rows) {
    return this.#with((handle) => handle.map(layer, columns, rows));
  }

  /** x, y, class, and 1 where it is held out. @returns {Float64Array} */
  points() {
    return this.#with((handle) => handle.points());
  }

  /** Of one layer: z of each unit and sample, then f′(z) of each. @param {number} layer @returns {Float64Array} */
  dots(layer) {
    return this.#with((handle) => handle.dots(layer));
  }

  /** From the last hidden layer down: layer, ‖W‖ above, factor by weights, mean |f′|, largest |f′|, factor by slopes, product. @returns {Float64Array} */
  factors() {
    return this.#with((handle) => handle.factors());
  }

  /** The strongest path to a layer. @param {number} layer @param {number} sample @param {Display} [display] @returns {{ units: number[], steps: Step[] }} */
  path(layer, sample, display) {
    return this.#with((handle) => handle.path(layer, sample, display));
  }

  /** The iteration that comes next with other masks. @param {number} layer @param {number[][]} held layer, unit, 1 if kept else 0 @param {Display} [display] @returns {ByHand} */
  dropout(layer, held, display) {
    return this.#with((handle) => handle.dropout(layer, held, display));
  }

  /** Held-out samples taken for something else: what it is, what it is taken for, its inputs. @returns {Float64Array} */
  mistakes() {
    return this.#with((handle) => handle.mistakes());
  }

  free() {
    release(this.#handle);
    this.#handle = null;
  }
}

/** Throws where a spec cannot be trained, and says why; draws nothing. @param {DepthSpec} spec */
export const depthCheck = (spec) => call("depth", () => wasm.depthCheck(spec));

/** What `Training.layers()` gives of a layer, by name. @returns {string[]} */
export const depthColumns = () => call("depth", () => wasm.depthColumns());

/** Gradient norm and δ RMS of every layer before the first update, seed by seed. @param {DepthSpec} spec @param {Uint8Array | undefined} digits @param {number} first @param {number} end @returns {Float64Array} */
export const depthStart = (spec, digits, first, end) => call("depth", () => wasm.depthStart(spec, digits, first, end));

/** Median, quartiles and the fitted line over the seeds. @param {Float64Array} values of `depthStart` @param {number} layers @param {0 | 1} which gradient norms or δ RMS @returns {Spread} */
export const depthSpread = (values, layers, which) => call("depth", () => wasm.depthSpread(values, layers, which));

/** Points of comma-separated values. @param {string} csv @returns {[number, number, number][]} */
export const depthPoints = (csv) => call("depth", () => wasm.depthPoints(csv));

/** f(z) at equal steps, then f′(z) at the same. @param {Activation} activation @param {number} low @param {number} high @param {number} count @returns {Float64Array} */
export const depthCurve = (activation, low, high, count) => call("depth", () => wasm.depthCurve(activation, low, high, count));

/**
 * @typedef {{ x: number[], labels: number[], degree: number, weights: number[], optimizer: Optimizer, l2?: number,
 *   batch_size?: number, seed?: number, rounding?: Rounding, scaling?: "none" | "standardize" }} LogisticSpec
 * @typedef {{ weights: number[], cost: number, iterations: number } | { separable: true }} Optimum
 * @typedef {{ weights: number[], axes: [number, number], domain: [number, number, number, number], columns: number, rows: number,
 *   measure: "cross_entropy" | "lse", others: "held" | "best" }} Slice
 * @typedef {{ separable: boolean, complete: boolean, roots: number[] }} Separation
 * @typedef {{ hessian: Matrix, eigenvalues: number[], condition: number | null }} Curvature
 * @typedef {{ stops: string[], line: string, empty: string }} MapStyle
 */

/** Logistic regression on 1, x, …, x^degree; see `npm/gradstep.d.ts`. Whoever makes one calls `free()`. */
export class Logistic {
  /** @type {any} */
  #handle;

  /** @param {LogisticSpec} spec */
  constructor(spec) {
    this.#handle = call("logistic", () => new wasm.Logistic(spec));
  }

  /** @template T @param {(handle: any) => T} body @returns {T} */
  #with(body) {
    const handle = this.#handle;
    if (!handle) throw new GradstepError("", t("page.core.freed"));
    return call("logistic", () => body(handle));
  }

  /** Whole iterations done. @returns {number} */
  get iteration() {
    return this.#with((handle) => handle.iteration);
  }

  /** @param {Display} [display] @returns {Step[]} */
  forward(display) {
    return this.#with((handle) => handle.forward(display));
  }

  /** @param {Display} [display] @returns {Step[]} */
  backward(display) {
    return this.#with((handle) => handle.backward(display));
  }

  /** @param {Display} [display] @returns {Step[]} */
  update(display) {
    return this.#with((handle) => handle.update(display));
  }

  /** @param {number} count */
  iterate(count) {
    this.#with((handle) => handle.iterate(count));
  }

  /** @param {number} iteration @param {Display} [display] @returns {Step[]} */
  trace(iteration, display) {
    return this.#with((handle) => handle.trace(iteration, display));
  }

  /** The chain of one sample at the weights before an iteration. @param {number} iteration @param {number} sample @param {Display} [display] @returns {Step[]} */
  traceSample(iteration, sample, display) {
    return this.#with((handle) => handle.traceSample(iteration, sample, display));
  }

  /** Which samples the batch of an iteration holds. @param {number} iteration @returns {number[]} */
  batch(iteration) {
    return this.#with((handle) => handle.batch(iteration));
  }

  /** @returns {Float64Array} */
  costs() {
    return this.#with((handle) => handle.costs());
  }

  /** @returns {number[]} */
  weights() {
    return this.#with((handle) => handle.weights());
  }

  /** @param {number} iteration @returns {number[]} */
  weightsBefore(iteration) {
    return this.#with((handle) => handle.weightsBefore(iteration));
  }

  /** Two of the weights along the way, at most 1025 places: x0 y0 x1 y1 … @param {[number, number]} axes @returns {Float64Array} */
  path(axes) {
    return this.#with((handle) => handle.path(axes));
  }

  /** At the current weights, over all points. @returns {number[]} */
  gradient() {
    return this.#with((handle) => handle.gradient());
  }

  /** J over all points at any weights. @param {number[]} weights @returns {number} */
  cost(weights) {
    return this.#with((handle) => handle.cost(weights));
  }

  /** @param {number[]} x @returns {number[]} */
  predict(x) {
    return this.#with((handle) => handle.predict(x));
  }

  /** u and y at each x for any weights. @param {number[]} weights @param {number[] | Float64Array} x @returns {{ u: number[], y: number[] }} */
  curve(weights, x) {
    return this.#with((handle) => handle.curve(weights, x));
  }

  /** @returns {Optimum} */
  optimum() {
    return this.#with((handle) => handle.optimum());
  }

  /** Newton's steps. @param {number[]} weights @param {number} most @returns {{ path: number[][], costs: number[] }} */
  newton(weights, most) {
    return this.#with((handle) => handle.newton(weights, most));
  }

  /** How the classes lie along the line. @returns {Separation} */
  separation() {
    return this.#with((handle) => handle.separation());
  }

  /** The Hessian of J at any weights. @param {number[]} weights @returns {Curvature} */
  curvature(weights) {
    return this.#with((handle) => handle.curvature(weights));
  }

  /** The weights of the same curve: from this model's features to 1, x, x² …, or back. @param {number[]} weights @param {boolean} toOwn @returns {number[]} */
  rescaled(weights, toOwn) {
    return this.#with((handle) => handle.rescaled(weights, toOwn));
  }

  /** J over two of the weights, or some rows of it. @param {Slice} slice @param {number} [first] @param {number} [end] @returns {Float64Array} */
  slice(slice, first = 0, end = slice.rows) {
    return this.#with((handle) => handle.slice(slice, first, end));
  }

  /** The whole of it as a heat map with contour lines, RGBA. @param {Slice} slice @param {MapStyle} style @returns {Uint8ClampedArray} */
  sliceImage(slice, style) {
    return this.#with((handle) => handle.sliceImage(slice, style));
  }

  /** The same problem as a network of one unit. @returns {NetworkSpec} */
  network() {
    return this.#with((handle) => handle.network());
  }

  /** The problem with every default filled in. @returns {LogisticSpec} */
  spec() {
    return this.#with((handle) => handle.spec());
  }

  free() {
    release(this.#handle);
    this.#handle = null;
  }
}

/** Seeded points with classes. @param {string} kind @param {number} count @param {number} seed @returns {{ x: number[], labels: number[] }} */
export const generatePoints = (kind, count, seed) => call("logistic", () => wasm.generatePoints(kind, count, seed));

/** Heights, row by row from the bottom, as a heat map with contour lines, RGBA. @param {Float64Array} heights @param {number} columns @param {MapStyle} style @returns {Uint8ClampedArray} */
export const heightsImage = (heights, columns, style) => call("logistic", () => wasm.heightsImage(heights, columns, style));

/**
 * @typedef {{ iteration: number, id: string, value: Matrix }} Answer
 * @typedef {{ iteration: number, id: string, verdict: "correct" | "rounding" | "follows" | "wrong", expected: Matrix,
 *   expected_from_yours?: Matrix, diagnosis?: { kind: string, message: string } }} Verdict
 * @typedef {{ seed: number, sizes: number[], activation: Activation, cost: { kind: string, factor?: number },
 *   optimizer: Optimizer, decimals: number }} ExerciseOptions
 * @typedef {{ correct?: number, rounding?: number, follows?: number, cancels?: number, wrong?: number, missing?: number,
 *   weights?: Record<string, number> }} ScoreRule
 */

/**
 * Runs one call about a problem of either kind: a logistic model's needs that lab's part, too.
 * @template T @param {unknown} spec @param {() => T} body @returns {T}
 */
const about = (spec, body) => (/** @type {any} */ (spec)?.labels === undefined ? call("check", body) : call("logistic", () => call("check", body)));

/** Marks a hand calculation. @param {NetworkSpec | LogisticSpec} spec @param {Answer[]} answers @param {{ digits: number }} options @returns {Verdict[]} */
export const check = (spec, answers, options) => about(spec, () => wasm.markAnswers(spec, answers, options));

/**
 * What a sheet is worth. @param {{ iteration: number, id: string }[]} asked @param {Verdict[]} verdicts @param {ScoreRule} [rule]
 * @returns {{ score: number, most: number, points: { iteration: number, id: string, weight: number, points: number }[] }}
 */
export const score = (asked, verdicts, rule = {}) => call("check", () => wasm.scoreAnswers(asked, verdicts, rule));

/** @param {ExerciseOptions} options @returns {NetworkSpec} */
export const exercise = (options) => call("check", () => wasm.exercise(options));

/** @param {NetworkSpec | LogisticSpec} spec @param {{ iterations: number, digits: number, format: "latex" | "markdown" | "html", notation?: "standard" | "handout" }} options @returns {string} */
export const workedSolution = (spec, options) => about(spec, () => wasm.workedSolution(spec, options));

/** Every number as a table. @param {NetworkSpec | LogisticSpec} spec @param {{ iterations: number, digits: number, format: "csv" | "markdown" | "latex", notation?: "standard" | "handout" }} options @returns {string} */
export const ledger = (spec, options) => about(spec, () => wasm.ledger(spec, options));

/** A Python script that reproduces the numbers. @param {NetworkSpec | LogisticSpec} spec @param {{ iterations: number, digits: number, format: "numpy" | "torch" }} options @returns {string} */
export const script = (spec, options) => about(spec, () => wasm.script(spec, options));

/** A step with the student's own numbers put in. @param {NetworkSpec | LogisticSpec} spec @param {Answer[]} answers @param {{ digits: number }} options @param {number} iteration @param {string} id @param {Display} [display] @returns {Step} */
export const yourStep = (spec, answers, options, iteration, id, display) => about(spec, () => wasm.yourStep(spec, answers, options, iteration, id, display));

/** The names of all slips. @returns {string[]} */
export const misconceptions = () => call("check", () => wasm.misconceptions());

/**
 * A tiny example of a slip, in a problem of this kind where the slip can happen there.
 * @param {string} kind @param {Display} [display] @param {"network" | "logistic"} [problem]
 * @returns {{ spec: NetworkSpec | LogisticSpec, iteration: number, step: Step, wrong: Matrix } | null}
 */
export const slipExample = (kind, display, problem = "network") => about(problem === "logistic" ? { labels: [] } : null, () => wasm.slipExample(kind, display, problem)) ?? null;

/**
 * What is given for an iteration: all that is agreed on and all numbers for the first, another batch for a later one.
 * @param {NetworkSpec | LogisticSpec} spec @param {number} iteration @param {Display} [display]
 * @returns {{ settings: string[], numbers: { symbol: Formula, value: Matrix }[] }}
 */
export const given = (spec, iteration, display) => about(spec, () => wasm.given(spec, iteration, display));

/** Sheets with blanks in one document, or their key. @param {({ title: string, options: ExerciseOptions } | { title: string, spec: NetworkSpec | LogisticSpec })[]} list @param {boolean} key @param {{ iterations: number, digits: number, format: "latex" | "markdown" | "html", notation?: "standard" | "handout" }} options @returns {string} */
export const worksheets = (list, key, options) => {
  const fit = Array.isArray(list) && list.map((/** @type {any} */ one) => one?.spec).find((spec) => spec?.labels !== undefined);
  return about(fit, () => wasm.worksheets(list, key, options));
};

/** The squares of a link's QR code, row by row: 1 where dark. @param {string} link @returns {Uint8Array} */
export const qrCode = (link) => call("share", () => wasm.qrCode(link));
