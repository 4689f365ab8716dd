/** Which settings each activation and optimizer has, with values to start from: what the editor and "what if" offer. */

/** @type {Record<string, Record<string, unknown>>} */
const OPTIMIZERS = {
  sgd: {},
  momentum: { momentum: 0.9, form: "step" },
  ema_momentum: { momentum: 0.9, bias_correction: true },
  nesterov: { momentum: 0.9 },
  adagrad: { epsilon: 1e-8, epsilon_inside: false },
  adadelta: { decay: 0.95, epsilon: 1e-6 },
  rmsprop: { decay: 0.9, epsilon: 1e-8, epsilon_inside: true },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, bias_correction: true, epsilon_inside: false },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 },
  amsgrad: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  nadam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  lion: { beta1: 0.9, beta2: 0.99 },
};

/** @type {Record<string, Record<string, number>>} */
const ACTIVATIONS = {
  identity: {}, sigmoid: {}, tanh: {}, relu: {}, leaky_relu: { slope: 0.01 }, rrelu: { lower: 0.125, upper: 1 / 3 },
  elu: { alpha: 1 }, softplus: {}, gelu: {}, silu: {}, softmax: {},
};

export const optimizers = Object.keys(OPTIMIZERS);
export const activations = Object.keys(ACTIVATIONS);

/** An optimizer with the values to start from, the learning rate apart. @param {string} kind @returns {import("./core.js").Optimizer} */
export const defaultsOf = (kind) => ({ kind, learning_rate: 0.1, ...OPTIMIZERS[kind] });

/** @param {string} kind @returns {import("./core.js").Activation} */
export const activationOf = (kind) => ({ kind, ...ACTIVATIONS[kind] });
