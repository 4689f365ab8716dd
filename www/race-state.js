/** The optimizer lab's lesson as a readable link, and back: `#lab=optimizers&step=27&chosen=1&start.0=-0.55`. */
import { assign, brief, compact, differences, escape, fail, oneOf, pairsOf, readValue, whole } from "./state.js";

/**
 * @typedef {import("./core.js").RaceSpec} RaceSpec
 * @typedef {import("./core.js").Preset} Preset
 * @typedef {{ preset: string, spec: RaceSpec, step: number, chosen: number, view: "map" | "relief", scale: "linear" | "log",
 *   digits: number, budget: number, tolerance: number }} RaceLesson
 */

const FIELDS = ["surface", "start", "optimizers", "noise", "batch"];
export const MOST_STEPS = 100_000;
export const MOST_OPTIMIZERS = 8;

/** @param {Preset} preset @returns {RaceLesson} */
export const raceOf = (preset) => ({
  preset: preset.id,
  spec: structuredClone(preset.spec),
  step: 0,
  chosen: 0,
  view: "map",
  scale: "linear",
  digits: 4,
  budget: preset.steps ?? 500,
  tolerance: 0.1,
});

/** @param {RaceLesson} lesson @param {Preset[]} presets */
export function encodeRace(lesson, presets) {
  const preset = presets.find((known) => known.id === lesson.preset) ?? presets[0];
  const plain = raceOf(preset);
  const parts = [["lab", "optimizers"]];
  if (preset !== presets[0]) parts.push(["preset", preset.id]);
  for (const key of /** @type {const} */ (["step", "chosen", "view", "scale", "digits", "budget", "tolerance"]))
    if (lesson[key] !== plain[key]) parts.push([key, String(lesson[key])]);
  for (const [path, value] of differences(preset.spec, lesson.spec)) parts.push([path, compact(value)]);
  return parts.map(([key, value]) => `${key}=${escape(value)}`).join("&");
}

/** @type {Record<string, (lesson: RaceLesson, value: string) => void>} */
const READERS = {
  // Only what stands here is a name: nothing comes from Object's prototype.
  __proto__: /** @type {any} */ (null),
  lab: () => {},
  preset: () => {},
  step: (lesson, value) => (lesson.step = whole("step", value, 0, MOST_STEPS)),
  chosen: (lesson, value) => (lesson.chosen = whole("chosen", value, 0, MOST_OPTIMIZERS - 1)),
  view: (lesson, value) => (lesson.view = oneOf("view", value, ["map", "relief"])),
  scale: (lesson, value) => (lesson.scale = oneOf("scale", value, ["linear", "log"])),
  digits: (lesson, value) => (lesson.digits = whole("digits", value, 1, 10)),
  budget: (lesson, value) => (lesson.budget = whole("budget", value, 1, MOST_STEPS)),
  tolerance: (lesson, value) => {
    const number = Number(value);
    if (!(number > 0 && number < 1e6)) throw fail("value", { key: "tolerance", found: brief(value) });
    lesson.tolerance = number;
  },
};

/**
 * @param {string} hash @param {Preset[]} presets
 * @returns {RaceLesson} @throws GradstepError that says what is wrong with the link
 */
export function decodeRace(hash, presets) {
  const pairs = pairsOf(hash);
  const id = pairs.find(([key]) => key === "preset")?.[1] ?? presets[0].id;
  const preset = presets.find((known) => known.id === id);
  if (!preset) throw fail("preset", { found: brief(id), known: presets.map((known) => known.id).join(", ") });
  const lesson = raceOf(preset);
  for (const [key, value] of pairs) {
    if (key in READERS) READERS[key](lesson, value);
    else assign(lesson.spec, key, readValue(key, value), FIELDS);
  }
  // as many as there are colours that can be told apart
  const count = lesson.spec.optimizers?.length ?? 0;
  if (count > MOST_OPTIMIZERS) throw fail("optimizers", { most: MOST_OPTIMIZERS, count });
  return lesson;
}
