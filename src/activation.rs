//! Activations: each with its value and its derivative side by side.
use crate::error::Result;
use crate::input::Reader;
use crate::num::{self, LANES, Lane, LaneFunction, Lanes, PACK};
use serde::Serialize;

/// `f` of `a = f(z)`, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Activation {
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu { slope: f64 },
    Rrelu { lower: f64, upper: f64 },
    Elu { alpha: f64 },
    Softplus,
    Gelu,
    Silu,
    Softmax,
}

impl Activation {
    pub const KINDS: [&str; 11] =
        ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "rrelu", "elu", "softplus", "gelu", "silu", "softmax"];

    pub fn kind(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Relu => "relu",
            Self::LeakyRelu { .. } => "leaky_relu",
            Self::Rrelu { .. } => "rrelu",
            Self::Elu { .. } => "elu",
            Self::Softplus => "softplus",
            Self::Gelu => "gelu",
            Self::Silu => "silu",
            Self::Softmax => "softmax",
        }
    }

    /// # Errors
    /// An unknown kind; a parameter that is missing, surplus or out of its range: slope ≥ 0,
    /// 0 ≤ lower ≤ upper, alpha > 0.
    pub fn read(reader: &Reader) -> Result<Self> {
        let kind = reader.kind(&Self::KINDS)?;
        match kind {
            "leaky_relu" => {
                let fields = reader.object(&["kind", "slope"])?;
                Ok(Self::LeakyRelu { slope: fields.required("slope")?.number_where("≥ 0", |slope| slope >= 0.0)? })
            }
            "rrelu" => {
                let fields = reader.object(&["kind", "lower", "upper"])?;
                let lower = fields.required("lower")?.number_where("≥ 0", |lower| lower >= 0.0)?;
                let upper = fields.required("upper")?.number_where("≥ lower", |upper| upper >= lower)?;
                Ok(Self::Rrelu { lower, upper })
            }
            "elu" => {
                let fields = reader.object(&["kind", "alpha"])?;
                Ok(Self::Elu { alpha: fields.required("alpha")?.number_where("> 0", |alpha| alpha > 0.0)? })
            }
            _ => {
                reader.object(&["kind"])?;
                Ok(match kind {
                    "identity" => Self::Identity,
                    "sigmoid" => Self::Sigmoid,
                    "tanh" => Self::Tanh,
                    "relu" => Self::Relu,
                    "softplus" => Self::Softplus,
                    "gelu" => Self::Gelu,
                    "silu" => Self::Silu,
                    "softmax" => Self::Softmax,
                    _ => return Err(reader.not_one_of(&Self::KINDS)),
                })
            }
        }
    }
}

/// An elementwise activation: `f` and `f'` side by side. `f'` gets `z` and `f = f(z)`, since many derivatives
/// are short in `f`. At a kink the derivative is that of the negative side.
pub trait Curve: Copy {
    fn value<V: Lane>(self, z: V) -> V;
    fn slope<V: Lane>(self, z: V, f: V) -> V;
    /// The largest |f'| there is.
    fn steepest(self) -> f64;
}

/// f(z) = z
#[derive(Clone, Copy)]
pub struct Identity;

impl Curve for Identity {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        z
    }

    #[inline(always)]
    fn slope<V: Lane>(self, _: V, _: V) -> V {
        V::splat(1.0)
    }

    fn steepest(self) -> f64 {
        1.0
    }
}

/// f(z) = 1 / (1 + e⁻ᶻ), f' = f (1 − f)
#[derive(Clone, Copy)]
pub struct Sigmoid(&'static num::SigmoidNumbers);

impl Curve for Sigmoid {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        num::sigmoid_by(self.0, z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, _: V, f: V) -> V {
        f * (V::splat(1.0) - f)
    }

    fn steepest(self) -> f64 {
        0.25
    }
}

/// f(z) = tanh z, f' = 1 − f²
#[derive(Clone, Copy)]
pub struct Tanh;

impl Curve for Tanh {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        num::tanh(z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, _: V, f: V) -> V {
        V::splat(1.0) - f * f
    }

    fn steepest(self) -> f64 {
        1.0
    }
}

/// f(z) = max(z, 0) (Nair & Hinton 2010).
#[derive(Clone, Copy)]
pub struct Relu;

impl Curve for Relu {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        // asks for z < 0, so that NaN stays NaN
        V::select(z.less(V::splat(0.0)), V::splat(0.0), z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        V::select(V::splat(0.0).less(z), V::splat(1.0), V::splat(0.0))
    }

    fn steepest(self) -> f64 {
        1.0
    }
}

/// f(z) = z for z > 0, else slope · z (Maas, Hannun & Ng 2013).
#[derive(Clone, Copy)]
pub struct Leaky {
    pub slope: f64,
}

impl Curve for Leaky {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        V::select(V::splat(0.0).less(z), z, V::splat(self.slope) * z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        V::select(V::splat(0.0).less(z), V::splat(1.0), V::splat(self.slope))
    }

    fn steepest(self) -> f64 {
        self.slope.max(1.0)
    }
}

/// f(z) = z for z > 0, else α (eᶻ − 1); f' = 1 or α eᶻ (Clevert, Unterthiner & Hochreiter 2016, eq. 15).
#[derive(Clone, Copy)]
pub struct Elu {
    pub alpha: f64,
}

impl Curve for Elu {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        V::select(V::splat(0.0).less(z), z, V::splat(self.alpha) * num::expm1(z))
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        V::select(V::splat(0.0).less(z), V::splat(1.0), V::splat(self.alpha) * num::exp(z))
    }

    fn steepest(self) -> f64 {
        self.alpha.max(1.0)
    }
}

/// f(z) = ln(1 + eᶻ), f' = σ(z) (Dugas et al. 2001, eq. 3).
#[derive(Clone, Copy)]
pub struct Softplus;

impl Curve for Softplus {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        num::softplus(z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        num::sigmoid(z)
    }

    fn steepest(self) -> f64 {
        1.0
    }
}

/// f(z) = z Φ(z), f' = Φ(z) + z φ(z), with the normal distribution's Φ exact, by erf (Hendrycks & Gimpel 2016).
/// The tanh formula that some libraries use is an approximation of it.
#[derive(Clone, Copy)]
pub struct Gelu;

/// `function` of each double of `x`, one by one.
#[inline(always)]
fn each<V: Lane>(x: V, function: impl Fn(f64) -> f64) -> V {
    let mut doubles = [0.0; num::LANES];
    x.store(&mut doubles);
    V::load(&doubles.map(function))
}

/// Φ(z) = erfc(−z/√2) / 2: no cancellation in the lower tail.
fn normal_cdf(z: f64) -> f64 {
    0.5 * num::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// φ(z) = e^(−z²/2) / √(2π)
fn normal_density(z: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_5;
    num::exp(-0.5 * z * z) / ROOT_OF_TWO_PI
}

impl Curve for Gelu {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        z * each(z, normal_cdf)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        each(z, normal_cdf) + z * each(z, normal_density)
    }

    /// At z = √2.
    fn steepest(self) -> f64 {
        self.slope(std::f64::consts::SQRT_2, 0.0)
    }
}

/// f(z) = z σ(z), f' = σ(z) (1 + z (1 − σ(z))) (Elfwing, Uchibe & Doya 2018, eq. 5; "swish" with β = 1).
#[derive(Clone, Copy)]
pub struct Silu;

impl Curve for Silu {
    #[inline(always)]
    fn value<V: Lane>(self, z: V) -> V {
        z * num::sigmoid(z)
    }

    #[inline(always)]
    fn slope<V: Lane>(self, z: V, _: V) -> V {
        let (one, sigma) = (V::splat(1.0), num::sigmoid(z));
        sigma * (one + z * (one - sigma))
    }

    /// Where f'' = 0, at z ≈ 2.3994.
    fn steepest(self) -> f64 {
        self.slope(2.399_357_280_520_6, 0.0)
    }
}

/// Something that wants the curve behind an [`Activation`], with its type.
pub trait UseCurve {
    type Output;
    fn with<C: Curve>(self, curve: C) -> Self::Output;
}

impl Activation {
    /// Hands the elementwise curve to `user`. Random ReLU is its evaluation curve here, with the mean slope (Xu
    /// et al. 2015, eq. 4); softmax, which is no curve, counts with the diagonal of its Jacobian, a (1 − a): the
    /// sigmoid's form.
    #[inline(always)]
    pub fn curve<U: UseCurve>(&self, user: U) -> U::Output {
        match *self {
            Self::Identity => user.with(Identity),
            Self::Sigmoid | Self::Softmax => user.with(Sigmoid(&num::SIGMOID)),
            Self::Tanh => user.with(Tanh),
            Self::Relu => user.with(Relu),
            Self::LeakyRelu { slope } => user.with(Leaky { slope }),
            Self::Rrelu { lower, upper } => user.with(Leaky { slope: 0.5 * (lower + upper) }),
            Self::Elu { alpha } => user.with(Elu { alpha }),
            Self::Softplus => user.with(Softplus),
            Self::Gelu => user.with(Gelu),
            Self::Silu => user.with(Silu),
        }
    }
}

/// A curve's value as a function over lanes.
struct Value<C>(C);

impl<C: Curve> LaneFunction for Value<C> {
    #[inline(always)]
    fn at<L: Lane>(&self, z: L) -> L {
        self.0.value(z)
    }
}

impl Activation {
    /// `out ← f(z)`, entry by entry.
    pub fn apply(&self, z: &[f64], out: &mut [f64]) {
        self.apply_packs(z, out);
        let (rest, place) = (rest(z), out.as_chunks_mut::<PACK>().1);
        let mut last = [0.0; PACK];
        self.apply_packs(&rest, &mut last);
        place.copy_from_slice(&last[..place.len()]);
    }

    /// [`apply`](Self::apply) for whole packs; what is left over is not looked at.
    #[inline(always)]
    pub fn apply_packs(&self, z: &[f64], out: &mut [f64]) {
        struct Fill<'a>(&'a [f64], &'a mut [f64]);
        impl UseCurve for Fill<'_> {
            type Output = ();
            #[inline(always)]
            fn with<C: Curve>(self, curve: C) {
                num::apply_packs(&Value(curve), self.0, self.1);
            }
        }
        self.curve(Fill(z, out));
    }

    /// `delta ← delta · f'(z)`, entry by entry; `f` holds f(z).
    pub fn scale_by_slope(&self, z: &[f64], f: &[f64], delta: &mut [f64]) {
        self.scale_packs_by_slope(z, f, delta);
        let mut last = rest(delta);
        self.scale_packs_by_slope(&rest(z), &rest(f), &mut last);
        let place = delta.as_chunks_mut::<PACK>().1;
        place.copy_from_slice(&last[..place.len()]);
    }

    /// [`scale_by_slope`](Self::scale_by_slope) for whole packs; what is left over is not looked at.
    #[inline(always)]
    pub fn scale_packs_by_slope(&self, z: &[f64], f: &[f64], delta: &mut [f64]) {
        struct Scale<'a>(&'a [f64], &'a [f64], &'a mut [f64]);
        impl UseCurve for Scale<'_> {
            type Output = ();
            #[inline(always)]
            fn with<C: Curve>(self, curve: C) {
                scale_packs(curve, self.0, self.1, self.2);
            }
        }
        self.curve(Scale(z, f, delta));
    }

    /// The largest |f'| there is.
    pub fn steepest(&self) -> f64 {
        struct Steepest;
        impl UseCurve for Steepest {
            type Output = f64;
            fn with<C: Curve>(self, curve: C) -> f64 {
                curve.steepest()
            }
        }
        if let Self::Rrelu { upper, .. } = *self { upper.max(1.0) } else { self.curve(Steepest) }
    }
}

/// What is left over after whole packs, filled up with zeros.
fn rest(values: &[f64]) -> [f64; PACK] {
    let (_, left) = values.as_chunks::<PACK>();
    let mut rest = [0.0; PACK];
    rest[..left.len()].copy_from_slice(left);
    rest
}

#[inline(never)]
fn scale_packs<C: Curve>(curve: C, z: &[f64], f: &[f64], delta: &mut [f64]) {
    let packs = z.as_chunks::<PACK>().0.iter().zip(f.as_chunks::<PACK>().0);
    for (delta, (z, f)) in delta.as_chunks_mut::<PACK>().0.iter_mut().zip(packs) {
        for at in [0, LANES] {
            let slope = curve.slope(Lanes::load(&z[at..]), Lanes::load(&f[at..]));
            (Lanes::load(&delta[at..]) * slope).store(&mut delta[at..]);
        }
    }
}
