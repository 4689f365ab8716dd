//! What is said of a slip.
use super::{Diagnosis, Misconception};
use crate::words::{fill, text};

/// One diagnosis of slips that explain an answer equally, the first of them its kind.
pub fn diagnosis(kinds: &[Misconception]) -> Diagnosis {
    let kind = kinds.first().copied().unwrap_or(Misconception::Arithmetic);
    let mut message = sentence(kind).to_owned();
    for other in kinds.iter().skip(1) {
        message = fill("check.or", &[("first", &message), ("second", sentence(*other))]);
    }
    Diagnosis { kind, message }
}

fn sentence(kind: Misconception) -> &'static str {
    text(match kind {
        Misconception::MissingActivationDerivative => "check.slip.missing_activation_derivative",
        Misconception::DerivativeAtActivation => "check.slip.derivative_at_activation",
        Misconception::UsedUpdatedWeights => "check.slip.used_updated_weights",
        Misconception::Transposed => "check.slip.transposed",
        Misconception::MissingHalf => "check.slip.missing_half",
        Misconception::SumInsteadOfMean => "check.slip.sum_instead_of_mean",
        Misconception::LogBase => "check.slip.log_base",
        Misconception::MissingBias => "check.slip.missing_bias",
        Misconception::BiasNotUpdated => "check.slip.bias_not_updated",
        Misconception::MissingLearningRate => "check.slip.missing_learning_rate",
        Misconception::MissingMomentum => "check.slip.missing_momentum",
        Misconception::MomentumSign => "check.slip.momentum_sign",
        Misconception::MissingBiasCorrection => "check.slip.missing_bias_correction",
        Misconception::EpsilonPlace => "check.slip.epsilon_place",
        Misconception::Sign => "check.slip.sign",
        Misconception::Cancels => "check.slip.cancels",
        Misconception::Arithmetic => "check.slip.arithmetic",
    })
}
