// The same training on TensorFlow.js, through its core operations: its optimizer, its gradients, in f32.
import tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

export const BACKENDS = ["cpu", "wasm"];

/** @param {string} backend */
export async function use(backend) {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend}`);
  await tf.ready();
}

/** Least squares with factor ½, mean over the batch, momentum, on the backend that is set. */
export class TfjsNetwork {
  constructor({ layers, inputs, targets, optimizer }) {
    this.layers = layers.map(({ weights, bias, activation }) => ({
      f: activation.kind === "tanh" ? tf.tanh : tf.sigmoid,
      w: tf.variable(tf.tidy(() => tf.transpose(tf.tensor2d(weights)))),
      b: tf.variable(tf.tensor1d(bias)),
    }));
    this.x = tf.tensor2d(inputs);
    this.y = tf.tensor2d(targets);
    this.optimizer = tf.train.momentum(optimizer.learning_rate, optimizer.momentum);
    this.scale = 0.5 / inputs.length;
  }

  loss = () => {
    const a = this.layers.reduce((a, { f, w, b }) => f(tf.add(tf.matMul(a, w), b)), this.x);
    return tf.mul(tf.sum(tf.square(tf.sub(a, this.y))), this.scale);
  };

  iterate(count) {
    for (let turn = 0; turn < count; turn += 1) this.optimizer.minimize(this.loss);
  }

  /** Of the parameters as they stand. */
  cost() {
    return tf.tidy(() => this.loss().dataSync()[0]);
  }

  free() {
    for (const { w, b } of this.layers) tf.dispose([w, b]);
    tf.dispose([this.x, this.y]);
    this.optimizer.dispose();
  }
}
