//! A bowl under a regular grid of minima.
use super::{Entry, Formula, Number, gradients, row};

pub struct Rastrigin;

pub const ENTRY: Entry = Entry {
    kind: "rastrigin",
    source: "Rastrigin (1974), Systems of Extremal Control; Rudolph (1990)",
    domain: [-5.12, 5.12, -5.12, 5.12],
    starts: &[[3.2, -2.3], [-4.5, 4.5]],
    corners: &[],
    trace: |x, y| Rastrigin.at(x, y),
    row: |xs, y, out| row(&Rastrigin, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Rastrigin, x, y, gx, gy),
};

impl Formula for Rastrigin {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let part = |z: N| z.clone().squared() - z.times(core::f64::consts::TAU).cos().times(10.0);
        (part(x) + part(y)).plus(20.0)
    }
}
