//! The update of the weights, by the optimizer's rule.
use super::Fit;
use crate::network::{Block, Observer, UpdateWatch};
use crate::optimizer::rule::{MOST_CARRIED, Rule, State, Unwatched, Watch};
use crate::optimizer::{Optimizer, UseRule};
use crate::quantity::Quantity;

/// The weights and what the optimizer carries from update to update, entry by entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    pub weights: Vec<f64>,
    pub carried: Vec<State<f64>>,
}

impl Trained {
    pub fn new(weights: Vec<f64>) -> Self {
        Self { carried: vec![[0.0; MOST_CARRIED]; weights.len()], weights }
    }

    /// Update `t`, from 1.
    pub fn update(&mut self, optimizer: &Optimizer, t: u64, gradient: &[f64], observer: &mut Observer) {
        optimizer.rule(t, Update { trained: self, gradient, observer });
    }
}

struct Update<'a> {
    trained: &'a mut Trained,
    gradient: &'a [f64],
    observer: &'a mut Observer,
}

impl UseRule for Update<'_> {
    type Output = ();

    fn with<R: Rule>(self, rule: R) {
        let Self { trained, gradient, observer } = self;
        if !observer.looks() {
            return each(rule, trained, gradient, &mut Unwatched);
        }
        let mut watch = UpdateWatch { rounding: observer.rounding, results: Vec::new() };
        each(rule, trained, gradient, &mut watch);
        if observer.keeps() {
            for (slot, mut values) in watch.results {
                let quantity = Quantity::Fit(slot.map_or(Fit::Weights, Fit::State));
                observer.see(quantity, Block::dense(values.len(), 1), &mut values);
            }
        }
    }
}

fn each<R: Rule>(rule: R, trained: &mut Trained, gradient: &[f64], watch: &mut impl Watch<f64>) {
    for ((weight, state), g) in trained.weights.iter_mut().zip(&mut trained.carried).zip(gradient) {
        *weight = rule.step(*weight, *g, state, watch);
    }
}
