//! Logistic regression, derived: the chain for each sample, its cancelling, the mean over the samples, the update.
//!
//! With u = wᵀX, y = σ(u) and L = −c ln y − (1 − c) ln(1 − y):
//! ∂L/∂y · ∂y/∂u · ∂u/∂w = (y − c) X, and ∂J/∂w is its mean over the samples (Bishop, *Pattern Recognition and
//! Machine Learning*, 2006, eq. 4.91).
use super::evaluate::Lookup;
use super::expr::{Expr, Function, Letter, Over};
use super::name::Style;
use super::rules::{Phase, Rule};
use super::{Display, Step, draw, words};
use crate::optimizer::Optimizer;
use crate::quantity::{Fit, Quantity};
use crate::words::{fill, text};

/// What the formulas depend on.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// Of the batch
    pub samples: usize,
    pub l2: f64,
    pub optimizer: &'a Optimizer,
    /// From 1
    pub iteration: u64,
}

fn given(fit: Fit) -> Expr {
    Expr::before(Quantity::Fit(fit))
}

fn result(fit: Fit) -> Expr {
    Quantity::Fit(fit).into()
}

fn one() -> Expr {
    Expr::Number(1.0)
}

/// The rules of one iteration, in the order of its steps.
pub fn rules(shape: &Shape) -> Vec<Rule> {
    let mut rules = forward();
    let cost = Expr::Chain(vec![
        with_penalty(shape, -mean(shape, likelihood().sum(Over::All)), penalty),
        with_penalty(shape, mean(shape, surprise().sum(Over::All)), penalty),
    ]);
    rules.push(Rule::new(Quantity::Cost, Phase::Cost, cost));
    rules.extend(chain());
    let vectorised = result(Fit::ByWeights).matmul(result(Fit::Delta).transposed());
    let summed = result(Fit::SampleGradient).sum(Over::Samples);
    let gradient = [vectorised, summed].map(|form| with_penalty(shape, mean(shape, form), pull));
    rules.push(of(Fit::Gradient, Phase::Backward, Expr::Chain(gradient.into())));
    super::rules::update::of_fit(shape.optimizer, shape.iteration, &mut rules);
    rules
}

/// The rules of one sample alone: what its chain gives, without mean and update, and last the squared error's loss and
/// delta, where the sigmoid's slope does not cancel.
pub fn rules_of_sample() -> Vec<Rule> {
    let mut rules = forward();
    rules.push(of(Fit::Loss, Phase::Cost, Expr::Chain(vec![-likelihood(), surprise()])));
    rules.extend(chain());
    let (y, c) = (|| result(Fit::Probability), || given(Fit::Class));
    let half = one() / Expr::Number(2.0) * (y() - c()).squared();
    rules.push(of(Fit::SquaredLoss, Phase::Cost, half));
    rules.push(of(Fit::SquaredDelta, Phase::Backward, result(Fit::Delta).hadamard(result(Fit::Slope))));
    rules
}

fn of(fit: Fit, phase: Phase, expr: Expr) -> Rule {
    Rule::new(Quantity::Fit(fit), phase, expr)
}

fn forward() -> Vec<Rule> {
    let score = given(Fit::Weights).transposed().matmul(given(Fit::Features));
    let probability = result(Fit::Score).apply(Function::Sigmoid);
    vec![of(Fit::Score, Phase::Forward, score), of(Fit::Probability, Phase::Forward, probability)]
}

/// c ln y + (1 − c) ln(1 − y)
fn likelihood() -> Expr {
    let (y, c) = (|| result(Fit::Probability), || given(Fit::Class));
    c().hadamard(y().apply(Function::Ln)) + (one() - c()).hadamard((one() - y()).apply(Function::Ln))
}

/// ln(1 + eᵘ) − c u: the same with its sign changed, for any u
fn surprise() -> Expr {
    result(Fit::Score).apply(Function::Softplus) - given(Fit::Class).hadamard(result(Fit::Score))
}

/// ∂L/∂y, ∂y/∂u, ∂u/∂w, and what they make together.
fn chain() -> Vec<Rule> {
    let (y, c) = (|| result(Fit::Probability), || given(Fit::Class));
    let by_probability = || -(c() / y()) + (one() - c()) / (one() - y());
    // c/y is 0/0 where y is 0 or 1 to the last digit; the second form is the same number and holds there too
    let sure = (one() - Expr::Number(2.0) * c()) / (one() - c() - y()).apply(Function::Abs);
    let slope = y().hadamard(one() - y());
    let delta = vec![
        result(Fit::ByProbability).hadamard(result(Fit::Slope)),
        by_probability().hadamard(slope.clone()),
        (one() - c()).hadamard(y()) - c().hadamard(one() - y()),
        y() - c(),
    ];
    let back = |fit, expr| of(fit, Phase::Backward, expr);
    vec![
        back(Fit::ByProbability, Expr::Chain(vec![by_probability(), sure])),
        back(Fit::Slope, slope),
        back(Fit::ByWeights, given(Fit::Features)),
        back(Fit::Delta, Expr::Chain(delta)),
        back(Fit::SampleGradient, result(Fit::Delta).hadamard(result(Fit::ByWeights))),
    ]
}

/// Over N, where there is more than one sample.
fn mean(shape: &Shape, inner: Expr) -> Expr {
    match shape.samples {
        1 => inner,
        samples => one() / Expr::Letter(Letter::Samples, samples as f64) * inner,
    }
}

/// `expr` and what l2 adds to it, where it adds anything.
fn with_penalty(shape: &Shape, expr: Expr, term: fn(&Shape) -> Expr) -> Expr {
    if shape.l2 == 0.0 { expr } else { expr + term(shape) }
}

/// λ₂/2 Σ (r ∘ w)²
fn penalty(shape: &Shape) -> Expr {
    let squares = given(Fit::Penalised).hadamard(given(Fit::Weights)).squared().sum(Over::All);
    Expr::Letter(Letter::L2, shape.l2) / Expr::Number(2.0) * squares
}

/// λ₂ r ∘ w, the gradient of that
fn pull(shape: &Shape) -> Expr {
    Expr::Letter(Letter::L2, shape.l2) * given(Fit::Penalised).hadamard(given(Fit::Weights))
}

/// One rule with the numbers of `lookup`; the value is theirs where they have it.
pub fn step(rule: &Rule, shape: &Shape, lookup: &Lookup<'_>, display: Display) -> Step {
    let value = lookup(rule.quantity, super::When::After).cloned();
    draw(rule, words_of(rule, shape), &Style::plain(display), lookup, value)
}

/// Title and reason.
fn words_of(rule: &Rule, shape: &Shape) -> (String, String) {
    let slot = |slot| words::slot_key(shape.optimizer, slot);
    let samples = shape.samples.to_string();
    let say = |key: &str| fill(key, &[("samples", &samples)]);
    match rule.quantity {
        Quantity::Fit(Fit::State(of)) => {
            (say(&format!("race.title.{}", slot(of))), say(&format!("step.why.{}", slot(of))))
        }
        Quantity::Fit(Fit::Weights) => {
            let key = words::optimizer_key(shape.optimizer);
            (say("step.fit.title.w"), say(&format!("step.why.update.{key}")))
        }
        quantity => {
            let mut why = say(&format!("step.fit.why.{quantity}"));
            if shape.l2 > 0.0 && matches!(quantity, Quantity::Cost | Quantity::Fit(Fit::Gradient)) {
                why.push(' ');
                why.push_str(text(&format!("step.fit.why.{quantity}_l2")));
            }
            (say(&format!("step.fit.title.{quantity}")), why)
        }
    }
}

/// The symbol of a quantity alone.
pub fn symbol(quantity: Quantity, display: Display) -> super::Formula {
    super::write_all(false, &Style::plain(display), None, |walk| walk.symbol(quantity))
}
