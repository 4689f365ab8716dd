//! Two wells of different depth in a bowl: a local minimum on the right, the global one on the left.
use super::{Entry, Formula, Number, gradients, row};

pub struct TwoWell;

pub const ENTRY: Entry = Entry {
    kind: "two_well",
    source: "Wang (2017), demonstration of optimizers; the handout's simulations",
    domain: [-2.0, 2.0, -2.0, 2.0],
    starts: &[[0.75, -1.5], [-0.55, -1.1], [0.75, 1.0]],
    corners: &[],
    trace: |x, y| TwoWell.at(x, y),
    row: |xs, y, out| row(&TwoWell, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&TwoWell, x, y, gx, gy),
};

impl Formula for TwoWell {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        // 1/0.2 = 5: a product costs a third of a quotient where the gradient is wanted too
        let away = |centre: f64| x.clone().plus(-centre).squared() + y.clone().squared();
        let well = |centre: f64| (-away(centre).times(5.0)).exp();
        x.clone().squared() + y.clone().squared() - well(1.0).times(2.0) - well(-1.0).times(3.0)
    }
}
