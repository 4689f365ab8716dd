//! Steps of a path on a surface: the same drawing as a network's steps, with words of their own.
use super::evaluate::Lookup;
use super::expr::Expr;
use super::name::Style;
use super::rules::Rule;
use super::{Display, Step, draw, words};
use crate::optimizer::Optimizer;
use crate::quantity::Quantity;
use crate::words::fill;

/// One rule of step `number` (from 1) with the numbers of `lookup`; the value is theirs where they have it. `on_data`
/// where x and y are the letters of data.
pub fn step(
    rule: &Rule,
    (optimizer, number): (&Optimizer, u64),
    lookup: &Lookup<'_>,
    display: Display,
    on_data: bool,
) -> Step {
    let mut style = Style::plain(display);
    style.on_data = on_data;
    let value = lookup(rule.quantity, super::When::After).cloned();
    draw(rule, of(rule, optimizer, number), &style, lookup, value)
}

/// The rules of the update of a point at step `step` (from 1).
pub fn update(optimizer: &Optimizer, step: u64, rules: &mut Vec<Rule>) {
    super::rules::update::of_point(optimizer, step, rules);
}

/// Title and reason.
fn of(rule: &Rule, optimizer: &Optimizer, number: u64) -> (String, String) {
    let slot = |slot| words::slot_key(optimizer, slot);
    let (title, why) = match rule.quantity {
        Quantity::Height => ("value".to_owned(), "race.why.value".to_owned()),
        Quantity::Slant => ("gradient".to_owned(), why_of_gradient(rule).to_owned()),
        Quantity::Momentum(of) => (slot(of).to_owned(), format!("step.why.{}", slot(of))),
        _ => ("point".to_owned(), format!("step.why.update.{}", words::optimizer_key(optimizer))),
    };
    (fill(&format!("race.title.{title}"), &[]), fill(&why, &[("before", &(number - 1).to_string())]))
}

fn why_of_gradient(rule: &Rule) -> &'static str {
    let noisy = matches!(&rule.expr, Expr::Add(_, right) if **right == Expr::before(Quantity::Noise));
    if noisy { "race.why.noisy_gradient" } else { "race.why.gradient" }
}
