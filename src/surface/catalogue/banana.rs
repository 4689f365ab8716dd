//! A curved valley with a gentler floor than Rosenbrock's.
use super::{Entry, Formula, Number, gradients, row};

pub struct Banana;

pub const ENTRY: Entry = Entry {
    kind: "banana",
    source: "Goh (2017), Why momentum really works, Distill",
    domain: [-2.0, 2.0, -0.6, 1.2],
    starts: &[[-1.21, 0.853], [1.5, -0.4]],
    corners: &[],
    trace: |x, y| Banana.at(x, y),
    row: |xs, y, out| row(&Banana, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Banana, x, y, gx, gy),
};

impl Formula for Banana {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (N::constant(1.0) - x.clone()).squared() + (y.times(3.0) - x.squared()).squared().times(20.0)
    }
}
