//! What an optimizer moves, with its gradient and its state: the same three whatever the problem.
use super::{Fit, Kind, Quantity, Slot};

/// What is learned: whose parameter, gradient and state a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learned {
    /// Weights or bias of a layer.
    Layer(Kind, usize),
    /// A point on a surface.
    Point,
    /// The weights of logistic regression.
    Fit,
}

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Parameter,
    Gradient,
    State(Slot),
}

impl Learned {
    pub fn parameter(self) -> Quantity {
        match self {
            Self::Layer(kind, layer) => Quantity::Parameter(kind, layer),
            Self::Point => Quantity::Point,
            Self::Fit => Quantity::Fit(Fit::Weights),
        }
    }

    pub fn gradient(self) -> Quantity {
        match self {
            Self::Layer(kind, layer) => Quantity::Gradient(kind, layer),
            Self::Point => Quantity::Slant,
            Self::Fit => Quantity::Fit(Fit::Gradient),
        }
    }

    pub fn state(self, slot: Slot) -> Quantity {
        match self {
            Self::Layer(kind, layer) => Quantity::State(slot, kind, layer),
            Self::Point => Quantity::Momentum(slot),
            Self::Fit => Quantity::Fit(Fit::State(slot)),
        }
    }
}

impl Quantity {
    /// What an update has to do with this quantity; `None` where that is nothing.
    ///
    /// ```
    /// use gradstep::quantity::{Kind, Learned, Quantity, Role};
    /// let bias = Learned::Layer(Kind::Bias, 2);
    /// assert_eq!(bias.gradient().role(), Some((bias, Role::Gradient)));
    /// assert_eq!(Quantity::Cost.role(), None);
    /// ```
    pub fn role(self) -> Option<(Learned, Role)> {
        Some(match self {
            Self::Parameter(kind, layer) => (Learned::Layer(kind, layer), Role::Parameter),
            Self::Gradient(kind, layer) => (Learned::Layer(kind, layer), Role::Gradient),
            Self::State(slot, kind, layer) => (Learned::Layer(kind, layer), Role::State(slot)),
            Self::Point => (Learned::Point, Role::Parameter),
            Self::Slant => (Learned::Point, Role::Gradient),
            Self::Momentum(slot) => (Learned::Point, Role::State(slot)),
            Self::Fit(Fit::Weights) => (Learned::Fit, Role::Parameter),
            Self::Fit(Fit::Gradient) => (Learned::Fit, Role::Gradient),
            Self::Fit(Fit::State(slot)) => (Learned::Fit, Role::State(slot)),
            _ => return None,
        })
    }

    /// Whether the next iteration begins with what this one made of it.
    pub fn is_carried(self) -> bool {
        matches!(self.role(), Some((_, Role::Parameter | Role::State(_))))
    }
}
