//! What one iteration used and produced: the numbers of a worked solution, before any formula.
use crate::matrix::Matrix;
use crate::quantity::Quantity;

/// The quantities of one iteration. Samples are columns, as in textbooks.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Counted from 1.
    pub iteration: usize,
    /// What stood before the iteration: `x`, `y`, masks and slopes, parameters, and the optimizer's state under
    /// the slots that it carries over.
    pub before: Vec<(Quantity, Matrix)>,
    /// The results, in the order of the steps.
    pub results: Vec<(Quantity, Matrix)>,
}

impl Record {
    /// The value of `quantity` as it stood before the iteration.
    pub fn before(&self, quantity: Quantity) -> Option<&Matrix> {
        find(&self.before, quantity)
    }

    /// The value that this iteration gave `quantity`.
    pub fn result(&self, quantity: Quantity) -> Option<&Matrix> {
        find(&self.results, quantity)
    }
}

fn find(list: &[(Quantity, Matrix)], quantity: Quantity) -> Option<&Matrix> {
    list.iter().find(|(known, _)| *known == quantity).map(|(_, value)| value)
}
