//! Almost level far out, with one hole: gradients that vanish.
use super::{Entry, Formula, Number, gradients, row};

pub struct Plateau;

pub const ENTRY: Entry = Entry {
    kind: "plateau",
    source: "1 − exp(−(x² + y²)/2): Welsch's loss (Dennis & Welsch 1978)",
    domain: [-5.0, 5.0, -5.0, 5.0],
    starts: &[[-3.5, 2.5], [2.0, -1.0]],
    corners: &[],
    trace: |x, y| Plateau.at(x, y),
    row: |xs, y, out| row(&Plateau, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Plateau, x, y, gx, gy),
};

impl Formula for Plateau {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        N::constant(1.0) - (-(x.squared() + y.squared()).times(0.5)).exp()
    }
}
