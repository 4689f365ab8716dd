// The opponent: the same training written by hand in JavaScript on Float64Arrays, as one writes it with care.
//
// All arrays are made once; nothing is allocated within an iteration. Activations are (sample, unit) with the units side
// by side, weights row-major, and every inner loop runs along both. Fully connected layers of sigmoid or tanh, least
// squares with factor ½, mean over the batch, momentum in the form v = μ v − η g, w += v.

/** A layer's arrays. */
function layerOf({ weights, bias, activation }, samples) {
  const [rows, columns] = [weights.length, weights[0].length];
  return {
    rows, columns, tanh: activation.kind === "tanh",
    w: Float64Array.from(weights.flat()), b: Float64Array.from(bias),
    vw: new Float64Array(rows * columns), vb: new Float64Array(rows),
    gw: new Float64Array(rows * columns), gb: new Float64Array(rows),
    a: new Float64Array(samples * rows), delta: new Float64Array(samples * rows),
  };
}

export class PlainNetwork {
  constructor(spec) {
    this.samples = spec.inputs.length;
    this.inputs = Float64Array.from(spec.inputs.flat());
    this.targets = Float64Array.from(spec.targets.flat());
    this.layers = spec.layers.map((layer) => layerOf(layer, this.samples));
    this.rate = spec.optimizer.learning_rate;
    this.momentum = spec.optimizer.momentum;
    this.costs = new Float64Array(1024);
    this.iteration = 0;
  }

  iterate(count) {
    const { layers, samples } = this;
    const last = layers.length - 1;
    for (let turn = 0; turn < count; turn += 1) {
      for (let l = 0; l <= last; l += 1) this.forward(layers[l], l ? layers[l - 1].a : this.inputs, samples);
      this.record(output(layers[last], this.targets, samples));
      for (let l = last; l >= 0; l -= 1) {
        this.gradient(layers[l], l ? layers[l - 1].a : this.inputs, samples);
        if (l) this.back(layers[l], layers[l - 1], samples);
      }
      for (let l = 0; l <= last; l += 1) {
        step(layers[l].w, layers[l].vw, layers[l].gw, this.rate, this.momentum);
        step(layers[l].b, layers[l].vb, layers[l].gb, this.rate, this.momentum);
      }
      this.iteration += 1;
    }
  }

  /** a = f(W x + b) */
  forward({ rows, columns, tanh, w, b, a }, x, samples) {
    for (let sample = 0; sample < samples; sample += 1) {
      const from = sample * columns;
      for (let row = 0; row < rows; row += 1) {
        const at = row * columns;
        let z = b[row];
        for (let column = 0; column < columns; column += 1) z += w[at + column] * x[from + column];
        a[sample * rows + row] = tanh ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      }
    }
  }

  /** dW = Σ δ xᵀ, db = Σ δ over the samples */
  gradient({ rows, columns, gw, gb, delta }, x, samples) {
    gw.fill(0);
    gb.fill(0);
    for (let sample = 0; sample < samples; sample += 1) {
      const from = sample * columns;
      for (let row = 0; row < rows; row += 1) {
        const d = delta[sample * rows + row];
        const at = row * columns;
        gb[row] += d;
        for (let column = 0; column < columns; column += 1) gw[at + column] += d * x[from + column];
      }
    }
  }

  /** δ of the layer below: Wᵀ δ ∘ f′ */
  back({ rows, columns, w, delta }, { a, tanh, delta: to }, samples) {
    for (let sample = 0; sample < samples; sample += 1) {
      const from = sample * columns;
      for (let column = 0; column < columns; column += 1) to[from + column] = 0;
      for (let row = 0; row < rows; row += 1) {
        const d = delta[sample * rows + row];
        const at = row * columns;
        for (let column = 0; column < columns; column += 1) to[from + column] += w[at + column] * d;
      }
      for (let at = from; at < from + columns; at += 1) to[at] *= tanh ? 1 - a[at] * a[at] : a[at] * (1 - a[at]);
    }
  }

  record(cost) {
    if (this.iteration === this.costs.length) {
      const longer = new Float64Array(2 * this.costs.length);
      longer.set(this.costs);
      this.costs = longer;
    }
    this.costs[this.iteration] = cost;
  }
}

/** δ of the output, and the cost ½ Σ (a − y)², both with the mean over the samples. */
function output({ rows, tanh, a, delta }, y, samples) {
  let cost = 0;
  for (let at = 0; at < samples * rows; at += 1) {
    const value = a[at];
    const off = value - y[at];
    cost += off * off;
    delta[at] = (off * (tanh ? 1 - value * value : value * (1 - value))) / samples;
  }
  return (0.5 * cost) / samples;
}

function step(w, v, g, rate, momentum) {
  for (let at = 0; at < w.length; at += 1) {
    v[at] = momentum * v[at] - rate * g[at];
    w[at] += v[at];
  }
}
