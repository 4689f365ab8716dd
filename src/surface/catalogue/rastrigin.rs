//! A bowl under a regular grid of minima.
use super::{Entry, Formula, Number};

pub struct Rastrigin;

pub const ENTRY: Entry = Entry {
    kind: "rastrigin",
    source: "Rastrigin (1974), Systems of Extremal Control; Rudolph (1990)",
    domain: [-5.12, 5.12, -5.12, 5.12],
    starts: &[[3.2, -2.3], [-4.5, 4.5]],
    field: &Rastrigin,
    trace: |x, y| Rastrigin.at(x, y),
};

impl Formula for Rastrigin {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let part = |z: N| z.clone().squared() - z.times(core::f64::consts::TAU).cos().times(10.0);
        (part(x) + part(y)).plus(20.0)
    }
}
