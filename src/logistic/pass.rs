//! One pass over a batch: u, y, cost; then the chain and the gradient.
use super::features::Features;
use super::{Fit, LogisticSpec};
use crate::network::{Block, Gradients, Observer, Weights, combine, outer, strands, stride};
use crate::num::{apply, apply_in_place, function};
use crate::quantity::Quantity;

/// The arrays that a pass writes to. A feature's samples stand side by side, `stride` places from feature to feature;
/// the places beyond the last sample repeat it in `features`, `c`, `u` and `y` and are 0 in `delta`.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub samples: usize,
    pub stride: usize,
    pub count: usize,
    pub x: Vec<f64>,
    pub features: Vec<f64>,
    pub c: Vec<f64>,
    pub u: Vec<f64>,
    pub y: Vec<f64>,
    pub delta: Vec<f64>,
    /// dJ/dw
    pub gradient: Vec<f64>,
    /// Costs of the samples, before they are summed
    terms: Vec<f64>,
    /// Each sample's gradient, where somebody looks
    products: Vec<f64>,
}

impl Workspace {
    /// Room for batches of up to `most` samples.
    pub fn new(count: usize, most: usize) -> Self {
        let stride = stride(most);
        let row = || vec![0.0; stride];
        let (features, gradient) = (vec![0.0; count * stride], vec![0.0; count]);
        let (x, c, u, y, delta, terms) = (row(), row(), row(), row(), row(), row());
        Self { samples: most, stride, count, x, features, c, u, y, delta, gradient, terms, products: Vec::new() }
    }

    /// Lays the chosen points out.
    pub fn load(&mut self, spec: &LogisticSpec, features: &Features, chosen: &[usize]) {
        self.samples = chosen.len();
        self.stride = stride(self.samples);
        let Some(last) = chosen.last() else { return };
        let padded = chosen.iter().chain(std::iter::repeat(last));
        for (place, sample) in padded.take(self.stride).enumerate() {
            self.x[place] = spec.x[*sample];
            self.c[place] = spec.labels[*sample];
            features.write(spec.x[*sample], &mut self.features[place..], self.stride);
        }
    }

    /// Points without classes, all that there is room for.
    pub fn lay_out(&mut self, x: &[f64], features: &Features) {
        for place in 0..self.stride {
            let x = x[place.min(self.samples - 1)];
            features.write(x, &mut self.features[place..], self.stride);
        }
    }

    fn row(&self) -> Block {
        Block { rows: 1, columns: self.samples, stride: self.stride }
    }

    pub fn block(&self, rows: usize) -> Block {
        Block { rows, columns: self.samples, stride: self.stride }
    }

    /// u and y of the batch, and J: the mean of ln(1 + eᵘ) − c u, which is softplus(−u) for class 1 and softplus(u)
    /// for class 0, and λ₂/2 (w₁² + …).
    pub fn forward(&mut self, weights: &[f64], l2: f64, observer: &mut Observer) -> f64 {
        let (row, stride) = (self.row(), self.stride);
        let matrix = Weights { values: weights, results: 1, terms: self.count, turned: false };
        combine(matrix, &self.features, None, &mut self.u[..stride], stride);
        observer.see(Quantity::Fit(Fit::Score), row, &mut self.u[..stride]);
        apply(&function::Sigmoid, &self.u[..stride], &mut self.y[..stride]);
        observer.see(Quantity::Fit(Fit::Probability), row, &mut self.y[..stride]);
        let terms = &mut self.terms[..stride];
        for ((term, u), c) in terms.iter_mut().zip(&self.u).zip(&self.c) {
            *term = (1.0 - 2.0 * c) * u;
        }
        apply_in_place(&function::Softplus, terms);
        let mut cost = [strands(&terms[..self.samples]) / self.samples as f64];
        if l2 > 0.0 {
            cost[0] += l2 / 2.0 * weights.iter().skip(1).map(|weight| weight * weight).sum::<f64>();
        }
        observer.see(Quantity::Cost, Block::dense(1, 1), &mut cost);
        cost[0]
    }

    /// delta = y − c and dJ/dw, after `forward`.
    pub fn backward(&mut self, weights: &[f64], l2: f64, observer: &mut Observer) {
        let (row, stride) = (self.row(), self.stride);
        if observer.keeps() {
            self.factors(observer);
        }
        for ((delta, y), c) in self.delta.iter_mut().zip(&self.y).zip(&self.c) {
            *delta = y - c;
        }
        self.delta[self.samples..stride].fill(0.0);
        observer.see(Quantity::Fit(Fit::Delta), row, &mut self.delta[..stride]);
        self.sum_up(observer);
        for (place, (sum, weight)) in self.gradient.iter_mut().zip(weights).enumerate() {
            *sum /= self.samples as f64;
            if l2 > 0.0 && place > 0 {
                *sum += l2 * weight;
            }
        }
        let block = Block::dense(self.count, 1);
        observer.see(Quantity::Fit(Fit::Gradient), block, &mut self.gradient);
    }

    /// The sums of the samples' gradients. Only where somebody looks does each stand by itself; the sums have the same
    /// bits either way.
    fn sum_up(&mut self, observer: &mut Observer) {
        let (stride, used) = (self.stride, self.count * self.stride);
        let delta = &self.delta[..stride];
        if !observer.looks() {
            let mut sum_of_delta = [0.0];
            let out = Gradients { weights: &mut self.gradient, bias: &mut sum_of_delta, terms: self.count };
            return outer(delta, &self.features[..used], out, stride);
        }
        self.products.resize(used, 0.0);
        // ∂u/∂w is a step of its own: by hand, the rounded one is used
        let by_weights = |feature: f64| observer.rounding.map_or(feature, |rounding| rounding.apply(feature));
        let rows = self.products.chunks_exact_mut(stride).zip(self.features.chunks_exact(stride));
        for (products, features) in rows {
            for ((product, delta), feature) in products.iter_mut().zip(delta).zip(features) {
                *product = delta * by_weights(*feature);
            }
        }
        observer.see(Quantity::Fit(Fit::SampleGradient), self.block(self.count), &mut self.products);
        for (row, sum) in self.products.chunks_exact(stride).zip(&mut self.gradient) {
            *sum = if let [only] = row { *only } else { strands(row) };
        }
    }

    /// The chain's factors, which cancel to delta: kept to be shown, never used.
    fn factors(&mut self, observer: &mut Observer) {
        let (row, stride) = (self.row(), self.stride);
        let both = || self.y[..stride].iter().zip(&self.c);
        let mut by_probability: Vec<f64> = both().map(|(y, c)| (1.0 - 2.0 * c) / (1.0 - c - y).abs()).collect();
        let mut slope: Vec<f64> = self.y[..stride].iter().map(|y| y * (1.0 - y)).collect();
        let mut by_weights = self.features[..self.count * stride].to_vec();
        observer.see(Quantity::Fit(Fit::ByProbability), row, &mut by_probability);
        observer.see(Quantity::Fit(Fit::Slope), row, &mut slope);
        observer.see(Quantity::Fit(Fit::ByWeights), self.block(self.count), &mut by_weights);
    }
}
