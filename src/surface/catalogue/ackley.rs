//! A nearly level field of small minima around one deep funnel, with a point at its bottom.
use super::{Entry, Formula, Number, gradients, row};

pub struct Ackley;

pub const ENTRY: Entry = Entry {
    kind: "ackley",
    source: "Ackley (1987), A Connectionist Machine for Genetic Hillclimbing",
    domain: [-5.0, 5.0, -5.0, 5.0],
    starts: &[[3.5, -2.6], [-1.3, 0.4]],
    // The tip of the funnel, where f is 0.
    corners: &[(0.0, 0.0)],
    trace: |x, y| Ackley.at(x, y),
    row: |xs, y, out| row(&Ackley, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Ackley, x, y, gx, gy),
};

impl Formula for Ackley {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let root = (x.clone().squared() + y.clone().squared()).times(0.5).sqrt();
        let waves = (x.times(core::f64::consts::TAU).cos() + y.times(core::f64::consts::TAU).cos()).times(0.5);
        (-(root.times(-0.2).exp().times(20.0)) - waves.exp()).plus(20.0 + core::f64::consts::E)
    }
}
