/** Races over a network's cost: how large it may be, and its own training beside the race. */
import { Network, t } from "./core.js";

/** A surface over a network costs a pass over all samples wherever it is looked at: parameters times samples at most. */
const MOST_WORK = 5000;

/** A network whose surface could not be drawn in time is refused in words. @param {import("./core.js").Surface} surface */
export function checkWork({ network }) {
  if (!network?.layers?.reduce || !network.inputs) return;
  const parameters = network.layers.reduce((sum, { bias, weights }) => sum + (bias?.length ?? 0) * (1 + (weights?.[0]?.length ?? 0)), 0);
  const work = parameters * network.inputs.length;
  if (work > MOST_WORK) throw new Error(t("page.race.network.large", { work, most: MOST_WORK }));
}

/**
 * The network's own training by each optimizer, all parameters moving, from the start of the race.
 * @param {import("./core.js").RaceSpec} spec @param {number} count of iterations @returns {{ path: Float64Array, costs: Float64Array }[] | null}
 */
export function trainingOf({ surface: { network, axes }, start, optimizers }, count) {
  if (!network || !axes) return null;
  const begun = structuredClone(network);
  axes.forEach(({ parameter, row, column }, index) => {
    const layer = begun.layers[Number(parameter.slice(1)) - 1];
    if (parameter.startsWith("W")) layer.weights[row][column] = start[index];
    else layer.bias[row] = start[index];
  });
  return optimizers.map((optimizer) => {
    const training = new Network({ ...begun, optimizer });
    try {
      return { path: training.follow(axes, count), costs: training.costs() };
    } finally {
      training.free();
    }
  });
}
