//! What goes wrong in logistic regression: a factor of the chain, w₀, the penalty's share of the gradient.
use super::{Add, is_gradient, is_penalty, symbol};
use crate::check::Misconception;
use crate::derivation::{Expr, Function, Phase, Rule, When};
use crate::problem::Problem;
use crate::quantity::{Fit, Learned, Quantity, Role};

pub fn slips(problem: &dyn Problem, rules: &[Rule], quantity: Quantity, form: &Expr, add: &mut Add) {
    let Quantity::Fit(fit) = quantity else { return };
    match fit {
        Fit::Probability => {
            let turned = |part: &Expr| match part {
                Expr::Apply(Function::Sigmoid, u) => Some((-(**u).clone()).apply(Function::Sigmoid)),
                _ => None,
            };
            add(Misconception::Sign, 1, form.replaced(&turned));
        }
        Fit::Slope => {
            add(Misconception::DerivativeAtActivation, 0, slope_at_probability());
            add(Misconception::DerivativeAtActivation, 1, slope_in_score());
        }
        Fit::Delta => {
            let Expr::Hadamard(error, _) = form else { return };
            add(Misconception::MissingActivationDerivative, 0, (**error).clone());
            add(Misconception::DerivativeAtActivation, 0, (**error).clone().hadamard(slope_at_probability()));
            add(Misconception::DerivativeAtActivation, 1, (**error).clone().hadamard(slope_in_score()));
        }
        Fit::SampleGradient => {
            let without = result(Fit::ByProbability).hadamard(result(Fit::ByWeights));
            add(Misconception::MissingActivationDerivative, 1, without);
        }
        Fit::Gradient => penalty(rules, form, add),
        Fit::Score | Fit::Weights => first_weight(problem, quantity, form, add),
        _ => {}
    }
}

fn result(fit: Fit) -> Expr {
    Quantity::Fit(fit).into()
}

fn one() -> Expr {
    Expr::Number(1.0)
}

/// σ′(y) for σ′(u)
fn slope_at_probability() -> Expr {
    let again = || result(Fit::Probability).apply(Function::Sigmoid);
    again().hadamard(one() - again())
}

/// y (1 − y) with u in it
fn slope_in_score() -> Expr {
    result(Fit::Score).hadamard(one() - result(Fit::Score))
}

/// u without w₀, and w₀ as it was before the update.
fn first_weight(problem: &dyn Problem, quantity: Quantity, form: &Expr, add: &mut Add) {
    let Some(first) = problem.first_weight() else { return };
    let others = one() - first.clone();
    let weights = || Expr::before(Quantity::Fit(Fit::Weights));
    if quantity == Quantity::Fit(Fit::Weights) {
        let kept = first.hadamard(weights()) + others.hadamard(form.clone());
        return add(Misconception::BiasNotUpdated, 0, kept);
    }
    let is_weights = |part: &Expr| *part == weights();
    let forgotten = |part: &Expr| is_weights(part).then(|| others.clone().hadamard(weights()));
    add(Misconception::MissingBias, 0, form.replaced(&forgotten));
}

/// λ₂ r ∘ w at weights that the rest of the gradient has moved already.
fn penalty(rules: &[Rule], form: &Expr, add: &mut Add) {
    let Expr::Add(mean, pull) = form else { return };
    if !pull.any(&is_penalty) {
        return;
    }
    let Some(moved) = moved_by(mean, rules) else { return };
    let updated = |part: &Expr| is_old_weights(part).then(|| moved.clone());
    add(Misconception::UsedUpdatedWeights, 0, (**mean).clone() + pull.replaced(&updated));
}

fn is_old_weights(part: &Expr) -> bool {
    symbol(part) == Some((Quantity::Fit(Fit::Weights), When::Before))
}

/// The weights after an update by `gradient` alone.
fn moved_by(gradient: &Expr, rules: &[Rule]) -> Option<Expr> {
    let update = |quantity| rules.iter().find(|rule| rule.phase == Phase::Update && rule.quantity == quantity);
    let written_out = |part: &Expr| match symbol(part)? {
        (quantity, When::After) if is_gradient(quantity) => Some(gradient.clone()),
        (quantity, When::After) if matches!(quantity.role(), Some((_, Role::State(_)))) => {
            Some(update(quantity)?.expr.clone())
        }
        _ => None,
    };
    let mut moved = update(Learned::Fit.parameter())?.expr.clone();
    // a state may stand on other states: as many rounds as there are rules reach the gradient
    for _ in rules {
        moved = moved.replaced(&written_out);
    }
    Some(moved)
}
