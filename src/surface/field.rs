//! What races and maps see of a surface: values, gradients, Hessians.
use super::number::{Dual, Jet, Number};
use crate::num::{LANES, Lane, Lanes};

/// A function of two parameters.
pub trait Field {
    /// The heights at each of `xs`, all at one `y`.
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]);
    /// The gradients of many points at once: entry by entry the same bits as one by one. All slices have one length.
    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]);
    /// f, its gradient and its Hessian.
    fn derivatives(&self, x: f64, y: f64) -> Jet;

    /// Minima at which the surface has a corner instead of a gradient of 0.
    fn corners(&self) -> &[(f64, f64)] {
        &[]
    }

    /// f(x, y)
    fn value(&self, x: f64, y: f64) -> f64 {
        let mut height = [0.0];
        self.row(&[x], y, &mut height);
        height[0]
    }

    /// The gradient of one point.
    fn gradient(&self, x: f64, y: f64) -> [f64; 2] {
        let (mut gx, mut gy) = ([Lanes::splat(0.0)], [Lanes::splat(0.0)]);
        self.gradients(&[Lanes::splat(x)], &[Lanes::splat(y)], &mut gx, &mut gy);
        [gx, gy].map(|[lanes]| {
            let mut doubles = [0.0; LANES];
            lanes.store(&mut doubles);
            doubles[0]
        })
    }
}

/// A function that is written once for every [`Number`].
pub trait Formula {
    fn at<N: Number>(&self, x: N, y: N) -> N;
}

/// [`Field::row`] of a formula.
pub fn row<F: Formula>(formula: &F, xs: &[f64], y: f64, out: &mut [f64]) {
    for (xs, out) in xs.chunks(LANES).zip(out.chunks_mut(LANES)) {
        let mut filled = [0.0; LANES];
        filled[..xs.len()].copy_from_slice(xs);
        formula.at(Lanes::load(&filled), Lanes::splat(y)).store(&mut filled);
        out.copy_from_slice(&filled[..xs.len()]);
    }
}

/// [`Field::gradients`] of a formula, by forward differentiation.
pub fn gradients<F: Formula>(formula: &F, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
    for (((x, y), gx), gy) in x.iter().zip(y).zip(gx).zip(gy) {
        let dual = formula.at(Dual::x(*x), Dual::y(*y));
        (*gx, *gy) = (dual.dx.get(), dual.dy.get());
    }
}

impl<F: Formula> Field for F {
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        row(self, xs, y, out);
    }

    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
        gradients(self, x, y, gx, gy);
    }

    fn derivatives(&self, x: f64, y: f64) -> Jet {
        self.at(Jet::x(x), Jet::y(y))
    }
}
