/**
 * Exercises by code: `7.2-2-1.sigmoid.lse.momentum.1` is seed, units, activation, cost, optimizer and decimals. The
 * optimizer has the values to start from and a learning rate that shows in four decimals.
 *
 * A code that was handed out stands for its problem for good: `tests/golden/exercises.json` holds some. Whatever changes
 * them (other values to start from, another slip by which the core chooses among candidates) has to come under codes
 * of another form, say with a seventh field, and these have to be read as before.
 */
import { GradstepError, exercise, part, t } from "./core.js";
import { activationOf, defaultsOf, optimizers } from "./fields.js";

/** @typedef {import("./core.js").ExerciseOptions} ExerciseOptions */

export const ACTIVATIONS = ["sigmoid", "tanh", "relu", "identity", "softplus", "gelu", "silu"];
export const COSTS = ["lse", "cross_entropy"];
export const EXAMPLE = "7.2-2-1.sigmoid.lse.momentum.1";

/** Steps that a hand can follow. @param {string} kind */
const optimizerOf = (kind) => ({ ...defaultsOf(kind), learning_rate: ["sgd", "momentum", "nesterov", "ema_momentum"].includes(kind) ? 0.5 : kind === "adadelta" ? 1 : 0.1 });

/** @param {ExerciseOptions} options */
export const codeOf = ({ seed, sizes, activation, cost, optimizer, decimals }) =>
  [seed, sizes.join("-"), activation.kind, cost.kind, optimizer.kind, decimals].join(".");

/** @param {string} code @returns {ExerciseOptions} @throws GradstepError where it is none */
export function optionsOf(code) {
  const parts = code.trim().split(".");
  const [seed, sizes, activation, cost, optimizer, decimals] = parts;
  const good = parts.length === 6 && /^\d{1,15}$/.test(seed) && /^\d(-\d){1,5}$/.test(sizes) && ACTIVATIONS.includes(activation) &&
    COSTS.includes(cost) && optimizers.includes(optimizer) && /^[1-4]$/.test(decimals);
  if (!good) throw new GradstepError("", t("page.exercise.bad", { code: code.slice(0, 60), example: EXAMPLE }));
  return {
    seed: Number(seed), sizes: sizes.split("-").map(Number), activation: activationOf(activation), cost: { kind: cost },
    optimizer: optimizerOf(optimizer), decimals: Number(decimals),
  };
}

/** The exercise that a code stands for. @param {string} code @returns {Promise<import("./state.js").Exercise>} */
export async function made(code) {
  await part("check");
  const options = optionsOf(code);
  return { code: codeOf(options), spec: exercise(options) };
}

/** The exercise of a link. @param {string} hash */
export const ofLink = (hash) => made(decodeURIComponent(hash.match(/(?:^#|&)exercise=([^&]*)/)?.[1] ?? ""));
