//! The surfaces with names, one file each.
mod ackley;
mod banana;
mod beale;
mod booth;
mod bowl;
mod hills;
mod himmelblau;
mod matyas;
mod mccormick;
mod monkey_saddle;
mod plateau;
mod rastrigin;
mod ravine;
mod rosenbrock;
mod rotated_quadratic;
mod saddle;
mod six_hump_camel;
mod styblinski_tang;
mod two_well;

use super::field::{Field, Formula};
use super::number::Number;
use crate::derivation::Expr;

/// What a file of the catalogue says.
pub struct Entry {
    pub kind: &'static str,
    /// Where the function comes from.
    pub source: &'static str,
    /// (x_min, x_max, y_min, y_max) of the picture, and of the search for stationary points.
    pub domain: [f64; 4],
    pub starts: &'static [[f64; 2]],
    pub field: &'static (dyn Field + Sync),
    /// The same function, read as a formula.
    pub trace: fn(Expr, Expr) -> Expr,
}

/// In the order in which they are offered.
pub static ENTRIES: [Entry; 19] = [
    two_well::ENTRY,
    bowl::ENTRY,
    ravine::ENTRY,
    rotated_quadratic::ENTRY,
    saddle::ENTRY,
    monkey_saddle::ENTRY,
    plateau::ENTRY,
    hills::ENTRY,
    rosenbrock::ENTRY,
    banana::ENTRY,
    himmelblau::ENTRY,
    beale::ENTRY,
    rastrigin::ENTRY,
    ackley::ENTRY,
    six_hump_camel::ENTRY,
    styblinski_tang::ENTRY,
    booth::ENTRY,
    matyas::ENTRY,
    mccormick::ENTRY,
];
