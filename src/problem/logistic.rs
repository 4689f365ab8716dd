//! Logistic regression as a problem to be worked by hand.
use super::Problem;
use crate::derivation::{Display, Expr, Formula, Rule, Step, fit, lookup};
use crate::error::Result;
use crate::logistic::Logistic;
use crate::num::rounding::Rounding;
use crate::quantity::{Fit, Quantity};
use crate::record::Record;

impl Problem for Logistic {
    fn quantity(&self, id: &str) -> Option<Quantity> {
        if id == "cost" { Some(Quantity::Cost) } else { Fit::parse(id).map(Quantity::Fit) }
    }

    fn worked(&mut self, iteration: u64) -> Result<(Vec<Rule>, Record)> {
        let missing = iteration.saturating_sub(1).saturating_sub(self.iteration());
        self.iterate(missing);
        let record = self.record(iteration)?;
        Ok((fit::rules(&self.shape(&record)), record))
    }

    fn steps(&mut self, iteration: u64, display: Display) -> Result<Vec<Step>> {
        let (rules, record) = self.worked(iteration)?;
        Ok(rules.iter().map(|rule| self.step(rule, &record, display)).collect())
    }

    fn step(&self, rule: &Rule, record: &Record, display: Display) -> Step {
        fit::step(rule, &self.shape(record), &lookup(record), display)
    }

    fn symbol(&self, quantity: Quantity, display: Display) -> Formula {
        fit::symbol(quantity, display)
    }

    fn settings(&self) -> Vec<String> {
        crate::export::settings_of_fit(self.spec())
    }

    fn rounding(&self) -> Option<Rounding> {
        self.spec().rounding
    }

    /// Slips in the chain have rules of their own.
    fn slope(&self, _: Quantity) -> Option<Expr> {
        None
    }

    fn halves_squares(&self) -> bool {
        false
    }

    fn first_weight(&self) -> Option<Expr> {
        let one_hot = (0..=self.spec().degree).map(|place| Expr::Number(f64::from(u8::from(place == 0))));
        Some(Expr::Column(one_hot.collect()))
    }
}
