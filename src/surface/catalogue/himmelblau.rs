//! Four minima of the same depth.
use super::{Entry, Formula, Number};

pub struct Himmelblau;

pub const ENTRY: Entry = Entry {
    kind: "himmelblau",
    source: "Himmelblau (1972), Applied Nonlinear Programming",
    domain: [-5.0, 5.0, -5.0, 5.0],
    starts: &[[0.0, 0.0], [-4.0, -1.0], [1.0, 4.5]],
    field: &Himmelblau,
    trace: |x, y| Himmelblau.at(x, y),
};

impl Formula for Himmelblau {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone().squared() + y.clone()).plus(-11.0).squared() + (x + y.squared()).plus(-7.0).squared()
    }
}
