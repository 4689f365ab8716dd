/** The depth lab's lesson as a readable link, and back: `#lab=depth&epoch=20&layer=3&a.depth=10`. */
import { assign, compact, differences, escape, fail, brief, oneOf, pairsOf, readValue, whole } from "./state.js";

/**
 * @typedef {import("./core.js").Architecture} Architecture
 * @typedef {import("./core.js").DataSpec} DataSpec
 * @typedef {import("./core.js").Preset} Preset
 * @typedef {{ data: DataSpec, seed: number, a: Architecture, b: Architecture }} PairSpec
 * @typedef {typeof MEASURES[number]} Measure
 * @typedef {"a" | "b"} Which
 * @typedef {{ preset: string, spec: PairSpec, epoch: number, layer: number, which: Which, measure: Measure, seeds: number, digits: number }} DepthLesson
 */

const FIELDS = ["data", "seed", "a", "b"];
export const MOST_EPOCHS = 100_000;
export const MOST_SEEDS = 200;
/** In the core's order. */
export const MEASURES = /** @type {const} */ (["gradient_norm", "delta_rms", "update_ratio", "weight_norm", "activation_mean", "activation_std", "saturated", "dead"]);
export const WHICH = /** @type {const} */ (["a", "b"]);

/** @param {Preset} preset @returns {DepthLesson} */
export const depthOf = (preset) => ({ preset: preset.id, spec: structuredClone(preset.spec), epoch: 0, layer: 1, which: "a", measure: "gradient_norm", seeds: 20, digits: 4 });

const KEYS = /** @type {const} */ (["epoch", "layer", "which", "measure", "seeds", "digits"]);

/** @param {DepthLesson} lesson @param {Preset[]} presets */
export function encodeDepth(lesson, presets) {
  const preset = presets.find((known) => known.id === lesson.preset) ?? presets[0];
  const plain = depthOf(preset);
  const parts = [["lab", "depth"]];
  if (preset !== presets[0]) parts.push(["preset", preset.id]);
  for (const key of KEYS) if (lesson[key] !== plain[key]) parts.push([key, String(lesson[key])]);
  for (const [path, value] of differences(preset.spec, lesson.spec)) parts.push([path, compact(value)]);
  return parts.map(([key, value]) => `${key}=${escape(value)}`).join("&");
}

/** @type {Record<string, (lesson: DepthLesson, value: string) => void>} */
const READERS = {
  // Only what stands here is a name: nothing comes from Object's prototype.
  __proto__: /** @type {any} */ (null),
  lab: () => {},
  preset: () => {},
  epoch: (lesson, value) => (lesson.epoch = whole("epoch", value, 0, MOST_EPOCHS)),
  layer: (lesson, value) => (lesson.layer = whole("layer", value, 1, 61)),
  which: (lesson, value) => (lesson.which = oneOf("which", value, [...WHICH])),
  measure: (lesson, value) => (lesson.measure = oneOf("measure", value, [...MEASURES])),
  seeds: (lesson, value) => (lesson.seeds = whole("seeds", value, 0, MOST_SEEDS)),
  digits: (lesson, value) => (lesson.digits = whole("digits", value, 1, 10)),
};

/**
 * @param {string} hash @param {Preset[]} presets
 * @returns {DepthLesson} @throws GradstepError that says what is wrong with the link
 */
export function decodeDepth(hash, presets) {
  const pairs = pairsOf(hash);
  const id = pairs.find(([key]) => key === "preset")?.[1] ?? presets[0].id;
  const preset = presets.find((known) => known.id === id);
  if (!preset) throw fail("preset", { found: brief(id), known: presets.map((known) => known.id).join(", ") });
  const lesson = depthOf(preset);
  for (const [key, value] of pairs) {
    if (key in READERS) READERS[key](lesson, value);
    else assign(lesson.spec, key, readValue(key, value), FIELDS);
  }
  return lesson;
}
