//! Gradient descent and its relatives with a velocity.
use super::rule::{Rule, State, Watch};
use crate::num::Lane;
use crate::quantity::Slot;

/// w ← w − η g (Robbins & Monro 1951; Cauchy 1847 for the full gradient).
#[derive(Clone, Copy)]
pub struct Sgd {
    pub learning_rate: f64,
}

impl Rule for Sgd {
    const CARRIED: &'static [Slot] = &[];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, _: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        watch.parameter(w - V::splat(self.learning_rate) * g)
    }
}

/// v = μ v − η g, w ← w + v (Polyak 1964, eq. 9; the form of Sutskever et al. 2013, eq. 1–2).
#[derive(Clone, Copy)]
pub struct MomentumStep {
    pub learning_rate: f64,
    pub momentum: f64,
}

impl Rule for MomentumStep {
    const CARRIED: &'static [Slot] = &[Slot::V];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        state[0] = watch.state(Slot::V, V::splat(self.momentum) * state[0] - V::splat(self.learning_rate) * g);
        watch.parameter(w + state[0])
    }
}

/// v = μ v + g, w ← w − η v. PyTorch's `SGD` and optax's `trace` do this; it differs from the other form as
/// soon as the learning rate changes.
#[derive(Clone, Copy)]
pub struct MomentumGradient {
    pub learning_rate: f64,
    pub momentum: f64,
}

impl Rule for MomentumGradient {
    const CARRIED: &'static [Slot] = &[Slot::V];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        state[0] = watch.state(Slot::V, V::splat(self.momentum) * state[0] + g);
        watch.parameter(w - V::splat(self.learning_rate) * state[0])
    }
}

/// m = μ m + (1 − μ) g, m̂ = m / (1 − μᵗ), w ← w − η m̂: Adam's first average alone (Kingma & Ba 2015, §3).
#[derive(Clone, Copy)]
pub struct EmaMomentum {
    pub learning_rate: f64,
    pub momentum: f64,
    /// 1 − μᵗ; `None` without bias correction
    pub correction: Option<f64>,
}

impl Rule for EmaMomentum {
    const CARRIED: &'static [Slot] = &[Slot::M];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        let mean = V::splat(self.momentum) * state[0] + V::splat(1.0 - self.momentum) * g;
        state[0] = watch.state(Slot::M, mean);
        let mean = match self.correction {
            Some(correction) => watch.state(Slot::MHat, state[0] / V::splat(correction)),
            None => state[0],
        };
        watch.parameter(w - V::splat(self.learning_rate) * mean)
    }
}

/// v = μ v − η g, w ← w + μ v − η g (Nesterov 1983, in the form of Bengio et al. 2013, eq. 6–7).
#[derive(Clone, Copy)]
pub struct Nesterov {
    pub learning_rate: f64,
    pub momentum: f64,
}

impl Rule for Nesterov {
    const CARRIED: &'static [Slot] = &[Slot::V];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        let (momentum, learning_rate) = (V::splat(self.momentum), V::splat(self.learning_rate));
        state[0] = watch.state(Slot::V, momentum * state[0] - learning_rate * g);
        watch.parameter(w + momentum * state[0] - learning_rate * g)
    }
}

/// w ← w − η sign(β₁ m + (1 − β₁) g), then m = β₂ m + (1 − β₂) g (Chen et al. 2023, Algorithm 2, without
/// weight decay). sign(0) = 0.
#[derive(Clone, Copy)]
pub struct Lion {
    pub learning_rate: f64,
    pub beta1: f64,
    pub beta2: f64,
}

impl Rule for Lion {
    const CARRIED: &'static [Slot] = &[Slot::M];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        let blend = |beta: f64, m: V| V::splat(beta) * m + V::splat(1.0 - beta) * g;
        let direction = sign(blend(self.beta1, state[0]));
        let new = watch.parameter(w - V::splat(self.learning_rate) * direction);
        state[0] = watch.state(Slot::M, blend(self.beta2, state[0]));
        new
    }
}

/// −1, 1, or the number itself where it is 0 or NaN.
#[inline(always)]
fn sign<V: Lane>(x: V) -> V {
    let zero = V::splat(0.0);
    V::select(zero.less(x), V::splat(1.0), V::select(x.less(zero), V::splat(-1.0), x))
}
