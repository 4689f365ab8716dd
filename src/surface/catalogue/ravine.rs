//! Flat along x, steep along y: where plain descent swings from side to side.
use super::{Entry, Formula, Number, gradients, row};

pub struct Ravine;

pub const ENTRY: Entry = Entry {
    kind: "ravine",
    source: "Zhang, Lipton, Li & Smola, Dive into Deep Learning (2023), section 12.6",
    domain: [-6.0, 6.0, -4.0, 4.0],
    starts: &[[-5.0, -2.0], [-4.0, 1.5]],
    corners: &[],
    trace: |x, y| Ravine.at(x, y),
    row: |xs, y, out| row(&Ravine, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Ravine, x, y, gx, gy),
};

impl Formula for Ravine {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared().times(0.1) + y.squared().times(2.0)
    }
}
