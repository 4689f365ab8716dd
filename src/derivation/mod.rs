//! Worked solutions: every quantity of an iteration with its rule, in symbols and in numbers.
//!
//! A [`Rule`] holds one expression tree ([`Expr`]). The same tree is written as LaTeX, MathML and speech, in
//! symbols and with numbers put in, and [`evaluate`] computes it: the rule shown is the rule computed. [`rules`] knows
//! no numbers but the hyperparameters; [`steps`] joins it with the numbers of a [`Record`].
pub mod coordinates;
mod evaluate;
mod expr;
pub mod fit;
mod latex;
mod mathml;
mod name;
mod number;
mod rules;
mod speech;
mod words;
mod write;
mod writer;

pub use evaluate::{Lookup, evaluate};
pub use expr::{Expr, Function, Letter, Over, When};
pub use number::format_number;
pub(crate) use rules::slope_in_delta;
pub use rules::{Phase, Rule, rules};

use crate::error::Result;
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::quantity::Quantity;
use crate::record::Record;
use crate::spec::NetworkSpec;
use name::Style;
use serde::Serialize;
use write::Walk;
use writer::Writer;

/// One expression in its three written forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Formula {
    pub latex: String,
    /// A whole `<math>` element, well-formed as XML.
    pub mathml: String,
    pub speech: String,
}

/// Which letters formulas use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    Standard,
    /// The handout's: a_hidden, B_output, V, α for the learning rate, β for momentum.
    Handout,
}

/// How formulas show numbers and letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Display {
    /// Decimals, 0 to 15.
    pub digits: usize,
    pub notation: Notation,
}

impl Default for Display {
    fn default() -> Self {
        Self { digits: 4, notation: Notation::Standard }
    }
}

impl Display {
    /// # Errors
    /// A surplus field, digits that are not a whole number from 0 to 15, an unknown notation.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&["digits", "notation"])?;
        let standard = Self::default();
        let notation = fields.or("notation", standard.notation, |notation| {
            Ok(if notation.one_of(&["standard", "handout"])? == "handout" {
                Notation::Handout
            } else {
                standard.notation
            })
        })?;
        let digits = fields.or("digits", standard.digits as u64, |digits| digits.integer(0, 15))? as usize;
        Ok(Self { digits, notation })
    }
}

/// One line of a worked solution: drawable, quotable and checkable alone. Serialised as `npm/gradstep.d.ts` has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    pub id: String,
    pub phase: Phase,
    pub layer: Option<usize>,
    pub title: String,
    pub why: String,
    /// The rule in symbols.
    pub formula: Formula,
    /// The rule with the iteration's numbers put in; the result stands apart, in `value`.
    pub substituted: Formula,
    pub value: Matrix,
    /// Ids of what it needs, in order of appearance.
    pub uses: Vec<String>,
    /// The quantity's own symbol, for tables.
    pub symbol: Formula,
}

/// The worked solution of one iteration, its steps in order.
pub fn steps(spec: &NetworkSpec, record: &Record, display: Display) -> Vec<Step> {
    let batch_size = record.before(Quantity::Input).map_or(spec.batch_size, Matrix::columns);
    rules(spec, batch_size, record.iteration).iter().map(|rule| step(spec, rule, record, display)).collect()
}

/// One rule with the numbers of `record` put in.
pub fn step(spec: &NetworkSpec, rule: &Rule, record: &Record, display: Display) -> Step {
    let value = record.result(rule.quantity).cloned();
    draw(rule, words::of(spec, rule, record), &Style::new(spec, display), &lookup(record), value)
}

/// One rule with its title and reason and the numbers of `lookup`; without a value it is computed. Nothing here asks
/// what the rule is about.
fn draw(rule: &Rule, words: (String, String), style: &Style, lookup: &Lookup<'_>, value: Option<Matrix>) -> Step {
    let symbol = write_all(false, style, None, |walk| walk.symbol(rule.quantity));
    let mut style = *style;
    style.answer_has_hat = matches!(rule.quantity, Quantity::Cost | Quantity::CostOther);
    let equation = |numbers: Option<&Lookup<'_>>| {
        write_all(true, &style, numbers, |walk| walk.equation(rule.quantity, &rule.expr))
    };
    Step {
        id: rule.quantity.to_string(),
        phase: rule.phase,
        layer: rule.quantity.layer(),
        title: words.0,
        why: words.1,
        formula: equation(None),
        substituted: equation(Some(lookup)),
        value: value.unwrap_or_else(|| evaluate(&rule.expr, lookup)),
        uses: rule.uses.iter().map(Quantity::to_string).collect(),
        symbol,
    }
}

/// The values of `record`, for [`evaluate`].
pub fn lookup<'a>(record: &'a Record) -> impl Fn(Quantity, When) -> Option<&'a Matrix> + 'a {
    move |quantity, when| match when {
        When::Before => record.before(quantity),
        When::After => record.result(quantity),
    }
}

/// The symbol of a quantity alone.
pub fn symbol(spec: &NetworkSpec, quantity: Quantity, display: Display) -> Formula {
    write_all(false, &Style::new(spec, display), None, |walk| walk.symbol(quantity))
}

/// Numbers alone: a matrix, a row, a column or one number.
pub fn numbers(value: &Matrix, display: Display) -> Formula {
    let of_value = |_, _| Some(value);
    let any = Expr::from(Quantity::Point);
    write_all(false, &Style::plain(display), Some(&of_value), |walk| walk.expr(&any))
}

/// An expression alone.
pub fn expression(spec: &NetworkSpec, expr: &Expr, display: Display) -> Formula {
    write_all(false, &Style::new(spec, display), None, |walk| walk.expr(expr))
}

/// `quantity = expr` in symbols, of a formula that no network stands behind.
pub fn equation(quantity: Quantity, expr: &Expr, display: Display) -> Formula {
    write_all(true, &Style::plain(display), None, |walk| walk.equation(quantity, expr))
}

/// The three forms of what `write` says. Within a text (`block` false) fractions lie on the line.
fn write_all<'a>(
    block: bool,
    style: &Style,
    numbers: Option<&Lookup<'a>>,
    write: impl Fn(&mut Walk<'_, 'a>),
) -> Formula {
    let mut latex = latex::Latex::default();
    let mut mathml = mathml::MathMl::begin(block);
    let mut speech = speech::Speech::default();
    if block {
        latex.out.reserve(256);
        speech.out.reserve(256);
    }
    let writers: [&mut dyn Writer; 3] = [&mut latex, &mut mathml, &mut speech];
    for writer in writers {
        write(&mut Walk::new(writer, style, numbers, !block));
    }
    Formula { latex: latex.out, mathml: mathml.end(), speech: speech.out }
}

/// A formula shows no more rows or columns of a matrix than these.
const LARGEST: usize = 8;

/// The rows (or columns) of a matrix that a formula shows; `None` stands for dots.
fn elide(count: usize) -> impl Iterator<Item = Option<usize>> {
    let shown = if count > LARGEST { LARGEST } else { count };
    (0..shown).map(move |index| match index {
        _ if shown == count => Some(index),
        _ if index + 1 == LARGEST => Some(count - 1),
        _ if index + 2 == LARGEST => None,
        _ => Some(index),
    })
}
