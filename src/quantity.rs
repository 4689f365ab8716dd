//! Names of the quantities of one iteration: `z1`, `delta2`, `dW1`, `vW2` …, as the public API writes them.
mod fit;
mod learned;

pub use fit::Fit;
pub use learned::{Learned, Role};

use std::fmt;

/// Weights or bias of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Weights,
    Bias,
}

impl Kind {
    pub fn letter(self) -> &'static str {
        match self {
            Self::Weights => "W",
            Self::Bias => "b",
        }
    }
}

/// A state variable of an optimizer, shaped like the parameter that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// `v`: velocity.
    V,
    /// `m`: running mean of gradients.
    M,
    /// `mhat`: `m` with its bias corrected.
    MHat,
    /// `s`: running mean or sum of squared gradients.
    S,
    /// `shat`: `s` with its bias corrected (in AMSGrad the largest so far).
    SHat,
    /// `u`: Adadelta's step before the learning rate.
    U,
    /// `x`: Adadelta's running mean of squared steps.
    X,
}

impl Slot {
    pub const ALL: [Self; 7] = [Self::V, Self::M, Self::MHat, Self::S, Self::SHat, Self::U, Self::X];

    pub fn name(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::M => "m",
            Self::MHat => "mhat",
            Self::S => "s",
            Self::SHat => "shat",
            Self::U => "u",
            Self::X => "x",
        }
    }
}

/// A coordinate of a point on a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    X,
    Y,
}

/// One quantity. Layers are numbered from 1, after the inputs.
///
/// ```
/// use gradstep::quantity::{Kind, Quantity, Slot};
/// assert_eq!(Quantity::State(Slot::V, Kind::Weights, 2).to_string(), "vW2");
/// assert_eq!(Quantity::parse("db1"), Some(Quantity::Gradient(Kind::Bias, 1)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantity {
    /// `x`: inputs of the batch, (n_0, N).
    Input,
    /// `y`: targets of the batch, (n_L, N).
    Target,
    /// `z1`: weighted inputs, (n_l, N).
    WeightedInput(usize),
    /// `a1`: outputs of the layer, (n_l, N).
    Activation(usize),
    /// `mask1`: 1 for a kept output, 0 for a dropped one, (n_l, N).
    Mask(usize),
    /// `slope1`: Random ReLU's slopes, (n_l, N).
    Slope(usize),
    /// `cost`: a number.
    Cost,
    /// `cost_other`: the cost that is not trained on, for comparison.
    CostOther,
    /// `delta1`: dJ/dz, (n_l, N).
    Delta(usize),
    /// `dW1`, `db1`: dJ/dW (n_l, n_{l-1}), dJ/db (n_l, 1).
    Gradient(Kind, usize),
    /// `vW1`, `shatb2` …: an optimizer's state.
    State(Slot, Kind, usize),
    /// `W1`, `b1`.
    Parameter(Kind, usize),
    /// `x`, `y`: where a path on a surface stands before a step.
    Coordinate(Axis),
    /// `value`: the surface's height there.
    Height,
    /// `gradient`: its gradient there, (2, 1).
    Slant,
    /// `v`, `m`, `mhat` …: an optimizer's state on a surface, (2, 1).
    Momentum(Slot),
    /// `point`: (x, y) after the step, (2, 1).
    Point,
    /// `noise`: what was added to the gradient, (2, 1).
    Noise,
    /// `dx`, `dy`: one component of the gradient.
    Partial(Axis),
    /// Of logistic regression.
    Fit(Fit),
}

impl Quantity {
    pub fn layer(self) -> Option<usize> {
        match self {
            Self::Input | Self::Target | Self::Cost | Self::CostOther => None,
            Self::Coordinate(_) | Self::Height | Self::Slant | Self::Momentum(_) | Self::Point => None,
            Self::Noise | Self::Partial(_) | Self::Fit(_) => None,
            Self::WeightedInput(layer) | Self::Activation(layer) | Self::Mask(layer) | Self::Slope(layer) => {
                Some(layer)
            }
            Self::Delta(layer) | Self::Gradient(_, layer) | Self::Parameter(_, layer) => Some(layer),
            Self::State(_, _, layer) => Some(layer),
        }
    }

    /// The quantity of an id; `None` where there is no such id.
    pub fn parse(id: &str) -> Option<Self> {
        match id {
            "x" => return Some(Self::Input),
            "y" => return Some(Self::Target),
            "cost" => return Some(Self::Cost),
            "cost_other" => return Some(Self::CostOther),
            _ => {}
        }
        let digits = id.find(|letter: char| letter.is_ascii_digit())?;
        // as it is written: no zeros before it
        let number = Some(&id[digits..]).filter(|number| !number.starts_with('0'))?;
        let (name, layer) = (&id[..digits], number.parse().ok()?);
        let kinds = [Kind::Weights, Kind::Bias];
        match name {
            "z" => return Some(Self::WeightedInput(layer)),
            "a" => return Some(Self::Activation(layer)),
            "mask" => return Some(Self::Mask(layer)),
            "slope" => return Some(Self::Slope(layer)),
            "delta" => return Some(Self::Delta(layer)),
            _ => {}
        }
        let kind = kinds.into_iter().find(|kind| name.ends_with(kind.letter()))?;
        match &name[..name.len() - 1] {
            "" => Some(Self::Parameter(kind, layer)),
            "d" => Some(Self::Gradient(kind, layer)),
            slot => Some(Self::State(Slot::ALL.into_iter().find(|known| known.name() == slot)?, kind, layer)),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input => out.write_str("x"),
            Self::Target => out.write_str("y"),
            Self::WeightedInput(layer) => write!(out, "z{layer}"),
            Self::Activation(layer) => write!(out, "a{layer}"),
            Self::Mask(layer) => write!(out, "mask{layer}"),
            Self::Slope(layer) => write!(out, "slope{layer}"),
            Self::Cost => out.write_str("cost"),
            Self::CostOther => out.write_str("cost_other"),
            Self::Delta(layer) => write!(out, "delta{layer}"),
            Self::Gradient(kind, layer) => write!(out, "d{}{layer}", kind.letter()),
            Self::State(slot, kind, layer) => write!(out, "{}{}{layer}", slot.name(), kind.letter()),
            Self::Parameter(kind, layer) => write!(out, "{}{layer}", kind.letter()),
            Self::Coordinate(Axis::X) => out.write_str("x"),
            Self::Coordinate(Axis::Y) => out.write_str("y"),
            Self::Height => out.write_str("value"),
            Self::Slant => out.write_str("gradient"),
            Self::Momentum(slot) => out.write_str(slot.name()),
            Self::Point => out.write_str("point"),
            Self::Noise => out.write_str("noise"),
            Self::Partial(Axis::X) => out.write_str("dx"),
            Self::Partial(Axis::Y) => out.write_str("dy"),
            Self::Fit(fit) => fit.fmt(out),
        }
    }
}
