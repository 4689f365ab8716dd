//! What is said of a slip.
use super::{Diagnosis, Misconception};
use crate::quantity::Quantity;
use crate::words::{fill, text};

/// One diagnosis of slips that explain an answer equally, the first of them its kind.
pub fn diagnosis(kinds: &[Misconception], quantity: Quantity) -> Diagnosis {
    let kind = kinds.first().copied().unwrap_or(Misconception::Arithmetic);
    let mut message = sentence(kind, quantity);
    for other in kinds.iter().skip(1) {
        message = fill("check.or", &[("first", &message), ("second", &sentence(*other, quantity))]);
    }
    Diagnosis { kind, message }
}

/// Logistic regression has other names for a few things: no layers, and w₀ is its bias.
fn sentence(kind: Misconception, quantity: Quantity) -> String {
    let in_fit = match kind {
        Misconception::MissingActivationDerivative => "check.slip.fit.missing_activation_derivative",
        Misconception::DerivativeAtActivation => "check.slip.fit.derivative_at_activation",
        Misconception::UsedUpdatedWeights => "check.slip.fit.used_updated_weights",
        Misconception::MissingBias => "check.slip.fit.missing_bias",
        Misconception::BiasNotUpdated => "check.slip.fit.bias_not_updated",
        _ => "",
    };
    if matches!(quantity, Quantity::Fit(_)) && !in_fit.is_empty() {
        return text(in_fit).to_owned();
    }
    text(&format!("check.slip.{}", kind.name())).to_owned()
}
