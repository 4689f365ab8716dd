//! Rules with a learning rate for each parameter, from running squares of its gradient.
use super::rule::{Rule, State, Watch};
use crate::num::Lane;
use crate::quantity::Slot;

/// √s + ε, or √(s + ε) with ε inside the root.
#[inline(always)]
fn root<V: Lane>(square: V, epsilon: f64, inside: bool) -> V {
    // Adding 0 changes no bit of what is not negative, and costs less than the second root of a choice between two.
    let (within, after) = if inside { (epsilon, 0.0) } else { (0.0, epsilon) };
    (square + V::splat(within)).sqrt() + V::splat(after)
}

/// decay · average + (1 − decay) · value
#[inline(always)]
fn blend<V: Lane>(decay: f64, average: V, value: V) -> V {
    V::splat(decay) * average + V::splat(1.0 - decay) * value
}

/// s ← s + g², w ← w − η g / (√s + ε) (Duchi, Hazan & Singer 2011, eq. 1 with a diagonal matrix).
#[derive(Clone, Copy)]
pub struct Adagrad {
    pub learning_rate: f64,
    pub epsilon: f64,
    pub epsilon_inside: bool,
}

impl Rule for Adagrad {
    const CARRIED: &'static [Slot] = &[Slot::S];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        state[0] = watch.state(Slot::S, state[0] + g * g);
        watch.parameter(w - V::splat(self.learning_rate) * g / root(state[0], self.epsilon, self.epsilon_inside))
    }
}

/// s = ρ s + (1−ρ) g², u = g √(x + ε) / √(s + ε), x = ρ x + (1−ρ) u², w ← w − η u (Zeiler 2012, Algorithm 1;
/// the learning rate is 1 there).
#[derive(Clone, Copy)]
pub struct Adadelta {
    pub learning_rate: f64,
    pub decay: f64,
    pub epsilon: f64,
}

impl Rule for Adadelta {
    const CARRIED: &'static [Slot] = &[Slot::S, Slot::X];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        state[0] = watch.state(Slot::S, blend(self.decay, state[0], g * g));
        let u = g * root(state[1], self.epsilon, true) / root(state[0], self.epsilon, true);
        let u = watch.state(Slot::U, u);
        state[1] = watch.state(Slot::X, blend(self.decay, state[1], u * u));
        watch.parameter(w - V::splat(self.learning_rate) * u)
    }
}

/// s = ρ s + (1−ρ) g², w ← w − η g / √(s + ε) (Hinton 2012, lecture 6e). PyTorch and optax put ε outside the
/// root unless told otherwise.
#[derive(Clone, Copy)]
pub struct Rmsprop {
    pub learning_rate: f64,
    pub decay: f64,
    pub epsilon: f64,
    pub epsilon_inside: bool,
}

impl Rule for Rmsprop {
    const CARRIED: &'static [Slot] = &[Slot::S];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        state[0] = watch.state(Slot::S, blend(self.decay, state[0], g * g));
        watch.parameter(w - V::splat(self.learning_rate) * g / root(state[0], self.epsilon, self.epsilon_inside))
    }
}

/// What Adam and its relatives share: decays, ε, and the corrections of update t.
#[derive(Clone, Copy)]
pub struct Moments {
    pub learning_rate: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    /// 1 − β₁ᵗ
    pub correction1: f64,
    /// 1 − β₂ᵗ
    pub correction2: f64,
}

/// 1 − βᵗ. One copy of a power's code serves all rules.
#[inline(never)]
pub fn correction(beta: f64, t: u64) -> f64 {
    1.0 - crate::num::pow(beta, t as f64)
}

impl Moments {
    /// Those of update `t`.
    #[inline(always)]
    pub fn at(t: u64, learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64) -> Self {
        let (correction1, correction2) = (correction(beta1, t), correction(beta2, t));
        Self { correction1, correction2, ..Self::uncorrected(learning_rate, beta1, beta2, epsilon) }
    }

    /// Those of every update.
    #[inline(always)]
    pub fn uncorrected(learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64) -> Self {
        Self { learning_rate, beta1, beta2, epsilon, correction1: 1.0, correction2: 1.0 }
    }

    #[inline(always)]
    fn averages<V: Lane>(self, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) {
        state[0] = watch.state(Slot::M, blend(self.beta1, state[0], g));
        state[1] = watch.state(Slot::S, blend(self.beta2, state[1], g * g));
    }

    #[inline(always)]
    fn corrected<V: Lane>(self, state: &State<V>, watch: &mut impl Watch<V>) -> (V, V) {
        let mean = watch.state(Slot::MHat, state[0] / V::splat(self.correction1));
        (mean, watch.state(Slot::SHat, state[1] / V::splat(self.correction2)))
    }

    #[inline(always)]
    fn move_by<V: Lane>(self, mean: V, square: V, inside: bool) -> V {
        V::splat(self.learning_rate) * mean / root(square, self.epsilon, inside)
    }
}

/// m, s, m̂, ŝ, w ← w − η m̂ / (√ŝ + ε) (Kingma & Ba 2015, Algorithm 1).
#[derive(Clone, Copy)]
pub struct Adam {
    pub moments: Moments,
    pub bias_correction: bool,
    pub epsilon_inside: bool,
}

impl Rule for Adam {
    const CARRIED: &'static [Slot] = &[Slot::M, Slot::S];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        self.moments.averages(g, state, watch);
        let (mean, square) =
            if self.bias_correction { self.moments.corrected(state, watch) } else { (state[0], state[1]) };
        watch.parameter(w - self.moments.move_by(mean, square, self.epsilon_inside))
    }
}

/// Adam's step, and w ← w − η λ w with w from before it (Loshchilov & Hutter 2019, Algorithm 2, the schedule
/// multiplier being the learning rate, as in PyTorch and optax).
#[derive(Clone, Copy)]
pub struct Adamw {
    pub moments: Moments,
    pub weight_decay: f64,
}

impl Rule for Adamw {
    const CARRIED: &'static [Slot] = &[Slot::M, Slot::S];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        self.moments.averages(g, state, watch);
        let (mean, square) = self.moments.corrected(state, watch);
        let decay = V::splat(self.moments.learning_rate) * V::splat(self.weight_decay) * w;
        watch.parameter(w - self.moments.move_by(mean, square, false) - decay)
    }
}

/// Adam with ŝ the largest bias-corrected s so far (Reddi, Kale & Kumar 2018, Algorithm 2, with Adam's
/// corrections, as in optax; PyTorch takes the largest of the uncorrected s).
#[derive(Clone, Copy)]
pub struct Amsgrad {
    pub moments: Moments,
}

impl Rule for Amsgrad {
    const CARRIED: &'static [Slot] = &[Slot::M, Slot::S, Slot::SHat];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        self.moments.averages(g, state, watch);
        let mean = watch.state(Slot::MHat, state[0] / V::splat(self.moments.correction1));
        let square = state[1] / V::splat(self.moments.correction2);
        let largest = V::select(square.less(state[2]), state[2], square);
        state[2] = watch.state(Slot::SHat, largest);
        watch.parameter(w - self.moments.move_by(mean, state[2], false))
    }
}

/// Adam with Nesterov's look-ahead: m̂ = β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ) (Dozat 2016, Algorithm 2,
/// with a constant β₁).
#[derive(Clone, Copy)]
pub struct Nadam {
    pub moments: Moments,
    /// 1 − β₁ᵗ⁺¹
    pub correction_next: f64,
}

impl Rule for Nadam {
    const CARRIED: &'static [Slot] = &[Slot::M, Slot::S];

    #[inline(always)]
    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V {
        self.moments.averages(g, state, watch);
        let beta1 = self.moments.beta1;
        let ahead = V::splat(beta1) * state[0] / V::splat(self.correction_next)
            + V::splat(1.0 - beta1) * g / V::splat(self.moments.correction1);
        let mean = watch.state(Slot::MHat, ahead);
        let square = watch.state(Slot::SHat, state[1] / V::splat(self.moments.correction2));
        watch.parameter(w - self.moments.move_by(mean, square, false))
    }
}
