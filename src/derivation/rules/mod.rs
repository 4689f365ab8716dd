//! The rules of a network's iteration, in the order of its steps.
mod backward;
mod cost;
mod forward;
pub(super) mod update;

use super::expr::{Expr, Function, Letter};
use crate::quantity::{Kind, Quantity};
use crate::spec::{NetworkSpec, Reduction};
use serde::Serialize;

/// The stage of an iteration that a step belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Forward,
    Cost,
    Backward,
    Update,
}

/// How one quantity follows from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub quantity: Quantity,
    pub phase: Phase,
    /// The right-hand side.
    pub expr: Expr,
    /// What stands in `expr`, each once; in order of appearance unless another order reads better.
    pub uses: Vec<Quantity>,
}

impl Rule {
    pub fn new(quantity: Quantity, phase: Phase, expr: Expr) -> Self {
        let uses = expr.quantities();
        Self { quantity, phase, expr, uses }
    }
}

/// The rules of the iteration `iteration` (from 1) on a batch of `batch_size` samples, in the order of the steps.
pub fn rules(spec: &NetworkSpec, batch_size: usize, iteration: usize) -> Vec<Rule> {
    let problem = Problem { spec, batch_size };
    let mut rules = Vec::with_capacity(spec.depth() * 12);
    forward::rules(&problem, &mut rules);
    cost::rules(&problem, &mut rules);
    backward::rules(&problem, &mut rules);
    update::rules(spec, iteration, &mut rules);
    rules
}

/// f′ of a layer in z alone, where its delta has it as a factor.
pub(crate) fn slope_in_delta(spec: &NetworkSpec, layer: usize) -> Option<Expr> {
    let activation = spec.layers.get(layer.checked_sub(1)?)?.activation;
    let cancels = layer == spec.depth() && spec.cost == crate::cost::Cost::CrossEntropy;
    if cancels { None } else { forward::slope(activation, layer, false) }
}

/// A network and the size of its batch.
struct Problem<'a> {
    spec: &'a NetworkSpec,
    batch_size: usize,
}

impl Problem<'_> {
    fn depth(&self) -> usize {
        self.spec.depth()
    }

    /// Whether costs are divided by N.
    fn averages(&self) -> bool {
        self.spec.reduction == Reduction::Mean && self.batch_size > 1
    }

    /// dJ/dW with λ₂ W + λ₁ sign(W), as far as the problem has these.
    fn with_penalty_slope(&self, gradient: Expr, layer: usize) -> Expr {
        let weights = || Expr::before(Quantity::Parameter(Kind::Weights, layer));
        let mut gradient = gradient;
        if self.spec.l2 != 0.0 {
            gradient = gradient + Expr::Letter(Letter::L2, self.spec.l2) * weights();
        }
        if self.spec.l1 != 0.0 {
            gradient = gradient + Expr::Letter(Letter::L1, self.spec.l1) * weights().apply(Function::Sign);
        }
        gradient
    }

    fn samples(&self) -> Expr {
        Expr::Letter(super::Letter::Samples, self.batch_size as f64)
    }

    /// `share · inner`, over N where the cost is a mean; no factor where that is 1.
    fn scaled(&self, factor: f64, inner: Expr) -> Expr {
        let fraction = |top: f64, bottom: Expr| Expr::Number(top) / bottom;
        match (factor, self.averages()) {
            (1.0, false) => inner,
            (0.5, false) => fraction(1.0, Expr::Number(2.0)) * inner,
            (0.5, true) => fraction(1.0, Expr::Number(2.0) * self.samples()) * inner,
            (_, false) => Expr::Number(factor) * inner,
            (_, true) => fraction(factor, self.samples()) * inner,
        }
    }

    /// The layer's inputs: those of the network or the layer before.
    fn inputs_of(&self, layer: usize) -> Expr {
        if layer <= 1 { Expr::before(Quantity::Input) } else { Quantity::Activation(layer - 1).into() }
    }

    fn layer(&self, layer: usize) -> Option<&crate::spec::Layer> {
        self.spec.layers.get(layer.checked_sub(1)?)
    }

    /// mask / (1 − p), where outputs are dropped.
    fn mask(&self, layer: usize) -> Option<Expr> {
        let share = self.layer(layer)?.dropout;
        let kept = Expr::Number(1.0) - Expr::Letter(super::Letter::Dropout, share);
        (share > 0.0).then(|| Expr::before(Quantity::Mask(layer)) / kept)
    }
}
