//! A curved, narrow valley with an almost level floor.
use super::{Entry, Formula, Number, gradients, row};

pub struct Rosenbrock;

pub const ENTRY: Entry = Entry {
    kind: "rosenbrock",
    source: "Rosenbrock (1960), An automatic method for finding the greatest or least value of a function",
    domain: [-2.0, 2.0, -1.0, 3.0],
    starts: &[[-1.2, 1.0], [-0.5, 2.0]],
    corners: &[],
    trace: |x, y| Rosenbrock.at(x, y),
    row: |xs, y, out| row(&Rosenbrock, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Rosenbrock, x, y, gx, gy),
};

impl Formula for Rosenbrock {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (N::constant(1.0) - x.clone()).squared() + (y - x.squared()).squared().times(100.0)
    }
}
