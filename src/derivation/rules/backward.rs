//! The error and the gradients, from the output back to the inputs.
use super::forward::slope;
use super::{Phase, Problem, Rule};
use crate::cost::Cost;
use crate::derivation::expr::{Expr, Over};
use crate::quantity::{Kind, Quantity};

pub(super) fn rules(problem: &Problem, rules: &mut Vec<Rule>) {
    for layer in (1..=problem.depth()).rev() {
        rules.push(Rule::new(Quantity::Delta(layer), Phase::Backward, delta(problem, layer)));
        let error = || Expr::from(Quantity::Delta(layer));
        let weights = problem.with_penalty_slope(error().matmul(problem.inputs_of(layer).transposed()), layer);
        rules.push(Rule::new(Quantity::Gradient(Kind::Weights, layer), Phase::Backward, weights));
        let bias = if problem.batch_size > 1 { error().sum(Over::Samples) } else { error() };
        rules.push(Rule::new(Quantity::Gradient(Kind::Bias, layer), Phase::Backward, bias));
    }
}

/// dJ/dz = dJ/da [∘ mask / (1 − p)] ∘ f′(z)
fn delta(problem: &Problem, layer: usize) -> Expr {
    let error = arriving(problem, layer);
    let Some(spec) = problem.layer(layer) else { return error };
    if layer == problem.depth() && problem.spec.cost == Cost::CrossEntropy {
        // With sigmoid or softmax, f′ cancels against the derivative of the logarithm.
        return error;
    }
    let mask = problem.mask(layer);
    let slope = slope(spec.activation, layer, mask.is_none() && !spec.residual);
    mask.into_iter().chain(slope).fold(error, Expr::hadamard)
}

/// dJ/da of a layer: what comes back through the weights after it, and beside them where the next layer adds its
/// input to its output. At the output, what the cost sends (for cross-entropy already dJ/dz).
fn arriving(problem: &Problem, layer: usize) -> Expr {
    if layer >= problem.depth() {
        let difference = Expr::from(Quantity::Activation(layer)) - Expr::before(Quantity::Target);
        return match problem.spec.cost {
            Cost::Lse { factor } => problem.scaled(2.0 * factor, difference),
            Cost::CrossEntropy => problem.scaled(1.0, difference),
        };
    }
    let next = layer + 1;
    let weights = Expr::before(Quantity::Parameter(Kind::Weights, next)).transposed();
    let through = weights.matmul(Quantity::Delta(next).into());
    if problem.layer(next).is_some_and(|layer| layer.residual) { through + arriving(problem, next) } else { through }
}
