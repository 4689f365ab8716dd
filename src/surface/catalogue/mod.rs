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

use super::expression::interpret;
use super::field::{Field, Formula, gradients, row};
use super::number::{Jet, Number};
use super::stationary::{self, Stationary};
use crate::derivation::Expr;
use crate::num::Lanes;
use std::sync::OnceLock;

/// As [`Field::gradients`].
pub type Gradients = fn(&[Lanes], &[Lanes], &mut [Lanes], &mut [Lanes]);

/// What a file of the catalogue says. Its function is compiled for lanes, where races and maps spend their time; a
/// single point's derivatives are computed by the formula that is read from it.
pub struct Entry {
    pub kind: &'static str,
    /// Where the function comes from.
    pub source: &'static str,
    /// (x_min, x_max, y_min, y_max) of the picture, and of the search for stationary points.
    pub domain: [f64; 4],
    pub starts: &'static [[f64; 2]],
    /// Minima at which the surface has a corner.
    pub corners: &'static [(f64, f64)],
    /// The function, read as a formula.
    pub trace: fn(Expr, Expr) -> Expr,
    pub row: fn(&[f64], f64, &mut [f64]),
    pub gradients: Gradients,
}

/// What is worked out of an entry, once.
struct Known {
    expr: OnceLock<Expr>,
    stationary: OnceLock<Vec<Stationary>>,
}

static KNOWN: [Known; ENTRIES.len()] =
    [const { Known { expr: OnceLock::new(), stationary: OnceLock::new() } }; ENTRIES.len()];

impl Entry {
    pub fn named(kind: &str) -> Option<&'static Self> {
        ENTRIES.iter().find(|entry| entry.kind == kind)
    }

    fn known(&self) -> &'static Known {
        &KNOWN[ENTRIES.iter().position(|entry| entry.kind == self.kind).unwrap_or_default()]
    }

    /// f(x, y)
    pub fn expr(&self) -> &'static Expr {
        use super::coordinate;
        use crate::quantity::Axis;
        self.known().expr.get_or_init(|| (self.trace)(coordinate(Axis::X), coordinate(Axis::Y)))
    }

    /// The stationary points within the domain.
    pub fn stationary(&self) -> &'static [Stationary] {
        self.known().stationary.get_or_init(|| stationary::find(self, self.domain, stationary::GRID))
    }
}

impl Field for Entry {
    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
        (self.gradients)(x, y, gx, gy);
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        (self.row)(xs, y, out);
    }

    fn derivatives(&self, x: f64, y: f64) -> Jet {
        interpret(self.expr(), &Jet::x(x), &Jet::y(y))
    }

    fn corners(&self) -> &[(f64, f64)] {
        self.corners
    }
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
