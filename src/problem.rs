//! What can be worked by hand, printed and marked: anything whose iterations have rules and numbers.
mod logistic;

use crate::cost::Cost;
use crate::derivation::{Display, Expr, Formula, Rule, Step, rules, slope_in_delta, step, steps, symbol};
use crate::error::Result;
use crate::input::Reader;
use crate::logistic::{Logistic, LogisticSpec};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::num::rounding::Rounding;
use crate::quantity::{Quantity, Role};
use crate::record::Record;
use crate::spec::NetworkSpec;
use serde::Serialize;

/// A problem that is worked iteration by iteration. Iterations count from 1.
pub trait Problem {
    /// The quantity of an id: `y` is the target of a network and the probability of a logistic model.
    fn quantity(&self, id: &str) -> Option<Quantity>;

    /// The rules of an iteration, in the order of its steps, and the numbers that it used and produced.
    ///
    /// # Errors
    /// Where there is no such iteration.
    fn worked(&mut self, iteration: u64) -> Result<(Vec<Rule>, Record)>;

    /// The worked solution of an iteration.
    ///
    /// # Errors
    /// Where there is no such iteration.
    fn steps(&mut self, iteration: u64, display: Display) -> Result<Vec<Step>>;

    /// One step with the numbers of `record`, which may be other than the problem's own.
    fn step(&self, rule: &Rule, record: &Record, display: Display) -> Step;

    /// The symbol of a quantity.
    fn symbol(&self, quantity: Quantity, display: Display) -> Formula;

    /// What else is agreed on: activations, cost, optimizer, one a line.
    fn settings(&self) -> Vec<String>;

    /// How each result is rounded before a later step uses it.
    fn rounding(&self) -> Option<Rounding>;

    /// f′(z), where the rule of `quantity` ends in that factor.
    fn slope(&self, quantity: Quantity) -> Option<Expr>;

    /// Whether the cost is half a sum of squares.
    fn halves_squares(&self) -> bool;

    /// A column that is 1 at the weight that stands alone, w₀, and 0 elsewhere; `None` where biases are apart.
    fn first_weight(&self) -> Option<Expr>;
}

/// A problem of either kind as plain data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Posed {
    Network(NetworkSpec),
    Fit(LogisticSpec),
}

impl Posed {
    pub fn problem(&self) -> Box<dyn Problem> {
        match self {
            Self::Network(spec) => Box::new(network(spec.clone())),
            Self::Fit(spec) => Box::new(logistic(spec.clone())),
        }
    }
}

/// What is given for an iteration: for the first all but the optimizer's state, which starts at 0; for a later one what
/// it is given and the first was not, as another batch.
///
/// # Errors
/// Where there is no such iteration.
pub fn given(problem: &mut dyn Problem, iteration: u64) -> Result<Vec<(Quantity, Matrix)>> {
    let first = problem.worked(1)?.1;
    if iteration == 1 {
        let is_state = |quantity: Quantity| matches!(quantity.role(), Some((_, Role::State(_))));
        return Ok(first.before.into_iter().filter(|(quantity, _)| !is_state(*quantity)).collect());
    }
    let new = |(quantity, value): &(Quantity, Matrix)| !quantity.is_carried() && first.before(*quantity) != Some(value);
    Ok(problem.worked(iteration)?.1.before.into_iter().filter(new).collect())
}

/// The problem that a spec poses.
///
/// # Errors
/// As for [`NetworkSpec::read`], or [`LogisticSpec::read`] where the problem has labels.
pub fn read(reader: &Reader) -> Result<Box<dyn Problem>> {
    if reader.has("labels") {
        return Ok(Posed::Fit(LogisticSpec::read(reader)?).problem());
    }
    Ok(Posed::Network(NetworkSpec::read(reader)?).problem())
}

/// The problem of a network.
pub fn network(spec: NetworkSpec) -> impl Problem {
    Network::new(spec)
}

/// The problem of a logistic model.
pub fn logistic(spec: LogisticSpec) -> impl Problem {
    Logistic::new(spec)
}

impl Problem for Network {
    fn quantity(&self, id: &str) -> Option<Quantity> {
        Quantity::parse(id)
    }

    fn worked(&mut self, iteration: u64) -> Result<(Vec<Rule>, Record)> {
        let record = reached(self, iteration)?;
        let batch_size = record.before(Quantity::Input).map_or(self.spec().batch_size, Matrix::columns);
        Ok((rules(self.spec(), batch_size, record.iteration), record))
    }

    fn steps(&mut self, iteration: u64, display: Display) -> Result<Vec<Step>> {
        let record = reached(self, iteration)?;
        Ok(steps(self.spec(), &record, display))
    }

    fn step(&self, rule: &Rule, record: &Record, display: Display) -> Step {
        step(self.spec(), rule, record, display)
    }

    fn symbol(&self, quantity: Quantity, display: Display) -> Formula {
        symbol(self.spec(), quantity, display)
    }

    fn settings(&self) -> Vec<String> {
        crate::export::settings(self.spec())
    }

    fn rounding(&self) -> Option<Rounding> {
        self.spec().rounding
    }

    fn slope(&self, quantity: Quantity) -> Option<Expr> {
        let Quantity::Delta(layer) = quantity else { return None };
        slope_in_delta(self.spec(), layer)
    }

    fn halves_squares(&self) -> bool {
        self.spec().cost == Cost::Lse { factor: 0.5 }
    }

    fn first_weight(&self) -> Option<Expr> {
        None
    }
}

/// The numbers of an iteration, once the network has come so far.
fn reached(network: &mut Network, iteration: u64) -> Result<Record> {
    let missing = iteration.saturating_sub(1).saturating_sub(network.iteration());
    network.iterate(missing);
    network.record(iteration)
}
