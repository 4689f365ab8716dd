//! Questions to a network that leave it as it is.
use super::forward::{Mode, forward};
use super::observer::Observer;
use super::workspace::Workspace;
use super::{Network, costs};
use crate::activation::Activation;
use crate::error::{Error, Result};
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::quantity::Quantity;
use crate::words::{fill, text};
use serde::Serialize;

/// A run takes no more iterations than these in all: a cost is kept of each, 0.8 GB then.
pub const MOST_ITERATIONS: u64 = 100_000_000;

/// How many more iterations are asked for, after those that are `done`.
///
/// # Errors
/// No whole number, or more than are left.
pub fn read_count(reader: &Reader, done: u64) -> Result<u64> {
    let left = MOST_ITERATIONS.saturating_sub(done);
    let words = [("left", &*left.to_string()), ("most", &MOST_ITERATIONS.to_string())];
    reader.integer(0, left).map_err(|_| reader.expected(&fill("expected.iterations_left", &words)))
}

/// Cost and share of right answers on some data, in evaluation mode.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    pub cost: f64,
    /// `None` where outputs are no probabilities or targets no classes.
    pub accuracy: Option<f64>,
}

/// One parameter: its name ("W1", "b2"), row and column from 0; column 0 for a bias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub parameter: String,
    pub row: usize,
    pub column: usize,
}

impl Place {
    pub fn read(reader: &Reader) -> Result<Self> {
        const LARGEST: u64 = u32::MAX as u64;
        let fields = reader.object(&["parameter", "row", "column"])?;
        Ok(Self {
            parameter: fields.required("parameter")?.text()?,
            row: fields.required("row")?.integer(0, LARGEST)? as usize,
            column: fields.required("column")?.integer(0, LARGEST)? as usize,
        })
    }

    /// Two parameters, such as a surface's axes.
    pub fn read_pair(reader: &Reader) -> Result<[Self; 2]> {
        match reader.list()?.as_slice() {
            [first, second] => Ok([Self::read(first)?, Self::read(second)?]),
            _ => Err(reader.expected(text("expected.two_parameters"))),
        }
    }
}

/// dJ/dw by the backward pass and by a central difference of costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GradientCheck {
    pub analytic: f64,
    pub numeric: f64,
    /// |analytic − numeric| / max(|analytic|, |numeric|); 0 where both are 0
    pub relative_error: f64,
}

impl Network {
    /// The outputs for `inputs` (N, n_in) in evaluation mode: (N, n_out).
    pub fn predict(&self, inputs: &Matrix) -> Matrix {
        let targets = Matrix::from_fn(inputs.rows(), self.spec.targets.columns(), |_, _| 0.0);
        let work = self.evaluated(inputs, &targets);
        let a = work.layers.last().map_or(&[][..], |arrays| &arrays.a);
        Matrix::from_fn(inputs.rows(), targets.columns(), |sample, unit| a[unit * work.stride + sample])
    }

    /// The outputs of one layer (from 1) for `inputs` (N, n_in) in evaluation mode: (n_l, N); empty where there is no
    /// such layer.
    pub fn outputs_of(&self, layer: usize, inputs: &Matrix) -> Matrix {
        let targets = Matrix::from_fn(inputs.rows(), self.spec.targets.columns(), |_, _| 0.0);
        let work = self.evaluated(inputs, &targets);
        let index = layer.wrapping_sub(1);
        let units = self.layout.layers.get(index).map_or(0, |layer| layer.n_out);
        let a = work.layers.get(index).map_or(&[][..], |arrays| &arrays.a);
        Matrix::from_fn(units, inputs.rows(), |unit, sample| a[unit * work.stride + sample])
    }

    /// Cost and accuracy on `inputs` (N, n_in) and `targets` (N, n_out) in evaluation mode, without a penalty.
    ///
    /// A sample counts as right where each output lies on its target's side of ½ (sigmoid), or the largest output
    /// is the target's class (softmax).
    pub fn evaluate(&self, inputs: &Matrix, targets: &Matrix) -> Evaluation {
        let mut work = self.evaluated(inputs, targets);
        let output = self.output();
        let cost = costs::cost(self.spec.cost, output, self.spec.reduction, &mut work);
        let cost = self.spec.rounding.map_or(cost, |rounding| rounding.apply(cost));
        let classes = targets.values().iter().all(|target| *target == 0.0 || *target == 1.0);
        let probabilities = matches!(output, Activation::Sigmoid | Activation::Softmax);
        if !classes || !probabilities {
            return Evaluation { cost, accuracy: None };
        }
        let a = work.layers.last().map_or(&[][..], |arrays| &arrays.a);
        let right = (0..targets.rows()).filter(|sample| {
            let outputs = || a[*sample..].iter().step_by(work.stride);
            if output == Activation::Softmax {
                position_of_largest(outputs()) == position_of_largest(targets.row(*sample).iter())
            } else {
                outputs().zip(targets.row(*sample)).all(|(a, target)| (*a >= 0.5) == (*target >= 0.5))
            }
        });
        Evaluation { cost, accuracy: Some(right.count() as f64 / targets.rows() as f64) }
    }

    fn output(&self) -> Activation {
        self.layout.layers.last().map_or(Activation::Identity, |layer| layer.activation)
    }

    fn evaluated(&self, inputs: &Matrix, targets: &Matrix) -> Workspace {
        let mut work = Workspace::new(&self.layout, inputs.rows());
        work.load(inputs, targets, 0..inputs.rows());
        let parameters = &self.state.values;
        let observer = &mut Observer::by_hand(self.spec.rounding);
        forward(&self.layout, parameters, &mut work, Mode::Evaluation, observer);
        work
    }

    /// Each entry of dJ/dW and dJ/db can be checked: the gradient at the parameters from before `iteration`, with
    /// its batch and its draws, beside (J(w + h) − J(w − h)) / 2h with h = 6·10⁻⁶ · max(1, |w|), the cube root of
    /// the machine's epsilon. Rounding by hand is left out of both: a rounded cost has no derivative.
    ///
    /// # Errors
    /// Where there is no such iteration (path `iteration`) or parameter (`at.parameter`, `at.row`, `at.column`).
    pub fn check_gradient(&self, iteration: u64, at: &Place) -> Result<GradientCheck> {
        let place = self.place_of(at, "at")?;
        let mut state = self.state_before(iteration)?;
        let mut scratch = self.scratch.borrow_mut();
        let scratch = &mut *scratch;
        let w = state.values[place];
        let h = 6.055_454_452_393_343e-6 * w.abs().max(1.0);
        let (up, down) = (w + h, w - h);
        let mut cost = |w: f64| {
            state.values[place] = w;
            scratch.forward(&self.spec, &self.layout, &state.values, iteration, &mut Observer::default())
        };
        let numeric = (cost(up) - cost(down)) / (up - down);
        cost(w);
        let mode = Mode::Training { seed: self.spec.seed, iteration };
        let observer = &mut Observer::default();
        super::backward::backward(&self.spec, &self.layout, &state.values, &mut scratch.work, mode, observer);
        let analytic = scratch.work.gradients[place];
        let largest = analytic.abs().max(numeric.abs());
        let relative_error = if largest == 0.0 { 0.0 } else { (analytic - numeric).abs() / largest };
        Ok(GradientCheck { analytic, numeric, relative_error })
    }

    /// Two parameters, from the list at `path`.
    pub(super) fn places_of(&self, axes: [&Place; 2], path: &str) -> Result<[usize; 2]> {
        let [first, second] = axes;
        Ok([self.place_of(first, &format!("{path}[0]"))?, self.place_of(second, &format!("{path}[1]"))?])
    }

    /// `path`: where the caller has it.
    fn place_of(&self, at: &Place, path: &str) -> Result<usize> {
        let named = Quantity::parse(&at.parameter).filter(|quantity| matches!(quantity, Quantity::Parameter(..)));
        let layer = named.and_then(|quantity| {
            let layer = self.layout.layers.get(quantity.layer()?.checked_sub(1)?)?;
            let Quantity::Parameter(kind, _) = quantity else { return None };
            Some((quantity, layer.shape(kind)))
        });
        let Some((quantity, (rows, columns))) = layer else {
            let expected = fill("expected.parameter", &[("layers", &self.layout.layers.len().to_string())]);
            let found = fill("found.text", &[("text", &at.parameter)]);
            return Err(Error::expected(format!("{path}.parameter"), &expected, &found));
        };
        for (name, index, count) in [("row", at.row, rows), ("column", at.column, columns)] {
            if index >= count {
                let most = (count - 1).to_string();
                let expected = fill("expected.integer", &[("least", "0"), ("most", &most)]);
                return Err(Error::expected(format!("{path}.{name}"), &expected, &index.to_string()));
            }
        }
        let missing = || Error::expected(format!("{path}.parameter"), text("expected.object"), &at.parameter);
        self.layout.place(quantity, at.row, at.column).ok_or_else(missing)
    }

    /// The other cost of each iteration done, where the problem has one; computed when it is asked for.
    pub fn other_costs(&self) -> Vec<f64> {
        let Some(other) = self.spec.other_cost() else { return Vec::new() };
        let known = self.scratch.borrow().other_costs.len() as u64;
        if known < self.iteration {
            let Ok(mut state) = self.state_before(known + 1) else { return Vec::new() };
            for iteration in known + 1..=self.iteration {
                self.replay(&mut state, iteration - 1, iteration);
                let mut scratch = self.scratch.borrow_mut();
                let cost = costs::cost(other, self.output(), self.spec.reduction, &mut scratch.work);
                let cost = self.spec.rounding.map_or(cost, |rounding| rounding.apply(cost));
                scratch.other_costs.push(cost);
            }
        }
        self.scratch.borrow().other_costs.clone()
    }

    /// The first iteration, and its first step, with a number that is not finite; `None` while all are.
    pub fn divergence(&self) -> Option<(u64, Quantity)> {
        let finite = |state: &super::update::Parameters| {
            let known = |values: &Vec<f64>| values.iter().take(self.layout.parameters).all(|value| value.is_finite());
            known(&state.values) && state.carried.iter().all(known)
        };
        let by_cost = self.costs.iter().position(|cost| !cost.is_finite()).map(|place| place as u64 + 1);
        if finite(&self.state) && by_cost.is_none() {
            return None;
        }
        // once a parameter is lost it stays lost: the last kept state that is whole bounds the search from below
        let (done, state) = self.history.states().rev().find(|(_, state)| finite(state))?;
        let mut state = state.clone();
        let by_parameter = (done + 1..=self.iteration).find(|iteration| {
            self.replay(&mut state, iteration - 1, *iteration);
            !finite(&state) || by_cost == Some(*iteration)
        });
        let iteration = by_parameter.into_iter().chain(by_cost).min()?;
        let record = self.record(iteration).ok()?;
        let lost = record.results.iter().find(|(_, value)| value.values().iter().any(|number| !number.is_finite()))?;
        Some((iteration, lost.0))
    }
}

fn position_of_largest<'a>(values: impl Iterator<Item = &'a f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (place, value) in values.enumerate() {
        if best.is_none_or(|(_, largest)| *value > largest) {
            best = Some((place, *value));
        }
    }
    best.map(|(place, _)| place)
}
