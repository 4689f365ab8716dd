//! What is known of the quantities of one iteration: numbers, or bounds of them.
use crate::derivation::When;
use crate::quantity::Quantity;
use crate::record::Record;

/// Values of one iteration: those that it began with and those that it made.
#[derive(Clone, Debug)]
pub struct Frame<V> {
    before: Vec<(Quantity, V)>,
    after: Vec<(Quantity, V)>,
}

impl<V: Clone> Frame<V> {
    /// The iteration of `record` before its first step. Parameters and state are what `last`, the iteration before
    /// it, made of them; everything else is the problem's own, read by `given`.
    pub fn begin(record: &Record, last: Option<&Self>, given: impl Fn(Quantity, &crate::Matrix) -> V) -> Self {
        let carried = |quantity| last.and_then(|last| last.latest(quantity)).cloned();
        let one = |(quantity, value): &(Quantity, crate::Matrix)| {
            let carried = if quantity.is_carried() { carried(*quantity) } else { None };
            (*quantity, carried.unwrap_or_else(|| given(*quantity, value)))
        };
        Self { before: record.before.iter().map(one).collect(), after: Vec::new() }
    }

    pub fn get(&self, quantity: Quantity, when: When) -> Option<&V> {
        let list = if when == When::Before { &self.before } else { &self.after };
        list.iter().find(|(known, _)| *known == quantity).map(|(_, value)| value)
    }

    /// What a quantity is after the iteration, changed or not.
    fn latest(&self, quantity: Quantity) -> Option<&V> {
        self.get(quantity, When::After).or_else(|| self.get(quantity, When::Before))
    }

    pub fn put(&mut self, quantity: Quantity, value: V) {
        self.after.push((quantity, value));
    }

    /// The same with the biases that `last` began with, as if it had not updated them.
    pub fn with_biases_of(&self, last: &Self) -> Self {
        let mut stale = self.clone();
        for (quantity, value) in &mut stale.before {
            if let (Quantity::Parameter(crate::quantity::Kind::Bias, _), Some(old)) =
                (*quantity, last.get(*quantity, When::Before))
            {
                *value = old.clone();
            }
        }
        stale
    }

    pub fn given(&self) -> impl Iterator<Item = &V> {
        self.before.iter().map(|(_, value)| value)
    }
}

impl Frame<crate::Matrix> {
    /// The same as a record, for the derivation to write.
    pub fn record(&self, iteration: usize) -> Record {
        Record { iteration, before: self.before.clone(), results: self.after.clone() }
    }
}
