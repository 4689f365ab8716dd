//! Three ways down from a point whose Hessian is 0.
use super::{Entry, Formula, Number, gradients, row};

pub struct MonkeySaddle;

pub const ENTRY: Entry = Entry {
    kind: "monkey_saddle",
    source: "x³ − 3 x y²; Hilbert & Cohn-Vossen, Anschauliche Geometrie (1932)",
    domain: [-1.5, 1.5, -1.5, 1.5],
    starts: &[[1.2, 0.1], [0.8, 0.7]],
    corners: &[],
    trace: |x, y| MonkeySaddle.at(x, y),
    row: |xs, y, out| row(&MonkeySaddle, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&MonkeySaddle, x, y, gx, gy),
};

impl Formula for MonkeySaddle {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.clone().power(3.0) - x.times(3.0) * y.squared()
    }
}
