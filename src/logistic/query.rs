//! Questions to a model that leave it as it is.
use super::Logistic;
use super::pass::Workspace;
use crate::network::Observer;

impl Logistic {
    /// dJ/dw at the current weights, over all points.
    pub fn gradient(&self) -> Vec<f64> {
        let mut work = self.everything();
        let observer = &mut Observer::by_hand(self.spec.rounding);
        work.forward(&self.state.weights, self.spec.l2, observer);
        work.backward(&self.state.weights, self.spec.l2, observer);
        work.gradient
    }

    /// J at any weights (d + 1), over all points, not rounded by hand.
    pub fn cost(&self, weights: &[f64]) -> f64 {
        self.everything().forward(weights, self.spec.l2, &mut Observer::default())
    }

    /// u and y at each x for any weights (d + 1).
    pub fn curve(&self, weights: &[f64], x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        if x.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut work = Workspace::new(self.features.count(), x.len());
        work.lay_out(x, &self.features);
        work.forward(weights, 0.0, &mut Observer::by_hand(self.spec.rounding));
        work.u.truncate(x.len());
        work.y.truncate(x.len());
        (work.u, work.y)
    }

    /// y at each x, at the current weights.
    pub fn predict(&self, x: &[f64]) -> Vec<f64> {
        self.curve(&self.state.weights, x).1
    }

    /// The weights that give the same curve on the features of the other scaling; of this model's where `to_own`.
    pub fn rescaled(&self, weights: &[f64], to_own: bool) -> Vec<f64> {
        if to_own { self.features.of_raw(weights) } else { self.features.to_raw(weights) }
    }

    pub(super) fn everything(&self) -> Workspace {
        let all: Vec<usize> = (0..self.spec.samples()).collect();
        let mut work = Workspace::new(self.features.count(), all.len());
        work.load(&self.spec, &self.features, &all);
        work
    }
}

/// J at each of several weights.
pub(super) fn costs_at(model: &Logistic, all: &[Vec<f64>]) -> Vec<f64> {
    let mut work = model.everything();
    all.iter().map(|weights| work.forward(weights, model.spec.l2, &mut Observer::default())).collect()
}
