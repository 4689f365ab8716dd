// The problems of the benchmark: all with least squares (factor ½, mean), momentum 0.9, the whole batch every time.
// Weights are drawn U[−1/√n, 1/√n] for sigmoid, Glorot's for tanh (the deep one: with sigmoid its gradients would vanish
// into denormal numbers, which measure the processor and not the code).

/** @param {any} core the package */
export function problems(core) {
  const { spec: handout } = core.presets().find(({ id }) => id === "hw3-q1");
  return [
    { name: "hw3-q1 (3-2-1, sigmoid, batch 1)", spec: handout, count: 1000 },
    { name: "2-4-2-1, sigmoid, batch 10", spec: made(core, [2, 4, 2, 1], 10, "sigmoid", 0.1), count: 1000 },
    { name: "7-8-8-8-8-8-8-1, sigmoid, batch 10", spec: made(core, [7, 8, 8, 8, 8, 8, 8, 1], 10, "sigmoid", 0.1), count: 1000 },
    { name: "64-64-64-10, sigmoid, batch 32", spec: made(core, [64, 64, 64, 10], 32, "sigmoid", 0.1), count: 100 },
    { name: "30 layers × 32, tanh, batch 64", spec: made(core, Array(31).fill(32), 64, "tanh", 0.01), count: 20 },
    { name: "50 layers × 128, tanh, batch 128", spec: made(core, Array(51).fill(128), 128, "tanh", 0.001), count: 1 },
  ];
}

function made(core, sizes, samples, kind, rate) {
  const init = { kind: kind === "tanh" ? "glorot_uniform" : "uniform_fan_in" };
  const wave = (rows, columns, shift) => Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => Math.round(1000 * Math.sin(1.7 * row + 2.3 * column + shift)) / 1000));
  return {
    layers: core.buildLayers(sizes, { kind }, { kind }, init, 1),
    cost: { kind: "lse" },
    optimizer: { kind: "momentum", learning_rate: rate, momentum: 0.9 },
    inputs: wave(samples, sizes[0], 0),
    targets: wave(samples, sizes.at(-1), 1).map((row) => row.map((value) => (kind === "tanh" ? value / 2 : (value + 1) / 2))),
  };
}
