/**
 * The whole lesson as a readable link, and back.
 *
 * `#preset=hw3-q1&iteration=2&step=delta1&layers.0.weights.0.1=0.5`: a problem stands as its differences from a preset,
 * each by its path. Defaults are left out. What a link says is data from strangers: its length, depth and names are
 * limited here, and the core checks the problem that results.
 */
import { GradstepError, t } from "./core.js";

/**
 * @typedef {import("./core.js").NetworkSpec} NetworkSpec
 * @typedef {import("./core.js").Preset} Preset
 * @typedef {{ preset: string, spec: NetworkSpec, iteration: number, step: string, digits: number, notation: "standard" | "handout",
 *   printed: boolean, scale: "linear" | "log", what: string[], sample: number, score: string, exercise: Exercise | null }} Lesson `score`: see score.js
 * @typedef {{ code: string, spec: NetworkSpec }} Exercise what a code stands for; then the problem stands as its differences from that
 */

const LONGEST = 64 * 1024;
const DEEPEST = 6;
const MOST_ITERATIONS = 100_000;
const FIELDS = ["layers", "cost", "reduction", "optimizer", "inputs", "targets", "batch_size", "rounding", "seed", "l1", "l2"];
const FORBIDDEN = ["__proto__", "constructor", "prototype"];

/** @param {Preset} preset @returns {Lesson} */
export const lessonOf = (preset) => ({
  preset: preset.id,
  spec: structuredClone(preset.spec),
  iteration: 1,
  step: "z1",
  digits: 4,
  notation: "standard",
  printed: false,
  scale: "linear",
  what: [],
  sample: 0,
  score: "",
  exercise: null,
});

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The differences of `now` from `base`, as [path, value]; a place that is gone has the value `null`.
 * @param {unknown} base @param {unknown} now @param {string} path @returns {[string, unknown][]}
 */
export function differences(base, now, path = "") {
  if (Object.is(base, now)) return [];
  const at = (/** @type {string | number} */ key) => (path ? `${path}.${key}` : String(key));
  if (Array.isArray(base) && Array.isArray(now) && base.length === now.length)
    return now.flatMap((value, index) => differences(base[index], value, at(index)));
  if (isObject(base) && isObject(now) && (path === "" || base.kind === now.kind))
    return [...new Set([...Object.keys(base), ...Object.keys(now)])].flatMap((key) => differences(base[key], now[key], at(key)));
  return [[path, now ?? null]];
}

/** JSON with ' for ", which a link may hold as it is. @param {unknown} value */
export const compact = (value) => JSON.stringify(value).replaceAll('"', "'");

/** Percent-encodes only what would end a value or the link. @param {string} text */
export const escape = (text) => encodeURIComponent(text).replace(/%(?:2C|3A|5B|5D|7B|7D|27)/g, decodeURIComponent);

/** The link's part after `#`; empty for a preset as it is. @param {Lesson} lesson @param {Preset[]} presets */
export function encode(lesson, presets) {
  const preset = presets.find((known) => known.id === lesson.preset) ?? presets[0];
  const plain = lessonOf(preset);
  const parts = lesson.preset === presets[0].id ? [] : [["preset", lesson.preset]];
  for (const key of /** @type {const} */ (["iteration", "step", "digits", "notation", "scale", "sample", "score"]))
    if (lesson[key] !== plain[key]) parts.push([key, String(lesson[key])]);
  if (lesson.printed) parts.push(["printed", "1"]);
  if (lesson.what.length) parts.push(["what", lesson.what.join(",")]);
  if (lesson.exercise) parts.push(["exercise", lesson.exercise.code]);
  for (const [path, value] of differences(lesson.exercise?.spec ?? preset.spec, lesson.spec)) parts.push([path, typeof value === "string" ? value : compact(value)]);
  return parts.map(([key, value]) => `${key}=${escape(value)}`).join("&");
}

/** @param {string} key @param {Record<string, string | number>} [values] */
export const fail = (key, values) => new GradstepError("", t(`page.link.${key}`, values));

/** What an error says, without the place in the data: readers have its field before them. @param {unknown} error */
export function sentenceOf(error) {
  if (!(error instanceof Error)) return String(error);
  const place = error instanceof GradstepError && error.path ? t("error.at", { path: error.path, message: "" }) : "";
  return error.message.startsWith(place) ? error.message.slice(place.length) : error.message;
}

/** What is said of a link that is not opened: what is wrong with it, and where. @param {unknown} error @param {boolean} kept whether the lab has something to stay with */
export function refusal(error, kept) {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  const path = error instanceof GradstepError ? error.path : "";
  const place = path.replace(/\[(\d+)\]/g, ".$1"); // as it stands in the link
  const reason = message.includes(path) ? message.replace(path, place) : `${place}: ${message}`;
  return t(kept ? "page.link.kept" : "page.link.bad", { reason });
}

/** For a sentence: at most 40 characters of what was found. @param {string} text */
export const brief = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/**
 * @param {string} hash with or without `#` @param {Preset[]} presets @param {Exercise | null} [exercise] that the link names
 * @returns {Lesson} @throws GradstepError that says what is wrong with the link
 */
export function decode(hash, presets, exercise = null) {
  const pairs = pairsOf(hash);
  const id = pairs.find(([key]) => key === "preset")?.[1] ?? presets[0].id;
  const preset = presets.find((known) => known.id === id);
  if (!preset) throw fail("preset", { found: brief(id), known: presets.map((known) => known.id).join(", ") });
  const lesson = lessonOf(preset);
  if (exercise && pairs.some(([key]) => key === "exercise")) Object.assign(lesson, { exercise, spec: structuredClone(exercise.spec) });
  for (const [key, value] of pairs) {
    if (key in READERS) READERS[key](lesson, value);
    else assign(lesson.spec, key, readValue(key, value));
  }
  return lesson;
}

/** Whether a link asks for more than a lab as it opens. @param {string} hash with or without `#` */
export const asksForMore = (hash) => pairsIn(hash).some((pair) => !pair.startsWith("lab="));

/** @param {string} hash */
const pairsIn = (hash) => hash.replace(/^#/, "").split("&").filter(Boolean);

/** The `key=value` parts of a link, none twice. @param {string} hash with or without `#` @returns {[string, string][]} */
export function pairsOf(hash) {
  const text = hash.replace(/^#/, "");
  if (text.length > LONGEST) throw fail("too_long", { length: text.length, most: LONGEST });
  const pairs = pairsIn(text).map(splitPair);
  const seen = new Set();
  for (const [key] of pairs) {
    if (seen.has(key)) throw fail("twice", { key: brief(key) });
    seen.add(key);
  }
  return pairs;
}

/** @param {string} part @returns {[string, string]} */
function splitPair(part) {
  const equals = part.indexOf("=");
  if (equals < 1) throw fail("pair", { found: brief(part) });
  try {
    return [decodeURIComponent(part.slice(0, equals)), decodeURIComponent(part.slice(equals + 1))];
  } catch {
    throw fail("encoding", { found: brief(part) });
  }
}

/** @param {string} key @param {string} value @param {number} least @param {number} most */
export function whole(key, value, least, most) {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < least || number > most)
    throw fail("whole", { key, least, most, found: brief(value) });
  return number;
}

/** @template {string} T @param {string} key @param {string} value @param {T[]} known @returns {T} */
export function oneOf(key, value, known) {
  const found = known.find((name) => name === value);
  if (found === undefined) throw fail("one_of", { key, known: known.join(", "), found: brief(value) });
  return found;
}

/** The rule of a score; `score.js` reads it. @param {string} value */
export function rule(value) {
  if (!/^([a-zA-Z_]{1,12}\d{0,2}:-?\d{1,4}(\.\d{1,4})?(,(?!$)|$)){0,60}$/.test(value)) throw fail("value", { key: "score", found: brief(value) });
  return value;
}

/** @type {Record<string, (lesson: Lesson, value: string) => void>} */
const READERS = {
  // Only what stands here is a name: nothing comes from Object's prototype.
  __proto__: /** @type {any} */ (null),
  lab: () => {},
  exercise: () => {},
  preset: () => {},
  iteration: (lesson, value) => (lesson.iteration = whole("iteration", value, 1, MOST_ITERATIONS)),
  step: (lesson, value) => {
    if (!/^[a-zA-Z_]{1,12}\d{0,2}$/.test(value)) throw fail("step", { found: brief(value) });
    lesson.step = value;
  },
  digits: (lesson, value) => (lesson.digits = whole("digits", value, 1, 10)),
  notation: (lesson, value) => (lesson.notation = oneOf("notation", value, ["standard", "handout"])),
  scale: (lesson, value) => (lesson.scale = oneOf("scale", value, ["linear", "log"])),
  sample: (lesson, value) => (lesson.sample = whole("sample", value, 0, 999)),
  score: (lesson, value) => (lesson.score = rule(value)),
  printed: (lesson, value) => (lesson.printed = oneOf("printed", value, ["0", "1"]) === "1"),
  what: (lesson, value) => {
    if (!/^[a-z0-9_:.,-]{1,120}$/.test(value)) throw fail("what", { found: brief(value) });
    lesson.what = value.split(",").slice(0, 2);
  },
};

/** A value as it stands in a link: JSON with ' for ", or a bare word. @param {string} key @param {string} text @returns {unknown} */
export function readValue(key, text) {
  let depth = 0;
  for (const letter of text) {
    if (letter === "[" || letter === "{") depth += 1;
    if (letter === "]" || letter === "}") depth -= 1;
    if (depth > DEEPEST) throw fail("deep", { key: brief(key), most: DEEPEST });
  }
  if (/^[a-z_]{1,40}$/.test(text) && !["true", "false", "null"].includes(text)) return text;
  try {
    return JSON.parse(text.replaceAll("'", '"'), (name, value) => {
      if (FORBIDDEN.includes(name)) throw new SyntaxError(name);
      return value;
    });
  } catch {
    throw fail("value", { key: brief(key), found: brief(text) });
  }
}

/**
 * Sets one place of a problem; `null` removes a field. Only places that exist, or a field of an object, can be set.
 * @param {any} spec @param {string} path `layers.0.weights.0.1` @param {unknown} value @param {string[]} [fields] of the problem
 */
export function assign(spec, path, value, fields = FIELDS) {
  const parts = path.split(".");
  const known = fields.includes(parts[0]) && parts.length <= DEEPEST && !parts.some((part) => FORBIDDEN.includes(part));
  const last = /** @type {string} */ (parts.pop());
  let place = spec;
  for (const part of parts) place = known && typeof place === "object" && place !== null && Object.hasOwn(place, part) ? place[part] : null;
  const fits = Array.isArray(place) ? /^\d{1,3}$/.test(last) && Number(last) < place.length : isObject(place) && /^[a-z_0-9]{1,30}$/.test(last);
  if (!known || !fits) throw fail("unknown", { key: brief(path) });
  if (value === null && !Array.isArray(place)) delete place[last];
  else place[last] = value;
}

/**
 * The lab draws 1 to 6 layers of 1 to 8 units; larger problems are for the API.
 * @param {NetworkSpec} spec
 */
export function checkSize(spec) {
  const sizes = [spec.inputs?.[0]?.length, ...(Array.isArray(spec.layers) ? spec.layers : []).map((layer) => layer?.bias?.length)];
  if (sizes.length > 7 || sizes.some((size) => size > 8)) throw new GradstepError("layers", t("page.link.size"));
  if (spec.inputs?.length > 64) throw new GradstepError("inputs", t("page.link.samples"));
}
