//! Names of the quantities of logistic regression: `u`, `dLdy`, `delta`, `vw` …
use super::Slot;
use std::fmt;

/// One quantity of an iteration of logistic regression on the features X of N samples, each a column.
///
/// ```
/// use gradstep::quantity::{Fit, Slot};
/// assert_eq!(Fit::State(Slot::V).to_string(), "vw");
/// assert_eq!(Fit::parse("dLdy"), Some(Fit::ByProbability));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fit {
    /// `x`: the samples of the batch, (1, N).
    Input,
    /// `X`: their features, (d + 1, N).
    Features,
    /// `c`: their classes, 0 or 1, (1, N).
    Class,
    /// `r`: 1 for each weight that l2 penalises, 0 for w₀, (d + 1, 1).
    Penalised,
    /// `u`: wᵀX, (1, N).
    Score,
    /// `y`: σ(u), (1, N).
    Probability,
    /// `loss`: the cross-entropy of one sample alone.
    Loss,
    /// `dLdy`, (1, N).
    ByProbability,
    /// `dydu`, (1, N).
    Slope,
    /// `dudw`: the features again, (d + 1, N).
    ByWeights,
    /// `delta`: dL/du = y − c, (1, N).
    Delta,
    /// `dLdw`: each sample's gradient, (d + 1, N).
    SampleGradient,
    /// `loss_lse`: ½ (y − c)² of one sample, for comparison.
    SquaredLoss,
    /// `delta_lse`: its derivative by u.
    SquaredDelta,
    /// `dw`: dJ/dw, (d + 1, 1).
    Gradient,
    /// `vw`, `mhatw` …: the optimizer's state, (d + 1, 1).
    State(Slot),
    /// `w`, (d + 1, 1).
    Weights,
}

const PLAIN: [(Fit, &str); 16] = [
    (Fit::Input, "x"),
    (Fit::Features, "X"),
    (Fit::Class, "c"),
    (Fit::Penalised, "r"),
    (Fit::Score, "u"),
    (Fit::Probability, "y"),
    (Fit::Loss, "loss"),
    (Fit::ByProbability, "dLdy"),
    (Fit::Slope, "dydu"),
    (Fit::ByWeights, "dudw"),
    (Fit::Delta, "delta"),
    (Fit::SampleGradient, "dLdw"),
    (Fit::SquaredLoss, "loss_lse"),
    (Fit::SquaredDelta, "delta_lse"),
    (Fit::Gradient, "dw"),
    (Fit::Weights, "w"),
];

impl Fit {
    /// The quantity of an id; `None` where there is no such id.
    pub fn parse(id: &str) -> Option<Self> {
        if let Some((fit, _)) = PLAIN.iter().find(|(_, name)| *name == id) {
            return Some(*fit);
        }
        let slot = id.strip_suffix('w')?;
        Slot::ALL.into_iter().find(|known| known.name() == slot).map(Self::State)
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, PLAIN.iter().find(|(known, _)| known == self)) {
            (Self::State(slot), _) => write!(out, "{}w", slot.name()),
            (_, Some((_, name))) => out.write_str(name),
            (_, None) => Ok(()),
        }
    }
}
