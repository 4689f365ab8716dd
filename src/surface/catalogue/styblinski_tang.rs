//! Four minima, one for each pair of signs, of different depth.
use super::{Entry, Formula, Number, gradients, row};

pub struct StyblinskiTang;

pub const ENTRY: Entry = Entry {
    kind: "styblinski_tang",
    source: "Styblinski & Tang (1990), Neural Networks 3, 467–483",
    domain: [-5.0, 5.0, -5.0, 5.0],
    starts: &[[0.5, 0.5], [4.5, -4.0]],
    corners: &[],
    trace: |x, y| StyblinskiTang.at(x, y),
    row: |xs, y, out| row(&StyblinskiTang, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&StyblinskiTang, x, y, gx, gy),
};

impl Formula for StyblinskiTang {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let part = |z: N| z.clone().power(4.0) - z.clone().squared().times(16.0) + z.times(5.0);
        (part(x) + part(y)).times(0.5)
    }
}
