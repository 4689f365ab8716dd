/** The logistic lab's lesson as a readable link, and back: `#lab=logistic&iteration=27&sample=3&x.0=-0.55`. */
import { GradstepError, generatePoints } from "./core.js";
import { assign, brief, compact, differences, escape, fail, oneOf, pairsOf, readValue, rule, whole } from "./state.js";

/**
 * @typedef {import("./core.js").LogisticSpec} LogisticSpec
 * @typedef {import("./core.js").Optimizer} Optimizer
 * @typedef {import("./core.js").Preset} Preset
 * @typedef {{ kind: string, count: number, seed: number }} Drawn how points were generated
 * @typedef {{ preset: string, spec: LogisticSpec, drawn: Drawn | null, iteration: number, sample: number, budget: number, digits: number,
 *   axes: [number, number], others: "held" | "best", zoom: number, rows: "sample" | "all", beside: Optimizer[],
 *   score: string }} FitLesson `score`: see score.js
 */

const FIELDS = ["x", "labels", "degree", "weights", "optimizer", "l2", "batch_size", "seed", "rounding", "scaling"];
export const MOST_ITERATIONS = 100_000;
export const MOST_BESIDE = 4;
/** A link holds the points themselves up to this many. */
export const MOST_IN_LINK = 2000;

/** @param {Preset} preset @returns {FitLesson} */
export function fitOf(preset) {
  const spec = structuredClone(preset.spec);
  if (spec.batch_size === spec.x.length) delete spec.batch_size;
  return { preset: preset.id, spec, drawn: null, iteration: 0, sample: 0, budget: preset.steps ?? 200, digits: 4, axes: [0, 1], others: "held", zoom: 0, rows: "sample", beside: [], score: "" };
}

/** Whether a link can hold this lesson. @param {FitLesson} lesson */
export const fitsLink = (lesson) => lesson.drawn !== null || lesson.spec.x.length <= MOST_IN_LINK;

/** @param {FitLesson} lesson @param {Preset[]} presets */
export function encodeFit(lesson, presets) {
  const preset = presets.find((known) => known.id === lesson.preset) ?? presets[0];
  const plain = fitOf(preset);
  const parts = [["lab", "logistic"]];
  if (preset !== presets[0]) parts.push(["preset", preset.id]);
  if (lesson.drawn) parts.push(["drawn", `${lesson.drawn.kind},${lesson.drawn.count},${lesson.drawn.seed}`]);
  for (const key of /** @type {const} */ (["iteration", "sample", "budget", "digits", "others", "zoom", "rows", "score"]))
    if (lesson[key] !== plain[key]) parts.push([key, String(lesson[key])]);
  if (String(lesson.axes) !== "0,1") parts.push(["axes", String(lesson.axes)]);
  if (lesson.beside.length) parts.push(["beside", compact(lesson.beside)]);
  const base = lesson.drawn ? { ...plain.spec, x: lesson.spec.x, labels: lesson.spec.labels } : plain.spec;
  for (const [path, value] of differences(base, lesson.spec)) parts.push([path, compact(value)]);
  return parts.map(([key, value]) => `${key}=${escape(value)}`).join("&");
}

/** @type {Record<string, (lesson: FitLesson, value: string) => void>} */
const READERS = {
  // Only what stands here is a name: nothing comes from Object's prototype.
  __proto__: /** @type {any} */ (null),
  lab: () => {},
  preset: () => {},
  drawn: () => {},
  iteration: (lesson, value) => (lesson.iteration = whole("iteration", value, 0, MOST_ITERATIONS)),
  sample: (lesson, value) => (lesson.sample = whole("sample", value, 0, 1e6)),
  budget: (lesson, value) => (lesson.budget = whole("budget", value, 1, MOST_ITERATIONS)),
  digits: (lesson, value) => (lesson.digits = whole("digits", value, 1, 10)),
  others: (lesson, value) => (lesson.others = oneOf("others", value, ["held", "best"])),
  score: (lesson, value) => (lesson.score = rule(value)),
  rows: (lesson, value) => (lesson.rows = oneOf("rows", value, ["sample", "all"])),
  zoom: (lesson, value) => {
    if (!/^-?\d{1,2}$/.test(value)) throw fail("value", { key: "zoom", found: brief(value) });
    lesson.zoom = Number(value);
  },
  axes: (lesson, value) => {
    const found = value.match(/^([0-8]),([0-8])$/);
    if (!found || found[1] === found[2]) throw fail("value", { key: "axes", found: brief(value) });
    lesson.axes = [Number(found[1]), Number(found[2])];
  },
  beside: (lesson, value) => {
    const list = readValue("beside", value);
    if (!Array.isArray(list) || list.length > MOST_BESIDE) throw fail("value", { key: "beside", found: brief(value) });
    lesson.beside = list;
  },
};

/**
 * @param {string} hash @param {Preset[]} presets
 * @returns {FitLesson} @throws GradstepError that says what is wrong with the link
 */
export function decodeFit(hash, presets) {
  const pairs = pairsOf(hash);
  const named = (/** @type {string} */ key) => pairs.find(([name]) => name === key)?.[1];
  const id = named("preset") ?? presets[0].id;
  const preset = presets.find((known) => known.id === id);
  if (!preset) throw fail("preset", { found: brief(id), known: presets.map((known) => known.id).join(", ") });
  const lesson = fitOf(preset);
  const drawn = named("drawn");
  if (drawn !== undefined) {
    const [kind, count, seed, ...rest] = drawn.split(",");
    if (rest.length) throw fail("value", { key: "drawn", found: brief(drawn) });
    lesson.drawn = { kind, count: whole("drawn", count ?? "", 1, 100_000), seed: whole("drawn", seed ?? "", 0, 999_999_999) };
    try {
      Object.assign(lesson.spec, generatePoints(lesson.drawn.kind, lesson.drawn.count, lesson.drawn.seed));
    } catch (error) {
      throw new GradstepError("drawn", error instanceof Error ? error.message : String(error));
    }
  }
  for (const [key, value] of pairs) {
    if (key in READERS) READERS[key](lesson, value);
    else assign(lesson.spec, key, readValue(key, value), FIELDS);
  }
  return lesson;
}

/**
 * Points as people write them: a line each, x and class with a comma, semicolon, tab or blank between; a first line of words is a heading.
 * @param {string} text @returns {{ x: number[], labels: number[] }} @throws GradstepError that names the line
 */
export function readPoints(text) {
  /** @type {number[]} */ const x = [];
  /** @type {number[]} */ const labels = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const cells = line.trim().replaceAll("−", "-").split(/\s*[,;\t]\s*|\s+/).filter(Boolean);
    if (cells.length === 0) return;
    const [value, label] = cells.map(Number);
    if (index === 0 && cells.every((cell) => Number.isNaN(Number(cell)))) return;
    if (cells.length !== 2 || !Number.isFinite(value) || (label !== 0 && label !== 1)) throw fail("point", { line: index + 1, found: brief(line.trim()) });
    x.push(value);
    labels.push(label);
  });
  return { x, labels };
}
