//! z = W a + b, a = f(z); and f and f′ themselves, side by side.
use super::{Phase, Problem, Rule};
use crate::activation::Activation;
use crate::derivation::expr::{Expr, Function, Letter};
use crate::quantity::{Kind, Quantity};

pub(super) fn rules(problem: &Problem, rules: &mut Vec<Rule>) {
    for layer in 1..=problem.depth() {
        let weights = Expr::before(Quantity::Parameter(Kind::Weights, layer));
        let bias = Expr::before(Quantity::Parameter(Kind::Bias, layer));
        let z = weights.matmul(problem.inputs_of(layer)) + bias;
        rules.push(Rule::new(Quantity::WeightedInput(layer), Phase::Forward, z));
        rules.push(Rule::new(Quantity::Activation(layer), Phase::Forward, output(problem, layer)));
    }
}

/// a = [mask / (1 − p) ∘] f(z) [+ a of the layer before]
fn output(problem: &Problem, layer: usize) -> Expr {
    let Some(spec) = problem.layer(layer) else { return Expr::Number(f64::NAN) };
    let value = value(spec.activation, layer);
    let kept = match problem.mask(layer) {
        Some(mask) => mask.hadamard(value),
        None => value,
    };
    if spec.residual { kept + problem.inputs_of(layer) } else { kept }
}

/// f(z)
fn value(activation: Activation, layer: usize) -> Expr {
    let z = || Expr::from(Quantity::WeightedInput(layer));
    let above = || Expr::Number(0.0).max(z());
    let below = || Expr::Number(0.0).min(z());
    match activation {
        Activation::Identity => z(),
        Activation::Sigmoid => z().apply(Function::Sigmoid),
        Activation::Tanh => z().apply(Function::Tanh),
        Activation::Relu => above(),
        Activation::LeakyRelu { slope } => above() + Expr::Letter(Letter::Slope, slope) * below(),
        Activation::Rrelu { .. } => above() + Expr::before(Quantity::Slope(layer)).hadamard(below()),
        Activation::Elu { alpha } => {
            above() + Expr::Letter(Letter::Alpha, alpha) * (below().apply(Function::Exp) - Expr::Number(1.0))
        }
        Activation::Softplus => z().apply(Function::Softplus),
        Activation::Gelu => z().hadamard(z().apply(Function::NormalCdf)),
        Activation::Silu => z().hadamard(z().apply(Function::Sigmoid)),
        Activation::Softmax => z().apply(Function::Softmax),
    }
}

/// f′(z), or nothing where it is 1 everywhere. `plain` tells that the layer's output is f(z) itself, in which
/// case sigmoid and tanh have their slope from it. At 0 the kinked ones have the slope of the negative side.
pub(super) fn slope(activation: Activation, layer: usize, plain: bool) -> Option<Expr> {
    let z = || Expr::from(Quantity::WeightedInput(layer));
    let one = || Expr::Number(1.0);
    let above = || z().apply(Function::Positive);
    let below = || z().apply(Function::NotPositive);
    let output = |function| if plain { Expr::from(Quantity::Activation(layer)) } else { z().apply(function) };
    Some(match activation {
        // Softmax goes with cross-entropy, whose delta needs no f′.
        Activation::Identity | Activation::Softmax => return None,
        Activation::Sigmoid => output(Function::Sigmoid).hadamard(one() - output(Function::Sigmoid)),
        Activation::Tanh => one() - output(Function::Tanh).hadamard(output(Function::Tanh)),
        Activation::Relu => above(),
        Activation::LeakyRelu { slope } => above() + Expr::Letter(Letter::Slope, slope) * below(),
        Activation::Rrelu { .. } => above() + Expr::before(Quantity::Slope(layer)).hadamard(below()),
        Activation::Elu { alpha } => {
            let power = Expr::Number(0.0).min(z()).apply(Function::Exp);
            above() + Expr::Letter(Letter::Alpha, alpha) * power.hadamard(below())
        }
        Activation::Softplus => z().apply(Function::Sigmoid),
        Activation::Gelu => z().apply(Function::NormalCdf) + z().hadamard(z().apply(Function::NormalPdf)),
        Activation::Silu => {
            let sigmoid = || z().apply(Function::Sigmoid);
            sigmoid().hadamard(one() + z().hadamard(one() - sigmoid()))
        }
    })
}
