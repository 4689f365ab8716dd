//! Who looks at the results of a pass: nobody, or one who rounds them by hand or keeps a record of them.
use crate::matrix::Matrix;
use crate::num::rounding::Rounding;
use crate::optimizer::rule::Watch;
use crate::quantity::{Quantity, Slot};

/// How a flat array is laid out: `rows` units, `columns` samples, `stride` places from unit to unit.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub rows: usize,
    pub columns: usize,
    pub stride: usize,
}

impl Block {
    /// A parameter's layout: no gaps.
    pub fn dense(rows: usize, columns: usize) -> Self {
        Self { rows, columns, stride: columns }
    }

    pub fn matrix(&self, values: &[f64]) -> Matrix {
        Matrix::from_fn(self.rows, self.columns, |row, column| values[row * self.stride + column])
    }
}

/// Sees every result of a pass before a later step uses it: nobody by default (the fast run), or one who rounds it by
/// hand, keeps it, or both. One type rather than a parameter: the passes' code is there once.
#[derive(Debug, Default)]
pub struct Observer {
    pub rounding: Option<Rounding>,
    /// The results so far, where a record is wanted.
    pub results: Option<Vec<(Quantity, Matrix)>>,
}

impl Observer {
    /// Rounds where the problem asks for it, and keeps nothing.
    pub fn by_hand(rounding: Option<Rounding>) -> Self {
        Self { rounding, results: None }
    }

    /// Rounds where the problem asks for it, and keeps every result.
    pub fn recorder(rounding: Option<Rounding>) -> Self {
        Self { rounding, results: Some(Vec::new()) }
    }

    /// Whether anybody looks.
    #[inline(always)]
    pub fn looks(&self) -> bool {
        self.results.is_some() || self.rounding.is_some()
    }

    /// Whether results are kept: what only a record needs is not computed otherwise.
    pub fn keeps(&self) -> bool {
        self.results.is_some()
    }

    #[inline(always)]
    pub fn see(&mut self, quantity: Quantity, block: Block, values: &mut [f64]) {
        if self.looks() {
            self.look(quantity, block, values);
        }
    }

    #[cold]
    fn look(&mut self, quantity: Quantity, block: Block, values: &mut [f64]) {
        if let Some(rounding) = self.rounding {
            round(rounding, values);
        }
        if let Some(results) = &mut self.results {
            results.push((quantity, block.matrix(values)));
        }
    }
}

fn round(rounding: Rounding, values: &mut [f64]) {
    for value in values {
        *value = rounding.apply(*value);
    }
}

/// Rounds and keeps the results of an update, element by element.
pub struct UpdateWatch {
    pub rounding: Option<Rounding>,
    /// In the order of the worked solution; `None` is the parameter itself.
    pub results: Vec<(Option<Slot>, Vec<f64>)>,
}

impl UpdateWatch {
    fn keep(&mut self, slot: Option<Slot>, value: f64) -> f64 {
        let value = self.rounding.map_or(value, |rounding| rounding.apply(value));
        match self.results.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, values)) => values.push(value),
            None => self.results.push((slot, vec![value])),
        }
        value
    }
}

impl Watch<f64> for UpdateWatch {
    fn state(&mut self, slot: Slot, value: f64) -> f64 {
        self.keep(Some(slot), value)
    }

    fn parameter(&mut self, value: f64) -> f64 {
        self.keep(None, value)
    }
}
