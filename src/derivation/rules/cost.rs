//! The cost that is trained on, and the other one beside it.
use super::{Phase, Problem, Rule};
use crate::activation::Activation;
use crate::cost::Cost;
use crate::derivation::expr::{Expr, Function, Letter, Over};
use crate::quantity::{Kind, Quantity};

pub(super) fn rules(problem: &Problem, rules: &mut Vec<Rule>) {
    rules.push(rule(problem, Quantity::Cost, problem.spec.cost));
    if let Some(other) = problem.spec.other_cost() {
        rules.push(rule(problem, Quantity::CostOther, other));
    }
}

fn rule(problem: &Problem, quantity: Quantity, cost: Cost) -> Rule {
    let last = problem.depth();
    let a = || Expr::from(Quantity::Activation(last));
    let y = || Expr::before(Quantity::Target);
    match cost {
        Cost::Lse { factor } => {
            let sum = (a() - y()).squared().sum(Over::All);
            Rule::new(quantity, Phase::Cost, with_penalty(problem, quantity, problem.scaled(factor, sum)))
        }
        Cost::CrossEntropy => {
            let softmax = problem.layer(last).is_some_and(|layer| layer.activation == Activation::Softmax);
            let forms = if softmax { categorical(problem) } else { binary(problem) };
            let forms = forms.into_iter().map(|form| with_penalty(problem, quantity, form)).collect();
            let mut uses = vec![Quantity::WeightedInput(last), Quantity::Activation(last), Quantity::Target];
            let rule = Rule::new(quantity, Phase::Cost, Expr::Chain(forms));
            uses.extend(rule.uses.iter().filter(|quantity| matches!(quantity, Quantity::Parameter(..))));
            Rule { uses, ..rule }
        }
    }
}

/// J + λ₂/2 Σ w² + λ₁ Σ |w| over all weights; the cost for comparison stays without.
fn with_penalty(problem: &Problem, quantity: Quantity, cost: Expr) -> Expr {
    let spec = problem.spec;
    let over_layers = |term: &dyn Fn(Expr) -> Expr| {
        let of_layer = |layer| term(Expr::before(Quantity::Parameter(Kind::Weights, layer))).sum(Over::All);
        (1..=problem.depth()).map(of_layer).reduce(|sum, layer| sum + layer).unwrap_or(Expr::Number(0.0))
    };
    let mut cost = cost;
    if quantity == Quantity::Cost && spec.l2 != 0.0 {
        let half = Expr::Letter(Letter::L2, spec.l2) / Expr::Number(2.0);
        cost = cost + half * over_layers(&Expr::squared);
    }
    if quantity == Quantity::Cost && spec.l1 != 0.0 {
        let size = |weights: Expr| weights.apply(Function::Abs);
        cost = cost + Expr::Letter(Letter::L1, spec.l1) * over_layers(&size);
    }
    cost
}

/// −Σ y ln a + (1 − y) ln(1 − a) = Σ ln(1 + e^z) − y z: the second form holds for any z.
fn binary(problem: &Problem) -> Vec<Expr> {
    let last = problem.depth();
    let (a, z) = (|| Expr::from(Quantity::Activation(last)), || Expr::from(Quantity::WeightedInput(last)));
    let y = || Expr::before(Quantity::Target);
    let one = || Expr::Number(1.0);
    let hit = y().hadamard(a().apply(Function::Ln));
    let miss = (one() - y()).hadamard((one() - a()).apply(Function::Ln));
    let from_z = z().apply(Function::Softplus) - y().hadamard(z());
    vec![-problem.scaled(1.0, (hit + miss).sum(Over::All)), problem.scaled(1.0, from_z.sum(Over::All))]
}

/// −Σ y ln a = Σ y (ln Σ e^z − z)
fn categorical(problem: &Problem) -> Vec<Expr> {
    let last = problem.depth();
    let (a, z) = (|| Expr::from(Quantity::Activation(last)), || Expr::from(Quantity::WeightedInput(last)));
    let y = || Expr::before(Quantity::Target);
    let from_z = y().hadamard(z().apply(Function::LogSumExp) - z());
    let from_a = y().hadamard(a().apply(Function::Ln));
    vec![-problem.scaled(1.0, from_a.sum(Over::All)), problem.scaled(1.0, from_z.sum(Over::All))]
}
