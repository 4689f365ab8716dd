/**
 * Gradstep: backpropagation worked step by step with your own numbers.
 *
 * Numbers are IEEE-754 doubles; a `Matrix` is row-major, `m[row][column]`. Layers are numbered from 1 to L (the output).
 * `inputs` and `targets` hold one sample a row, (N, n_in) and (N, n_out); in a derivation a sample is a column, so z, a
 * and delta have shape (n, N). With reduction "mean" a cost is the mean over the samples of the batch and `delta` holds
 * the factor 1/N; over the outputs of one sample it is always a sum. The gradient of a layer uses the weights of the
 * forward pass, never the updated ones. The same spec and seed give the same bits in every browser and in Node.
 */

/**
 * Loads the module; every other function needs it first, and a second call gives the first one's promise. Without a source
 * it is the wasm file beside the package: fetched, or in Node (from 20.16) read from the disk. Else an `InitSource`, a
 * promise of one, or `{ module_or_path }`.
 */
export default function init(source?: unknown): Promise<unknown>;
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

export type Matrix = number[][];

export type Activation =
  | { kind: "identity" }
  | { kind: "sigmoid" }
  | { kind: "tanh" }
  | { kind: "relu" }
  | { kind: "leaky_relu"; slope: number }
  /** In training the slope is drawn from U[lower, upper] for each unit and sample, in evaluation it is their mean. */
  | { kind: "rrelu"; lower: number; upper: number }
  | { kind: "elu"; alpha: number }
  | { kind: "softplus" }
  /** The exact one, with erf. */
  | { kind: "gelu" }
  | { kind: "silu" }
  /** In the output layer only, with cross_entropy. */
  | { kind: "softmax" };

export type Cost =
  /** factor · Σ (a − y)²; the factor is 0.5 when none is given. */
  | { kind: "lse"; factor?: 0.5 | 1 }
  /** Binary and summed over the outputs for sigmoid, categorical for softmax; computed from z. */
  | { kind: "cross_entropy" };

/** g is the gradient at the current parameters, t counts updates from 1, all state starts at 0. */
export type Optimizer =
  /** w −= η g */
  | { kind: "sgd"; learning_rate: number }
  /** step (default): v = μ v − η g, w += v. gradient: v = μ v + g, w −= η v */
  | { kind: "momentum"; learning_rate: number; momentum: number; form?: "step" | "gradient" }
  /** m = μ m + (1−μ) g; m̂ = m / (1−μᵗ) unless bias_correction is false; w −= η m̂ */
  | { kind: "ema_momentum"; learning_rate: number; momentum: number; bias_correction?: boolean }
  /** v = μ v − η g; w += μ v − η g */
  | { kind: "nesterov"; learning_rate: number; momentum: number }
  /** s += g²; w −= η g / (√s + ε) */
  | { kind: "adagrad"; learning_rate: number; epsilon: number; epsilon_inside?: boolean }
  /** s = ρ s + (1−ρ) g²; u = g √(x+ε) / √(s+ε); x = ρ x + (1−ρ) u²; w −= η u */
  | { kind: "adadelta"; learning_rate: number; decay: number; epsilon: number }
  /** s = ρ s + (1−ρ) g²; w −= η g / √(s + ε), with ε inside the root unless epsilon_inside is false */
  | { kind: "rmsprop"; learning_rate: number; decay: number; epsilon: number; epsilon_inside?: boolean }
  /** m and s averaged, both corrected unless bias_correction is false; w −= η m̂ / (√ŝ + ε) */
  | { kind: "adam"; learning_rate: number; beta1: number; beta2: number; epsilon: number; bias_correction?: boolean; epsilon_inside?: boolean }
  /** Adam's step, and w −= η λ w with w from before it */
  | { kind: "adamw"; learning_rate: number; beta1: number; beta2: number; epsilon: number; weight_decay: number }
  /** Adam with the largest corrected s so far */
  | { kind: "amsgrad"; learning_rate: number; beta1: number; beta2: number; epsilon: number }
  /** Adam with m̂ = β₁ m / (1−β₁ᵗ⁺¹) + (1−β₁) g / (1−β₁ᵗ) */
  | { kind: "nadam"; learning_rate: number; beta1: number; beta2: number; epsilon: number }
  /** w −= η sign(β₁ m + (1−β₁) g); m = β₂ m + (1−β₂) g */
  | { kind: "lion"; learning_rate: number; beta1: number; beta2: number };

export type Rounding = { digits: number; mode: "half_even" | "half_away" | "truncate" };

export interface Layer {
  /** (n_out, n_in) */
  weights: Matrix;
  /** n_out */
  bias: number[];
  activation: Activation;
  /** false keeps the bias as it is; default true. */
  train_bias?: boolean;
  /** The share of this layer's outputs zeroed in training, the rest scaled by 1/(1−p). */
  dropout?: number;
  /** a = f(z) + the layer before; needs n_out = n_in. */
  residual?: boolean;
}

export interface NetworkSpec {
  layers: Layer[];
  cost: Cost;
  reduction?: "mean" | "sum";
  optimizer: Optimizer;
  inputs: Matrix;
  targets: Matrix;
  /** All samples when not given; smaller: a seeded shuffle every epoch, the last batch may be short. */
  batch_size?: number;
  /** By hand: every step's result is rounded before a later step uses it. */
  rounding?: Rounding;
  /** For batches, dropout and rrelu. */
  seed?: number;
  /** A penalty λ₁ Σ |w| + λ₂/2 Σ w² on all weights is added to J; 0 where none is given. */
  l1?: number;
  l2?: number;
}

/** A formula to draw, to read aloud and to copy. */
export interface Formula { latex: string; mathml: string; speech: string }

/** One line of a worked solution. */
export interface Step {
  /** z1 a1 … | cost cost_other | deltaL dWL dbL … | state and parameters of the update: vW2 W2 vb2 b2 … */
  id: string;
  phase: "forward" | "cost" | "backward" | "update";
  layer: number | null;
  title: string;
  why: string;
  /** The name of the result: what stands before "=" in the formula. */
  symbol: Formula;
  /** In symbols. */
  formula: Formula;
  /** With this iteration's numbers; a matrix beyond 8 × 8 is elided here, never in `value`. */
  substituted: Formula;
  value: Matrix;
  /** Ids of the steps and quantities it needs, in order. */
  uses: string[];
}

/** How formulas are written: 4 decimals and the standard letters when not given. */
export interface Display { digits?: number; notation?: "standard" | "handout" }

/** A network in training. Whoever makes one frees it; a call after `free` throws. */
export class Network {
  constructor(spec: NetworkSpec);
  /** Whole iterations done. */
  readonly iteration: number;
  /** One iteration in its stages: forward and cost, */
  forward(display?: Display): Step[];
  /** the gradients, */
  backward(display?: Display): Step[];
  /** the optimizer. Out of turn each throws and says what comes next. */
  update(display?: Display): Step[];
  /**
   * `count` whole iterations without building steps; one already begun is finished first. A network does 100,000,000 in
   * all. @throws GradstepError (path `count`) for more, and for what is no whole number ≥ 0
   */
  iterate(count: number): void;
  /**
   * Iterates, at most 1,000,000 times a call, and gives two parameters before and after each iteration: x0 y0 x1 y1 …
   * @throws GradstepError (path `axes[1].row`, `count`) with nothing done
   */
  follow(axes: [Parameter, Parameter], count: number): Float64Array;
  /**
   * All steps of any iteration from 1 to `iteration` + 1, whatever has been done since.
   * @throws GradstepError (path `iteration`, `display.digits`, `display.notation`)
   * @example network.trace(1).find(({ id }) => id === "cost").value[0][0].toFixed(4) // "0.1384" for the preset "hw3-q1"
   */
  trace(iteration: number, display?: Display): Step[];
  /** Of the iterations done, each of its batch and before its update. */
  costs(): Float64Array;
  /** The same of the other cost (`cost_other`); empty where it is not defined. */
  otherCosts(): Float64Array;
  /** The first iteration, and its first step, with a number that is not finite; null while all are. */
  divergence(): { iteration: number; id: string } | null;
  /** At the parameters before an iteration from 1 to `iteration` + 1, with its batch. @throws GradstepError (path `iteration`, `at.parameter`, `at.row`, `at.column`) */
  checkGradient(iteration: number, at: Parameter): { analytic: number; numeric: number; relative_error: number };
  /** The rows of `inputs` in the batch of an iteration from 1 to `iteration` + 1; null where all are. */
  batch(iteration: number): number[] | null;
  /** The name of a quantity ("z1", "dW2", "vb1") as a formula. @throws GradstepError (path `id`) */
  symbol(id: string, display?: Display): Formula;
  /** The problem with every default filled in. */
  spec(): NetworkSpec;
  parameters(): { weights: Matrix; bias: number[] }[];
  /** (N, n_out), in evaluation mode. @throws GradstepError (path `inputs[0]`) where a row has not n_in numbers */
  predict(inputs: Matrix): Matrix;
  evaluate(inputs: Matrix, targets: Matrix): { cost: number; accuracy: number | null };
  /** Of the last iteration done. */
  layerStats(): LayerStats[];
  free(): void;
}

export interface LayerStats {
  layer: number;
  /** Frobenius norm of dJ/dW. */
  gradient_norm: number;
  /** After the update. */
  weight_norm: number;
  /** Norm of the update over the norm of W before it. */
  update_ratio: number;
  /** Root mean square of dJ/dz over units and samples. */
  delta_rms: number;
  activation_mean: number;
  activation_std: number;
  /** The share of units × samples whose |f′(z)| is below 1 % of the largest there is. */
  saturated: number;
}

/** One parameter: "W1" or "b2", with row and column (0 for a bias). */
export interface Parameter { parameter: string; row: number; column: number }

/** One entry of the gradient beside its central difference. */
export function checkGradient(spec: NetworkSpec, at: Parameter): { analytic: number; numeric: number; relative_error: number };

export type Initializer =
  | { kind: "zeros" }
  | { kind: "constant"; value: number }
  /** U[−1/√n_in, 1/√n_in] */
  | { kind: "uniform_fan_in" }
  | { kind: "normal"; std: number }
  | { kind: "glorot_uniform" }
  | { kind: "glorot_normal" }
  | { kind: "he_uniform" }
  | { kind: "he_normal" }
  | { kind: "lecun_normal" }
  | { kind: "orthogonal"; gain: number };

/** Layers of these sizes (the inputs first) with seeded weights and biases 0. */
export function buildLayers(sizes: number[], activation: Activation, output: Activation, init: Initializer, seed: number): Layer[];

/** The language of titles, reasons, speech and messages: "en" at the start, or "fa"; an unknown tag throws and names the known ones. */
export function setLanguage(tag: string): void;

export type Lab = "network" | "optimizers" | "depth" | "logistic";

/** Ready-made problems; "hw3-q1" is the handout's network. */
export function presets(): { id: string; title: string; lab: Lab; spec: unknown; steps?: number }[];

/**
 * What bad input throws: `path` is the offending place, as in "layers[1].weights[0]"; empty where there is none.
 * @example try { new Network(spec) } catch (error) { if (error instanceof GradstepError) show(error.path, error.message) }
 */
export class GradstepError extends Error {
  constructor(path: string, message: string);
  name: "GradstepError";
  path: string;
}

// ---- surfaces of two parameters ----

/** A named surface, one typed in x and y (differentiated exactly), or a cost over two weights or parameters. */
export type Surface =
  | { kind: string }
  | { expression: string }
  | { model: "line" | "logistic"; x: number[]; y: number[] }
  | { network: NetworkSpec; axes: [Parameter, Parameter] };
export interface SurfaceInfo {
  kind: string;
  title: string;
  /** f = …; empty for costs over data. */
  formula: Formula;
  source: string;
  domain: [x_min: number, x_max: number, y_min: number, y_max: number];
  starts: [number, number][];
  /** Within the domain: minima first, the lower before the higher, then saddles, then maxima. */
  stationary: { x: number; y: number; value: number; type: "global_minimum" | "minimum" | "maximum" | "saddle" }[];
}
/** All named surfaces, with their stationary points. */
export function surfaces(display?: Display): SurfaceInfo[];
/** What is known of one surface, of any form. */
export function surfaceInfo(surface: Surface, display?: Display): SurfaceInfo;
/** The names of the catalogue alone. */
export function surfaceKinds(): { kind: string; title: string }[];
export function evaluateSurface(surface: Surface, x: number, y: number): { value: number; gradient: [number, number]; hessian: [[number, number], [number, number]] };
/** The heights on a grid, edges included: row-major, the first row at y_min. At most 4096 × 4096. */
export function surfaceGrid(surface: Surface, domain: [number, number, number, number], columns: number, rows: number): Float64Array;

export interface RaceSpec {
  surface: Surface;
  start: [number, number];
  /** One to 32. */
  optimizers: Optimizer[];
  /** Normal, on each gradient component, the same for all optimizers. */
  noise?: { std: number; seed: number };
  /** Gradients over random mini-batches of a data surface's samples. */
  batch?: { size: number; seed: number };
}
export class Race {
  constructor(spec: RaceSpec);
  readonly steps: number;
  /** The same race from another start, no step done: quicker than a new one. */
  restart(start: [number, number]): void;
  /** At most a million steps in all. */
  advance(steps: number): void;
  /** x0 y0 x1 y1 …; shorter than the race where the numbers overflowed. */
  path(optimizer: number): Float64Array;
  values(optimizer: number): Float64Array;
  /**
   * reached: the stationary point within 2.5 % of the domain's longer side. converged: near one, the last ten steps
   * each shorter than a thousandth of that; diverged: farther away than a million domains, or overflowed. steps: until
   * then, else all steps done.
   */
  status(optimizer: number): { state: "running" | "converged" | "diverged"; steps: number; reached: number | null };
  /** Ids: value, gradient, the optimizer's state (v, m, mhat …), point. */
  derive(optimizer: number, step: number, display?: Display): Step[];
  /** The samples of a step's mini-batch (indices into x and y); null where gradients come from all. */
  batch(step: number): number[] | null;
  /** Why gradient descent or momentum ran away: learning rate times the largest eigenvalue where it began, and its limit. */
  stability(optimizer: number): { step: number; x: number; y: number; eigenvalue: number; product: number; limit: number } | null;
  stepsToWithin(optimizer: number, x: number, y: number, tolerance: number): number | null;
  length(optimizer: number): number;
  free(): void;
}
export interface BasinSpec {
  surface: Surface;
  optimizer: Optimizer;
  domain: [number, number, number, number];
  columns: number;
  rows: number;
  steps: number;
}
/** What is said of optimizers or of vanishing gradients: how it is measured, and by which rule the figures speak for it. */
export interface Claim {
  id: string;
  statement: string;
  setup: string;
  rule: string;
  columns: { title: string; digits: number }[];
  /** The surfaces or settings, each measured by itself. */
  parts: string[];
  /** Whether "stated" and "best" make a difference. */
  has_rates: boolean;
}
export interface ClaimPart {
  title: string;
  /** null: not finite, since the method never arrived or overflowed. */
  /** learning_rate: null where nothing is trained. */
  rows: { method: string; learning_rate: number | null; figures: (number | null)[] }[];
  /** null: no method arrived. */
  holds: boolean | null;
}
/** Those on optimizers where no topic is given. */
export function claims(topic?: "optimizers" | "depth"): Claim[];
/** One part of a claim's experiment, with the handout's settings or each method's best learning rate of eight. */
export function measureClaim(id: string, part: number, rates: "stated" | "best"): ClaimPart;
export function claimVerdict(holds: (boolean | null)[]): "holds" | "holds_in_some" | "does_not_hold" | "undecided";
/**
 * Where each start ends, row by row from y_min, edges included. reached: index into stationary, -1 near none, -2
 * diverged; steps: from which on the start stayed near. With `first` and `end` these rows alone.
 */
export function basin(spec: BasinSpec, first?: number, end?: number): { reached: Int8Array; steps: Uint16Array };

// ---- deep networks, layer by layer -------------------------------------------------------------

export type Feature = "x" | "y" | "x_squared" | "y_squared" | "product" | "sin_x" | "sin_y";
/** Two classes in the plane from −6 to 6, as TensorFlow Playground draws them; own points; 1,797 handwritten digits. held_out: 0 to 0.9, 0.5 where none is given. */
export type DataSpec =
  | { kind: "circle" | "xor" | "gauss" | "spiral"; samples?: number; noise?: number; features?: Feature[]; held_out?: number }
  /** x, y and the class, 0 or 1 */
  | { kind: "points"; points: [number, number, number][]; features?: Feature[]; held_out?: number }
  | { kind: "digits"; held_out?: number };
/** 1 to 60 hidden layers of 1 to 128 units, then a sigmoid (digits: softmax) output with cross-entropy. */
export interface Architecture {
  depth: number;
  width: number;
  activation: Activation;
  initializer: Initializer;
  /** Every hidden layer but the first adds its input to its output. */
  residual?: boolean;
  dropout?: number;
  optimizer: Optimizer;
  batch_size: number;
  /** λ₁ of a penalty λ₁ Σ |w| on all weights; 0 where none is given. */
  l1?: number;
  /** λ₂ of a penalty λ₂/2 Σ w² on all weights. */
  l2?: number;
}
export interface DepthSpec { data: DataSpec; seed?: number; network: Architecture }

/** A deep network in training. Statistics are of the iteration that comes next, at the parameters as they stand. */
export class Training {
  /** digits: the unpacked bytes of their file (www/data/digits.deflate of the page), where the data are digits. */
  constructor(spec: DepthSpec, digits?: Uint8Array);
  readonly iteration: number;
  readonly epoch: number;
  /** Iterations of an epoch. */
  readonly batches: number;
  advance(iterations: number): void;
  /** A row a layer, in the order of depthColumns(). */
  layers(): Float64Array;
  /** Of each layer's outputs: low, high, then how many fall into each of `cells` equal cells. */
  histograms(cells: number): Float64Array;
  /** Epoch, cost, accuracy, held-out cost, held-out accuracy of each point; costs without a penalty, NaN for what is not held out. */
  curve(): Float64Array;
  /** Outputs of every unit of a layer over the plane, unit by unit, rows from the lowest y; empty for digits. */
  map(layer: number, columns: number, rows: number): Float32Array;
  /** x, y, class, and 1 where it is held out. */
  points(): Float64Array;
  /** z of each unit and sample of a layer, then f′(z) of each. */
  dots(layer: number): Float64Array;
  /** The chain rule from the last hidden layer down: layer, ‖W‖₂ of the layer above, RMS dJ/da over RMS δ above, mean |f′|, largest |f′| there is, RMS δ over RMS dJ/da, RMS δ over RMS δ of the output. */
  factors(): Float64Array;
  /** The strongest path from the output to a unit of `layer`, for one sample of the batch: its units, the output's first (from 0), and its worked steps. */
  path(layer: number, sample: number, display?: Display): { units: number[]; steps: Step[] };
  /** The next iteration with other masks; held: [layer, unit from 0, 1 if kept for every sample, 0 if dropped]. */
  dropout(layer: number, held: number[][], display?: Display): ByHand;
  /** Held-out samples taken for something else: what it is, what it is taken for, its inputs. */
  mistakes(): Float64Array;
  free(): void;
}
export interface ByHand {
  /** Of each unit of the layer: the share of samples for which it is kept. */
  kept: number[];
  /** Entries of dJ/dW that are exactly 0, and its norm, with these masks and as drawn. */
  gradients: { layer: number; zeros: number; zeros_drawn: number; entries: number; norm: number; norm_drawn: number }[];
  steps: Step[];
}
export function depthColumns(): string[];
/** Throws where a spec cannot be trained, and says why; draws nothing. */
export function depthCheck(spec: DepthSpec): void;
/** Gradient norm and δ RMS of every layer before the first update, for each seed from `first` up to, but not with, `end`. */
export function depthStart(spec: DepthSpec, digits: Uint8Array | undefined, first: number, end: number): Float64Array;
export interface Spread {
  seeds: number;
  quartiles: { layer: number; lower: number; median: number; upper: number }[];
  /** log₁₀ median = intercept + slope · layer; factor: 10^(−slope), what one layer makes of the gradient on its way down. null: fewer than two layers of one shape, or a median that is 0 or not finite. */
  fit: { slope: number; intercept: number; factor: number; first: number; last: number } | null;
}
/** which: 0 for gradient norms, 1 for δ RMS. */
export function depthSpread(values: Float64Array, layers: number, which: 0 | 1): Spread;
/** Points of comma-separated values, x, y, class; an error names line and column. */
export function depthPoints(csv: string): [number, number, number][];
/** f(z) at `count` equal steps from `low` to `high`, then f′(z) at the same. */
export function depthCurve(activation: Activation, low: number, high: number, count: number): Float64Array;

// ---- logistic regression on polynomial features ----

export interface LogisticSpec {
  /** N points on a line. */
  x: number[];
  /** N classes, each 0 or 1. */
  labels: number[];
  /** 0 to 8. */
  degree: number;
  /** degree + 1: of 1, x, …, x^degree, or of these scaled. */
  weights: number[];
  optimizer: Optimizer;
  /** J = mean cross-entropy + l2/2 (w1² + …); w0 is left out. Default 0. */
  l2?: number;
  /** Default: all points; smaller: a seeded shuffle every epoch, the last batch may be short. */
  batch_size?: number;
  seed?: number;
  rounding?: Rounding;
  /** "standardize": each power of x less its mean, over its standard deviation, both over all points. Default "none". */
  scaling?: "none" | "standardize";
}

/** J over a rectangle of two weights (numbered from 0), edges included. */
export interface Slice {
  /** degree + 1; those of the axes do not count. */
  weights: number[];
  axes: [number, number];
  domain: [number, number, number, number];
  columns: number;
  rows: number;
  /** "lse": the mean of (y − c)²/2 instead. */
  measure: "cross_entropy" | "lse";
  /** The other weights as they are or, of cross-entropy, as they make J smallest at each point. */
  others: "held" | "best";
}

/**
 * u(x) = w · (1, x, …, x^degree), y = σ(u), J = mean cross-entropy + l2/2 (w1² + …).
 *
 * Ids of an iteration's steps, in order: u, y | cost | dLdy, dydu, dudw, delta (dL/du = y − c: the factors cancel), dLdw
 * (each sample's gradient, a column), dw (dJ/dw: their mean, and what l2 adds) | the optimizer's state vw, mw, mhatw, sw,
 * shatw, uw, xw as with networks, then w. In `uses` stand besides: X (the features, (degree + 1, N), a sample a column),
 * c (the classes, (1, N)), w and the state before the update, r (1 for each weight that l2 penalises).
 */
export class Logistic {
  constructor(spec: LogisticSpec);
  readonly iteration: number;
  forward(display?: Display): Step[];
  backward(display?: Display): Step[];
  /** Out of turn each throws and says what comes next. */
  update(display?: Display): Step[];
  iterate(count: number): void;
  trace(iteration: number, display?: Display): Step[];
  /** One sample alone, at the weights before an iteration: u, y, loss, dLdy, dydu, dudw, delta, dLdw, and of (y − c)²/2 loss_lse, delta_lse. */
  traceSample(iteration: number, sample: number, display?: Display): Step[];
  /** The samples of an iteration's batch, as places in x. */
  batch(iteration: number): number[];
  /** Of the iterations done, each of its batch and before its update. */
  costs(): Float64Array;
  weights(): number[];
  weightsBefore(iteration: number): number[];
  /** Two of the weights along the way: x0 y0 x1 y1 …; every iteration up to 1024, then every other, every fourth … */
  path(axes: [number, number]): Float64Array;
  /** At the current weights, over all points. */
  gradient(): number[];
  /** J over all points, at any weights. */
  cost(weights: number[]): number;
  predict(x: number[]): number[];
  /** At any weights. */
  curve(weights: number[], x: number[]): { u: number[]; y: number[] };
  /**
   * By Newton's method from weights 0, over all points. separable: there is no finite optimum, since some polynomial of
   * the degree separates the classes (with l2: since there is one class only). Decided from the order of the labels.
   */
  optimum(): { weights: number[]; cost: number; iterations: number } | { separable: true };
  /** Newton's steps from any weights, each halved until the cost falls. */
  newton(weights: number[], most: number): { path: number[][]; costs: number[] };
  /** complete: by a polynomial that is 0 at no point. roots: of one of the lowest degree that separates the classes. */
  separation(): { separable: boolean; complete: boolean; roots: number[] };
  /** The Hessian of J at any weights; condition: null where it is infinite as far as doubles can tell. */
  curvature(weights: number[]): { hessian: Matrix; eigenvalues: number[]; condition: number | null };
  /** The weights of the same curve: from this model's features to 1, x, x² …, or (`toOwn`) from those to its own. */
  rescaled(weights: number[], toOwn: boolean): number[];
  /** Row-major, the first row at the second axis' least value; all rows, or those from `first` up to `end`. */
  slice(slice: Slice, first?: number, end?: number): Float64Array;
  /**
   * The whole slice as a heat map with contour lines: RGBA, `columns` × `rows` pixels, the first row on top. Colours are
   * "#rrggbb"; `stops` from low to high.
   */
  sliceImage(slice: Slice, style: { stops: string[]; line: string; empty: string }): Uint8ClampedArray;
  /** The problem with every default filled in. */
  spec(): LogisticSpec;
  /** The same problem as a network of one sigmoid unit. Throws with l2, and for degree 0. */
  network(): NetworkSpec;
  free(): void;
}

/** Seeded points: "overlapping", "separable", "inside_outside", "alternating" or "one_class". */
export function generatePoints(kind: string, count: number, seed: number): { x: number[]; labels: number[] };
// ---- worked solutions, exercises, checking ----

export interface Answer {
  /** From 1. */
  iteration: number;
  /** Of a step: "z1", "dW2", "vW1" …; of a logistic problem "u", "y", "cost", "dLdy" … "dw", "vw", "w", as `Logistic` lists them. */
  id: string;
  /** Of the step's shape; of the transposed shape it is marked wrong and named so. */
  value: Matrix;
}
export interface Verdict {
  iteration: number;
  id: string;
  /**
   * correct: the exact value at the digits given. rounding: off only as far as some rounding or truncation of earlier
   * results to those digits explains. follows: wrong, but right from this student's own earlier answers.
   */
  verdict: "correct" | "rounding" | "follows" | "wrong";
  expected: Matrix;
  /** From the student's own earlier answers, where that differs at the digits given. */
  expected_from_yours?: Matrix;
  /** With "wrong"; and of kind "cancels" with an answer that is right though it does not follow from the earlier ones. */
  diagnosis?: { kind: Misconception; message: string };
}
export type Misconception =
  | "sign" | "transposed" | "missing_activation_derivative" | "derivative_at_activation" | "missing_half" | "used_updated_weights"
  | "missing_learning_rate" | "missing_momentum" | "momentum_sign" | "missing_bias_correction" | "missing_bias" | "bias_not_updated"
  | "log_base" | "sum_instead_of_mean" | "epsilon_place" | "cancels" | "arithmetic";
/**
 * Marks answers, each given with `digits` (0 to 15) decimals; verdicts in the order of the answers. What is not given is
 * taken as computed, from the student's own numbers where they lead to it. Wrong answers that took no calculation (all
 * zeros, an earlier line copied) are not carried forward.
 *
 * In a logistic problem the slips are those of its own chain: missing_activation_derivative is ∂y/∂u left out of delta or
 * dLdw, derivative_at_activation is σ′ taken at y, missing_bias and bias_not_updated are about w0, missing_half about
 * l2/2, and used_updated_weights is the penalty taken at weights that were updated already. The features X are given; where
 * they have more digits than asked for, they may have been rounded.
 */
export function check(spec: NetworkSpec | LogisticSpec, answers: Answer[], options: { digits: number }): Verdict[];

/** What an answer earns, as a share of its quantity's weight, from -1000 to 1000. */
export interface ScoreRule {
  /** Default 1. */
  correct?: number;
  /** Default 1. */
  rounding?: number;
  /** Default 1. */
  follows?: number;
  /** Right though it does not follow from the earlier answers. Default 1. */
  cancels?: number;
  /** Default 0; below 0 it takes away. */
  wrong?: number;
  /** Asked for and not answered. Default 0. */
  missing?: number;
  /** By id, in every iteration, 0 to 1000; 1 for ids that are not named. */
  weights?: Record<string, number>;
}
/** What a sheet is worth: `score` is the sum of the points, at least 0, and `most` that of a sheet without a mistake. */
export function score(
  asked: { iteration: number; id: string }[],
  verdicts: Verdict[],
  rule?: ScoreRule,
): { score: number; most: number; points: { iteration: number; id: string; weight: number; points: number }[] };

export interface ExerciseOptions {
  seed: number;
  /** Inputs first: 2 to 6 sizes of 1 to 8. */
  sizes: number[];
  activation: Activation;
  cost: Cost;
  optimizer: Optimizer;
  /** Of weights, biases and inputs: 1 to 4. */
  decimals: number;
}
/** A network of one sample with pleasant numbers, in which four decimals show slips. */
export function exercise(options: ExerciseOptions): NetworkSpec;

/** `iterations`: 1 to 100. The LaTeX compiles as it stands; the HTML is a whole page, ready to be printed. */
export function workedSolution(
  spec: NetworkSpec | LogisticSpec,
  options: { iterations: number; digits: number; format: "latex" | "markdown" | "html"; notation?: "standard" | "handout" },
): string;
/** Every number as a table: iteration, quantity, row, column, value. CSV has all digits. */
export function ledger(
  spec: NetworkSpec | LogisticSpec,
  options: { iterations: number; digits: number; format: "csv" | "markdown" | "latex"; notation?: "standard" | "handout" },
): string;
/**
 * A Python script that prints every number: NumPy by the rules, PyTorch with gradients from autograd (by the rules, too,
 * where the problem rounds by hand: a rounded result has no gradient).
 */
export function script(spec: NetworkSpec | LogisticSpec, options: { iterations: number; digits: number; format: "numpy" | "torch" }): string;
/** A step with the student's own numbers put in; its value is what they lead to. */
export function yourStep(spec: NetworkSpec | LogisticSpec, answers: Answer[], options: { digits: number }, iteration: number, id: string, display?: Display): Step;
export function misconceptions(): Misconception[];
/**
 * A step done right and, in `wrong`, with the slip, in a problem of the kind asked for (a network's by itself, and where
 * the slip cannot happen in the other); null for "cancels" and "arithmetic".
 */
export function slipExample(
  kind: Misconception,
  display?: Display,
  problem?: "network" | "logistic",
): { spec: NetworkSpec | LogisticSpec; iteration: number; step: Step; wrong: Matrix } | null;
/** What is given for an iteration: for the first what is agreed on and all numbers but the optimizer's state, for a later one another batch. */
export function given(
  spec: NetworkSpec | LogisticSpec,
  iteration: number,
  display?: Display,
): { settings: string[]; numbers: { symbol: Formula; value: Matrix }[] };
/** Up to 200 sheets with blanks in one document, each on pages of its own; with `key` their solutions. */
export function worksheets(
  list: ({ title: string; options: ExerciseOptions } | { title: string; spec: NetworkSpec | LogisticSpec })[],
  key: boolean,
  options: { iterations: number; digits: number; format: "latex" | "markdown" | "html"; notation?: "standard" | "handout" },
): string;

// ---- labs in other pages: <gradstep-lab>, docs/embedding.md ----
// The element itself, for pages in TypeScript: gradstep-lab.d.ts.

/** Attributes of the element, and properties of the same names; a property takes a list for `hide` and `lock`. */
export interface LabSettings {
  lab?: Lab;
  /** "hw3-q1" …: one of presets() of that lab. */
  preset?: string;
  /** Network and logistic lab, from 1 and from 0. */
  iteration?: number;
  /** An id ("delta1") in the network lab, the number of steps taken in the optimizer lab. */
  step?: string | number;
  /** A copied link, or its part from "#" on; what stands in the others goes over it. */
  state?: string;
  /** 1 to 10. */
  digits?: number;
  notation?: "standard" | "handout";
  /** "page", the default: as light or dark as what is behind the element. */
  theme?: "page" | "system" | "light" | "dark";
  /** Names of controls that are not shown, with blanks between them. */
  hide?: string;
  /** Names of controls that are shown and cannot be used. */
  lock?: string;
}

/** Names of the events that leave the element, and their details. They bubble. */
export interface LabEvents {
  "gradstep-ready": { lab: Lab };
  /** After every step, by whatever means. `step` is an id in the network lab, null in the others. */
  "gradstep-step": { lab: Lab; iteration: number; step: string | null; link: string };
  /** The problem has been changed by hand. */
  "gradstep-changed": { lab: Lab; link: string };
  /** All complete answers of the answer sheet have been marked. */
  "gradstep-checked": CheckedDetail;
  /** The lab could not start; `message` is what the reader is told. */
  "gradstep-error": { reason: "no_wasm" | "csp" | "mime" | "mixed" | "old" | "missing" | "other"; message: string };
}
export interface CheckedDetail {
  gradstep: "result";
  problem: { preset: string; exercise: string | null; spec: NetworkSpec; link: string };
  digits: number;
  answers: Answer[];
  verdicts: { iteration: number; id: string; verdict: Verdict["verdict"]; diagnosis: Misconception | null }[];
  /** What each verdict counts. */
  rule: Record<Verdict["verdict"], number>;
  score: number;
  most: number;
}
