//! What goes wrong in a network: the slope in δ, the bias in z, weights of another moment.
use super::{Add, Slip, Source, symbol};
use crate::check::Misconception;
use crate::derivation::{Expr, Rule, When};
use crate::problem::Problem;
use crate::quantity::{Kind, Quantity};

pub fn slips(problem: &dyn Problem, quantity: Quantity, form: &Expr, add: &mut Add) {
    derivatives(problem, quantity, form, add);
    omissions(quantity, form, add);
}

fn derivatives(problem: &dyn Problem, quantity: Quantity, form: &Expr, add: &mut Add) {
    let (Quantity::Delta(layer), Some(slope)) = (quantity, problem.slope(quantity)) else { return };
    let Expr::Hadamard(error, factor) = form else { return };
    add(Misconception::MissingActivationDerivative, 0, (**error).clone());
    let (z, a) = (Quantity::WeightedInput(layer), Quantity::Activation(layer));
    let instead = |wrong: Quantity, right: Quantity| {
        move |part: &Expr| (symbol(part) == Some((right, When::After))).then(|| Expr::from(wrong))
    };
    // f′(a), and where f′ is written in a, the same formula in z
    add(Misconception::DerivativeAtActivation, 0, (**error).clone().hadamard(slope.replaced(&instead(a, z))));
    add(Misconception::DerivativeAtActivation, 1, (**error).clone().hadamard(factor.replaced(&instead(z, a))));
}

fn omissions(quantity: Quantity, form: &Expr, add: &mut Add) {
    match (quantity, form) {
        (Quantity::WeightedInput(_), Expr::Add(product, _)) => add(Misconception::MissingBias, 0, (**product).clone()),
        (Quantity::Parameter(Kind::Bias, _), _) => add(Misconception::BiasNotUpdated, 0, Expr::before(quantity)),
        _ => {}
    }
}

/// The right rule with parameters of another moment.
pub fn wrong_time(rule: &Rule) -> Option<Slip> {
    match rule.quantity {
        Quantity::WeightedInput(_) => {
            let (kind, source) = (Misconception::BiasNotUpdated, Source::Stale);
            Some(Slip { source, ..Slip::new(kind, 0, rule.expr.clone()) })
        }
        Quantity::Delta(layer) => {
            let updated = |part: &Expr| match symbol(part) {
                Some((weights @ Quantity::Parameter(Kind::Weights, _), When::Before)) => Some(Expr::from(weights)),
                _ => None,
            };
            let expr = rule.expr.replaced(&updated);
            let source = Source::Updated(layer);
            (expr != rule.expr).then(|| Slip { source, ..Slip::new(Misconception::UsedUpdatedWeights, 0, expr) })
        }
        _ => None,
    }
}
