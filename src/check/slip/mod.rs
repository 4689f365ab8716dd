//! Slips: a rule with one named mistake in it, as a change of the rule's own expression.
mod average;
mod fit;
mod network;

use super::Misconception;
use crate::derivation::{Expr, Function, Letter, Rule, When};
use crate::problem::Problem;
use crate::quantity::{Quantity, Role};

/// Which values a slip is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Those that the step should use.
    Own,
    /// With the weights of every layer above this one already updated.
    Updated(usize),
    /// With the biases from before the last update.
    Stale,
}

/// One way to get a step wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    pub kind: Misconception,
    /// How far-fetched: 0 for what is met most.
    pub rank: u8,
    pub expr: Expr,
    pub source: Source,
}

impl Slip {
    fn new(kind: Misconception, rank: u8, expr: Expr) -> Self {
        Self { kind, rank, expr, source: Source::Own }
    }
}

/// Every slip that can be made in `rule`, one of the `rules` of its iteration.
pub fn slips(problem: &dyn Problem, rules: &[Rule], rule: &Rule) -> Vec<Slip> {
    let mut all = Vec::new();
    for form in rule.expr.forms() {
        let mut add = |kind, rank, expr: Expr| {
            if expr != *form {
                all.push(Slip::new(kind, rank, expr));
            }
        };
        signs(rule.quantity, form, &mut add);
        factors(problem, rule.quantity, form, &mut add);
        transposes(rule.quantity, form, &mut add);
        average::slips(rules, rule.quantity, form, &mut add);
        network::slips(problem, rule.quantity, form, &mut add);
        fit::slips(problem, rules, rule.quantity, form, &mut add);
    }
    all.extend(network::wrong_time(rule));
    all.sort_by_key(|slip| (slip.rank, slip.kind));
    all
}

type Add<'a> = dyn FnMut(Misconception, u8, Expr) + 'a;

fn symbol(expr: &Expr) -> Option<(Quantity, When)> {
    if let Expr::Symbol(quantity, when) = expr { Some((*quantity, *when)) } else { None }
}

fn flipped(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Add(x, y) => Some(Expr::Sub(x.clone(), y.clone())),
        Expr::Sub(x, y) => Some(Expr::Add(x.clone(), y.clone())),
        Expr::Neg(x) => Some((**x).clone()),
        _ => None,
    }
}

fn signs(quantity: Quantity, form: &Expr, add: &mut Add) {
    // nobody changes the sign of a whole parameter, but many go up where they should go down
    let opposite = match quantity.role() {
        Some((_, Role::Parameter)) => Expr::Number(2.0) * Expr::before(quantity) - form.clone(),
        _ => -form.clone(),
    };
    add(Misconception::Sign, 0, opposite);
    for variant in form.variants(&flipped) {
        let outermost = Some(&variant) == flipped(form).as_ref();
        add(Misconception::Sign, if outermost { 0 } else { 2 }, variant);
    }
}

/// λ₂, whose square has a ½ before it.
fn is_penalty(expr: &Expr) -> bool {
    matches!(expr, Expr::Letter(Letter::L2, _))
}

fn factors(problem: &dyn Problem, quantity: Quantity, form: &Expr, add: &mut Add) {
    let without = |letter: Letter| {
        move |part: &Expr| matches!(part, Expr::Letter(found, _) if *found == letter).then_some(Expr::Number(1.0))
    };
    add(Misconception::MissingLearningRate, 0, form.replaced(&without(Letter::LearningRate)));
    for variant in form.variants(&without(Letter::LearningRate)) {
        add(Misconception::MissingLearningRate, 1, variant);
    }
    add(Misconception::SumInsteadOfMean, 0, form.replaced(&without(Letter::Samples)));
    let half = |part: &Expr| match part {
        Expr::Div(top, below) if is_penalty(top) && **below == Expr::Number(2.0) => Some((**top).clone()),
        Expr::Div(top, below) if **top == Expr::Number(1.0) => match &**below {
            Expr::Number(2.0) => Some(Expr::Number(1.0)),
            Expr::Scale(two, samples) if **two == Expr::Number(2.0) => Some(Expr::Number(1.0) / (**samples).clone()),
            _ => None,
        },
        _ => None,
    };
    if matches!(quantity, Quantity::Cost | Quantity::CostOther) {
        add(Misconception::MissingHalf, 0, form.replaced(&half));
        let ln = |base: f64| {
            move |part: &Expr| matches!(part, Expr::Apply(Function::Ln, _)).then(|| part.clone() / Expr::Number(base))
        };
        add(Misconception::LogBase, 0, form.replaced(&ln(std::f64::consts::LN_10)));
        add(Misconception::LogBase, 1, form.replaced(&ln(std::f64::consts::LN_2)));
    }
    if is_gradient(quantity) {
        let doubled = |part: &Expr| is_penalty(part).then(|| Expr::Number(2.0) * part.clone());
        add(Misconception::MissingHalf, 0, form.replaced(&doubled));
    }
    let of_target = |part: &Expr| symbol(part).is_some_and(|(quantity, _)| quantity == Quantity::Target);
    if matches!(quantity, Quantity::Delta(_)) && problem.halves_squares() && form.any(&of_target) {
        add(Misconception::MissingHalf, 0, Expr::Number(2.0) * form.clone());
    }
    let root = |part: &Expr| {
        let is_epsilon = |part: &Expr| matches!(part, Expr::Letter(Letter::Epsilon, _));
        match part {
            Expr::Sqrt(inner) => match &**inner {
                Expr::Add(s, epsilon) if is_epsilon(epsilon) => Some((**s).clone().sqrt() + (**epsilon).clone()),
                _ => None,
            },
            Expr::Add(root, epsilon) if is_epsilon(epsilon) => match &**root {
                Expr::Sqrt(s) => Some(((**s).clone() + (**epsilon).clone()).sqrt()),
                _ => None,
            },
            _ => None,
        }
    };
    add(Misconception::EpsilonPlace, 0, form.replaced(&root));
    for variant in form.variants(&root) {
        add(Misconception::EpsilonPlace, 1, variant);
    }
}

fn is_gradient(quantity: Quantity) -> bool {
    matches!(quantity.role(), Some((_, Role::Gradient)))
}

fn transposes(quantity: Quantity, form: &Expr, add: &mut Add) {
    if !matches!(quantity, Quantity::Cost | Quantity::CostOther) {
        add(Misconception::Transposed, 1, form.clone().transposed());
    }
    let turned = |part: &Expr| match part {
        Expr::Transpose(inner) => (**inner).clone(),
        other => other.clone().transposed(),
    };
    let left = |part: &Expr| match part {
        Expr::MatMul(x, y) => Some(turned(x).matmul((**y).clone())),
        _ => None,
    };
    let right = |part: &Expr| match part {
        Expr::MatMul(x, y) => Some((**x).clone().matmul(turned(y))),
        _ => None,
    };
    let gradient = |part: &Expr| match symbol(part) {
        Some((quantity, _)) if is_gradient(quantity) => Some(part.clone().transposed()),
        _ => None,
    };
    add(Misconception::Transposed, 0, form.replaced(&left));
    add(Misconception::Transposed, 1, form.replaced(&right));
    add(Misconception::Transposed, 2, form.replaced(&gradient));
}
