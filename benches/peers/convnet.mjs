// The same training on ConvNetJS: sample by sample, its trainer adds up the batch.
import convnetjs from "convnetjs";

export class ConvnetNetwork {
  constructor({ layers, inputs, targets, optimizer }) {
    const shape = [{ type: "input", out_sx: 1, out_sy: 1, out_depth: inputs[0].length }];
    for (const { bias, activation } of layers) shape.push({ type: "fc", num_neurons: bias.length, activation: activation.kind });
    shape.push({ type: "regression", num_neurons: layers.at(-1).bias.length });
    this.net = new convnetjs.Net();
    this.net.makeLayers(shape);
    // it puts a layer without activation before its cost: ours ends with an activation
    this.net.layers.splice(-2, 1);
    const full = this.net.layers.filter(({ layer_type }) => layer_type === "fc");
    full.forEach(({ filters, biases }, at) => {
      filters.forEach(({ w }, row) => layers[at].weights[row].forEach((value, column) => (w[column] = value)));
      layers[at].bias.forEach((value, row) => (biases.w[row] = value));
    });
    this.trainer = new convnetjs.SGDTrainer(this.net, {
      learning_rate: optimizer.learning_rate, momentum: optimizer.momentum, batch_size: inputs.length, l1_decay: 0, l2_decay: 0,
    });
    this.samples = inputs.map((row, at) => ({ x: new convnetjs.Vol(row), y: targets[at] }));
  }

  iterate(count) {
    for (let turn = 0; turn < count; turn += 1) for (const { x, y } of this.samples) this.trainer.train(x, y);
  }

  /** Of the parameters as they stand. */
  cost() {
    const { net, samples } = this;
    const off = ({ x, y }) => y.reduce((sum, y, unit) => sum + (net.forward(x, false).w[unit] - y) ** 2, 0);
    return (0.5 * samples.reduce((sum, sample) => sum + off(sample), 0)) / samples.length;
  }
}
