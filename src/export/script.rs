//! Scripts that reproduce the numbers: every line is a rule of the derivation, in Python.
use super::python::{literal, python};
use crate::derivation::{Expr, Letter, Phase, Rule};
use crate::error::Result;
use crate::matrix::Matrix;
use crate::num::rounding::{Mode, Rounding};
use crate::problem::Problem;
use crate::quantity::{Fit, Quantity, Role};
use crate::record::Record;
use std::fmt::Write as _;

/// What a script calculates with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// Every rule by hand.
    Numpy,
    /// The forward pass and the update by hand, the gradients from autograd.
    Torch,
}

impl Library {
    pub const NAMES: [&'static str; 2] = ["numpy", "torch"];

    pub fn named(name: &str) -> Self {
        if name == "torch" { Self::Torch } else { Self::Numpy }
    }

    pub fn module(self) -> &'static str {
        match self {
            Self::Numpy => "np",
            Self::Torch => "torch",
        }
    }

    pub fn array(self) -> &'static str {
        match self {
            Self::Numpy => "np.array",
            Self::Torch => "torch.tensor",
        }
    }
}

const NUMPY: &str = include_str!("prelude_numpy.py");
const TORCH: &str = include_str!("prelude_torch.py");

/// A Python script that prints every quantity of the first iterations with `digits` decimals, one a line: the
/// iteration, the id, the rows.
///
/// ```
/// use gradstep::export::{Library, script};
/// use gradstep::{preset, problem};
///
/// let mut problem = problem::network(preset::spec("hw3-q1").expect("a preset"));
/// let python = script(&mut problem, 2, 4, Library::Numpy)?;
/// assert!(python.contains("z1 = W1 @ x + b1"));
/// # Ok::<(), gradstep::Error>(())
/// ```
///
/// # Errors
/// Where the problem has no such iteration.
pub fn script(problem: &mut dyn Problem, iterations: u64, digits: usize, library: Library) -> Result<String> {
    let mut records = Vec::new();
    for iteration in 1..=iterations {
        records.push(problem.worked(iteration)?);
    }
    let Some((rules, first)) = records.first() else { return Ok(String::new()) };
    let mut out = String::from(match library {
        Library::Numpy => NUMPY,
        Library::Torch => TORCH,
    });
    // a String takes text
    let _ = write!(out, "\nDIGITS = {digits}\n");
    hyperparameters(rules, &mut out);
    data(records.iter().map(|(_, record)| record), library, &mut out);
    // what is rounded on the way has no gradient: then the gradients are written out, too
    let autograd = library == Library::Torch && problem.rounding().is_none();
    parameters(first, library, autograd, &mut out);
    let _ = write!(out, "\nfor t in range(1, {}):\n", iterations + 1);
    for name in first.before.iter().filter_map(|(quantity, _)| drawn(*quantity)) {
        let _ = writeln!(out, "    {name} = {name}_of[t - 1]");
    }
    out.push_str("    N = x.shape[1]\n");
    let hand = |line: String| if problem.rounding().is_some() { format!("hand({line})") } else { line };
    if let Some(rounding) = problem.rounding() {
        out = out.replacen("\nDIGITS", &format!("{}\nDIGITS", by_hand(rounding, library)), 1);
    }
    if autograd {
        torch_steps(rules, library, &mut out);
    } else {
        for rule in rules {
            line(rule, &hand(python(&rule.expr, library)), &mut out);
        }
    }
    Ok(out)
}

fn line(rule: &Rule, value: &str, out: &mut String) {
    let id = rule.quantity;
    let _ = writeln!(out, "    {id} = {value}\n    show(t, \"{id}\", {id})");
}

/// Gradients from `backward()`: what autograd finds is held against the rules by whoever compares the numbers.
fn torch_steps(rules: &[Rule], library: Library, out: &mut String) {
    for rule in rules.iter().filter(|rule| matches!(rule.phase, Phase::Forward | Phase::Cost)) {
        line(rule, &python(&rule.expr, library), out);
        if matches!(rule.quantity, Quantity::WeightedInput(_) | Quantity::Fit(Fit::Score)) {
            let _ = writeln!(out, "    {}.retain_grad()", rule.quantity);
        }
    }
    out.push_str("    cost.backward()\n");
    for rule in rules.iter().filter(|rule| rule.phase == Phase::Backward) {
        let value = match (rule.quantity, rule.quantity.role()) {
            (Quantity::Delta(layer), _) => format!("{}.grad", Quantity::WeightedInput(layer)),
            // of each sample's loss, where autograd has that of their mean
            (Quantity::Fit(Fit::Delta), _) => format!("N * {}.grad", Quantity::Fit(Fit::Score)),
            (_, Some((learned, Role::Gradient))) => format!("{}.grad", learned.parameter()),
            _ => format!("({}).detach()", python(&rule.expr, library)),
        };
        line(rule, &value, out);
    }
    out.push_str("    with torch.no_grad():\n");
    let updates: Vec<&Rule> = rules.iter().filter(|rule| rule.phase == Phase::Update).collect();
    for rule in &updates {
        let mut inner = String::new();
        line(rule, &python(&rule.expr, library), &mut inner);
        out.extend(inner.lines().map(|line| format!("    {line}\n")));
    }
    for rule in updates.iter().filter(|rule| matches!(rule.quantity.role(), Some((_, Role::Parameter)))) {
        let _ = writeln!(out, "    {}.requires_grad_()", rule.quantity);
    }
    // what is not trained keeps its gradient otherwise
    for rule in rules {
        if let Some((learned, Role::Gradient)) = rule.quantity.role() {
            let _ = writeln!(out, "    {}.grad = None", learned.parameter());
        }
    }
}

/// What differs from iteration to iteration and comes from outside: the batch and what is drawn for it.
fn drawn(quantity: Quantity) -> Option<String> {
    let of_network = matches!(quantity, Quantity::Input | Quantity::Target | Quantity::Mask(_) | Quantity::Slope(_));
    let of_fit = matches!(quantity, Quantity::Fit(Fit::Input | Fit::Features | Fit::Class));
    let given = of_network || of_fit;
    given.then(|| quantity.to_string())
}

fn hyperparameters(rules: &[Rule], out: &mut String) {
    let mut known: Vec<(String, f64)> = Vec::new();
    for rule in rules {
        collect(&rule.expr, &mut known);
    }
    for (name, value) in known {
        let _ = writeln!(out, "{name} = {}", literal(value));
    }
}

fn collect(expr: &Expr, known: &mut Vec<(String, f64)>) {
    if let Expr::Letter(letter, value) = expr {
        let own = matches!(
            letter,
            Letter::Samples | Letter::Time | Letter::NextTime | Letter::Dropout | Letter::Slope | Letter::Alpha
        );
        let name = python(expr, Library::Numpy);
        if !own && !known.iter().any(|(known, _)| *known == name) {
            known.push((name, *value));
        }
    }
    expr.for_each_part(|part| collect(part, known));
}

fn matrix(value: &Matrix) -> String {
    let row = |row: usize| {
        let entries: Vec<String> = value.row(row).iter().map(|entry| literal(*entry)).collect();
        format!("[{}]", entries.join(", "))
    };
    format!("[{}]", (0..value.rows()).map(row).collect::<Vec<_>>().join(", "))
}

fn data<'a>(records: impl Iterator<Item = &'a Record> + Clone, library: Library, out: &mut String) {
    let Some(first) = records.clone().next() else { return };
    for (quantity, name) in first.before.iter().filter_map(|(quantity, _)| Some((*quantity, drawn(*quantity)?))) {
        let values: Vec<String> = records
            .clone()
            .filter_map(|record| record.before(quantity))
            .map(|value| format!("{}({})", library.array(), matrix(value)))
            .collect();
        let same = values.windows(2).all(|pair| pair[0] == pair[1]);
        let _ = match (same, values.first()) {
            (true, Some(value)) => writeln!(out, "{name}_of = [{value}] * {}", values.len()),
            _ => writeln!(out, "{name}_of = [\n    {},\n]", values.join(",\n    ")),
        };
    }
}

fn parameters(first: &Record, library: Library, autograd: bool, out: &mut String) {
    for (quantity, value) in &first.before {
        let _ = match (quantity, quantity.role()) {
            (_, Some((_, Role::Parameter))) => {
                let grad = if autograd { ", requires_grad=True" } else { "" };
                writeln!(out, "{quantity} = {}({}{grad})", library.array(), matrix(value))
            }
            (_, Some((_, Role::State(_)))) => {
                writeln!(out, "{quantity} = {}.zeros(({}, {}))", library.module(), value.rows(), value.columns())
            }
            (Quantity::Fit(Fit::Penalised), _) => writeln!(out, "{quantity} = {}({})", library.array(), matrix(value)),
            _ => Ok(()),
        };
    }
}

/// Rounding by hand, on the decimal of 15 digits that a double stands for.
fn by_hand(rounding: Rounding, library: Library) -> String {
    let mode = match rounding.mode {
        Mode::HalfEven => "ROUND_HALF_EVEN",
        Mode::HalfAway => "ROUND_HALF_UP",
        Mode::Truncate => "ROUND_DOWN",
    };
    let (note, every) = match library {
        Library::Numpy => ("", "np.vectorize(one)(values)"),
        Library::Torch => (NO_AUTOGRAD, "torch.as_tensor(values).clone().apply_(one)"),
    };
    format!(
        "\n\n{note}from decimal import Decimal, {mode}\nfrom math import isfinite\n\n\ndef hand(values):\n    \"\"\"Each number rounded to {digits} decimals, as on paper.\"\"\"\n    \
         on_paper = lambda value: float(Decimal(f\"{{value:.14e}}\").quantize(Decimal(1).scaleb(-{digits}), {mode})) + 0.0\n    \
         one = lambda value: on_paper(value) if isfinite(value) else value\n    \
         return {every}\n",
        digits = rounding.digits
    )
}

const NO_AUTOGRAD: &str = "# This problem rounds every result by hand. A rounded result has no gradient, so autograd is not used here:\n\
                           # each gradient is its own rule, rounded like the rest.\n";
