// Logistic regression as one would write it by hand in JavaScript: features once, then u, y, cost, gradient, step.
export class PlainLogistic {
  constructor({ x, labels, degree, weights, optimizer }) {
    this.labels = Float64Array.from(labels);
    this.count = degree + 1;
    this.features = new Float64Array(x.length * this.count);
    x.forEach((value, sample) => {
      for (let power = 0, raised = 1; power < this.count; power += 1, raised *= value) this.features[sample * this.count + power] = raised;
    });
    this.weights = Float64Array.from(weights);
    this.gradient = new Float64Array(this.count);
    this.rate = optimizer.learning_rate;
    this.costs = [];
  }

  iterate(iterations) {
    const { features, labels, weights, gradient, count, rate } = this;
    const samples = labels.length;
    for (let iteration = 0; iteration < iterations; iteration += 1) {
      gradient.fill(0);
      let cost = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const at = sample * count;
        let u = 0;
        for (let power = 0; power < count; power += 1) u += weights[power] * features[at + power];
        const y = 1 / (1 + Math.exp(-u));
        // ln(1 + e^u) − c u, in a form that does not overflow
        cost += Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))) - labels[sample] * u;
        const delta = y - labels[sample];
        for (let power = 0; power < count; power += 1) gradient[power] += delta * features[at + power];
      }
      for (let power = 0; power < count; power += 1) weights[power] -= (rate * gradient[power]) / samples;
      this.costs.push(cost / samples);
    }
  }
}
