//! What every update rule has in common: one pure function of a parameter, its gradient and its state.
use crate::num::Lane;
use crate::quantity::Slot;

/// Sees (and may round) each result of an update: the state variables and the new parameter.
pub trait Watch<V: Lane> {
    fn state(&mut self, slot: Slot, value: V) -> V;
    fn parameter(&mut self, value: V) -> V;
}

/// Lets every value pass: the fast run.
pub struct Unwatched;

impl<V: Lane> Watch<V> for Unwatched {
    #[inline(always)]
    fn state(&mut self, _: Slot, value: V) -> V {
        value
    }

    #[inline(always)]
    fn parameter(&mut self, value: V) -> V {
        value
    }
}

/// An update rule with the hyperparameters of one update, elementwise over lanes.
///
/// `step` takes a parameter `w`, its gradient `g` and its `CARRIED` state variables from before the update,
/// leaves the state after it, and gives the new parameter. Results pass through `watch` in the order of the
/// worked solution.
pub trait Rule: Copy {
    /// The state that is kept from update to update; each starts at 0. At most [`MOST_CARRIED`].
    const CARRIED: &'static [Slot];

    fn step<V: Lane>(self, w: V, g: V, state: &mut State<V>, watch: &mut impl Watch<V>) -> V;
}

/// No rule keeps more state variables than this.
pub const MOST_CARRIED: usize = 3;

/// State variables of one element, in the order of [`Rule::CARRIED`].
pub type State<V> = [V; MOST_CARRIED];
