//! Waves on a shallow bowl: several minima of different depth.
use super::{Entry, Formula, Number, gradients, row};

pub struct Hills;

pub const ENTRY: Entry = Entry {
    kind: "hills",
    source: "sin 2x cos 2y + (x² + y²)/10",
    domain: [-4.0, 4.0, -4.0, 4.0],
    starts: &[[3.0, 3.0], [-1.0, 2.5]],
    corners: &[],
    trace: |x, y| Hills.at(x, y),
    row: |xs, y, out| row(&Hills, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Hills, x, y, gx, gy),
};

impl Formula for Hills {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.clone().times(2.0).sin() * y.clone().times(2.0).cos() + (x.squared() + y.squared()).times(0.1)
    }
}
