//! Logistic regression on 1, x, …, x^d: u(x) = wᵀ(1, x, …, x^d), y = σ(u), J = mean cross-entropy + λ₂/2 (w₁² + …).
//!
//! As in the network, one pass serves the fast run, rounding by hand and the worked solution, so a step drawn one by
//! one and a run of a thousand iterations give the same bits.
mod curvature;
mod features;
mod generate;
mod minimise;
mod network;
mod newton;
mod pass;
mod query;
mod separation;
mod slice;
mod spec;
mod update;

pub use curvature::Curvature;
pub use features::Scaling;
pub use generate::{KINDS, Points};
pub use newton::{Newton, Optimum};
pub use separation::{Separation, separation};
pub use slice::{Measure, Others, Slice};
pub use spec::{HIGHEST_DEGREE, LogisticSpec};

use crate::derivation::fit::{self, Shape};
use crate::derivation::{Display, Step, lookup};
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::network::{Batches, Block, History, Observer};
use crate::quantity::{Fit, Quantity};
use crate::record::Record;
use crate::words::fill;
use features::Features;
use pass::Workspace;
use std::cell::RefCell;
use update::Trained;

/// How many states are kept along the way; up to here a path shows every iteration.
const KEPT: usize = 1024;

/// A model and where its training stands.
///
/// ```
/// use gradstep::{Logistic, LogisticSpec, Optimizer, logistic::Scaling};
/// let spec = LogisticSpec {
///     x: vec![-1.0, 0.0, 1.0],
///     labels: vec![0.0, 1.0, 1.0],
///     degree: 1,
///     weights: vec![0.0, 0.0],
///     optimizer: Optimizer::Sgd { learning_rate: 3.0 },
///     l2: 0.0,
///     batch_size: 3,
///     seed: 0,
///     rounding: None,
///     scaling: Scaling::None,
/// };
/// let mut model = Logistic::new(spec);
/// model.iterate(1);
/// // y = ½ everywhere, so dJ/dw = (½ − ½ − ½, −½ − ½)/3 and the first cost is ln 2
/// assert_eq!(model.weights(), [0.5, 1.0]);
/// assert!((model.costs()[0] - 2f64.ln()).abs() < 1e-15);
/// ```
#[derive(Clone, Debug)]
pub struct Logistic {
    spec: LogisticSpec,
    features: Features,
    state: Trained,
    iteration: u64,
    costs: Vec<f64>,
    history: History<Trained>,
    /// Scratch: what a pass writes; holds nothing between calls but the arrays themselves.
    scratch: RefCell<Scratch>,
}

#[derive(Clone, Debug)]
struct Scratch {
    work: Workspace,
    batches: Batches,
    loaded: bool,
}

impl Logistic {
    /// Nothing done yet: iteration 0, the spec's own weights, optimizer state 0.
    pub fn new(spec: LogisticSpec) -> Self {
        let features = Features::new(&spec.x, spec.degree, spec.scaling);
        let state = Trained::new(spec.weights.clone());
        let scratch = Scratch {
            work: Workspace::new(features.count(), spec.batch_size),
            batches: Batches::new(spec.samples(), spec.batch_size, spec.seed),
            loaded: false,
        };
        let history = History::new(state.clone(), KEPT);
        Self { spec, features, state, iteration: 0, costs: Vec::new(), history, scratch: RefCell::new(scratch) }
    }

    pub fn spec(&self) -> &LogisticSpec {
        &self.spec
    }

    /// Whole iterations done.
    pub fn iteration(&self) -> u64 {
        self.iteration
    }

    /// The cost of each iteration done: that of its batch, before its update.
    pub fn costs(&self) -> &[f64] {
        &self.costs
    }

    /// The current weights, d + 1.
    pub fn weights(&self) -> &[f64] {
        &self.state.weights
    }

    /// Does `count` whole iterations. Allocates nothing within one, unless it rounds by hand.
    pub fn iterate(&mut self, count: u64) {
        self.costs.reserve(usize::try_from(count).unwrap_or(0).min(1 << 20));
        let observer = &mut Observer::by_hand(self.spec.rounding);
        let scratch = self.scratch.get_mut();
        for _ in 0..count {
            let cost = scratch.iteration(&self.spec, &self.features, &mut self.state, self.iteration + 1, observer);
            self.costs.push(cost);
            self.iteration += 1;
            if self.history.wants(self.iteration) {
                self.history.keep(self.state.clone());
            }
        }
    }

    /// The numbers of any iteration from 1 to one more than are done.
    ///
    /// # Errors
    /// Where `iteration` is out of that range (path `iteration`).
    pub fn record(&self, iteration: u64) -> Result<Record> {
        let mut state = self.state_before(iteration)?;
        let mut scratch = self.scratch.borrow_mut();
        let mut recorder = Observer::recorder(self.spec.rounding);
        let mut before = operands(&self.spec, &state);
        scratch.iteration(&self.spec, &self.features, &mut state, iteration, &mut recorder);
        before.splice(0..0, data(&scratch.work));
        Ok(Record { iteration: iteration as usize, before, results: recorder.results.unwrap_or_default() })
    }

    /// The worked solution of an iteration. Ids: `u`, `y` | `cost` | `dLdy`, `dydu`, `dudw`, `delta` (the factors
    /// cancel to y − c), `dLdw` (each sample's gradient, a column), `dw` (their mean) | the optimizer's state
    /// (`vw`, `mw`, `mhatw` …), `w`. Given: `X` (the features, a sample a column), `c`, `w`, state, and `r`, which is
    /// 1 for each weight that l2 penalises.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub fn steps(&self, iteration: u64, display: Display) -> Result<Vec<Step>> {
        let record = self.record(iteration)?;
        let shape = self.shape(&record);
        Ok(fit::rules(&shape).iter().map(|rule| fit::step(rule, &shape, &lookup(&record), display)).collect())
    }

    /// The chain of one sample (from 0, as it stands in the spec) at the weights from before an iteration: `u`, `y`,
    /// `loss`, `dLdy`, `dydu`, `dudw`, `delta`, `dLdw`; and for comparison `loss_lse`, `delta_lse` of ½ (y − c)².
    ///
    /// # Errors
    /// No such iteration (path `iteration`) or sample (path `sample`).
    pub fn steps_of_sample(&self, iteration: u64, sample: usize, display: Display) -> Result<Vec<Step>> {
        if sample >= self.spec.samples() {
            return Err(out_of_range("sample", 0, self.spec.samples() as u64 - 1, sample as u64));
        }
        let state = self.state_before(iteration)?;
        let mut work = Workspace::new(self.features.count(), 1);
        work.load(&self.spec, &self.features, &[sample]);
        let mut recorder = Observer::recorder(self.spec.rounding);
        work.forward(&state.weights, 0.0, &mut recorder);
        work.backward(&state.weights, 0.0, &mut recorder);
        let mut results = recorder.results.unwrap_or_default();
        results.retain(|(quantity, _)| *quantity != Quantity::Fit(Fit::Gradient));
        for (quantity, _) in &mut results {
            if *quantity == Quantity::Cost {
                *quantity = Quantity::Fit(Fit::Loss);
            }
        }
        let mut before = operands(&self.spec, &state);
        before.splice(0..0, data(&work));
        let record = Record { iteration: iteration as usize, before, results };
        let shape = Shape { samples: 1, l2: 0.0, ..self.shape(&record) };
        let rules = fit::rules_of_sample();
        Ok(rules.iter().map(|rule| fit::step(rule, &shape, &lookup(&record), display)).collect())
    }

    pub(crate) fn shape(&self, record: &Record) -> Shape<'_> {
        Shape {
            samples: record.before(Quantity::Fit(Fit::Class)).map_or(1, Matrix::columns),
            l2: self.spec.l2,
            optimizer: &self.spec.optimizer,
            iteration: record.iteration as u64,
        }
    }

    /// The samples of an iteration's batch, in the order of its columns.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub fn batch(&self, iteration: u64) -> Result<Vec<usize>> {
        self.check_iteration(iteration)?;
        Ok(self.scratch.borrow_mut().batches.of(iteration).to_vec())
    }

    /// The weights from before an iteration.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub fn weights_before(&self, iteration: u64) -> Result<Vec<f64>> {
        Ok(self.state_before(iteration)?.weights)
    }

    /// The weights along the way, from the first to the current ones: all of them up to 1,024 iterations, then every
    /// other, every fourth and so on.
    pub fn path(&self) -> Vec<&[f64]> {
        let kept = self.history.states().filter(|(done, _)| *done < self.iteration);
        kept.map(|(_, state)| &state.weights[..]).chain([&self.state.weights[..]]).collect()
    }

    fn check_iteration(&self, iteration: u64) -> Result<()> {
        let most = self.iteration + 1;
        if (1..=most).contains(&iteration) { Ok(()) } else { Err(out_of_range("iteration", 1, most, iteration)) }
    }

    /// The state from before an iteration, replayed from the nearest kept one.
    fn state_before(&self, iteration: u64) -> Result<Trained> {
        self.check_iteration(iteration)?;
        let done = iteration - 1;
        if done == self.iteration {
            return Ok(self.state.clone());
        }
        let (from, state) = self.history.nearest(done);
        let mut state = state.clone();
        let mut scratch = self.scratch.borrow_mut();
        let observer = &mut Observer::by_hand(self.spec.rounding);
        for iteration in from + 1..=done {
            scratch.iteration(&self.spec, &self.features, &mut state, iteration, observer);
        }
        Ok(state)
    }
}

impl Scratch {
    /// One whole iteration (its number counts from 1); gives its cost.
    fn iteration(
        &mut self,
        spec: &LogisticSpec,
        features: &Features,
        state: &mut Trained,
        iteration: u64,
        observer: &mut Observer,
    ) -> f64 {
        if !(self.loaded && self.batches.is_whole()) {
            self.work.load(spec, features, self.batches.of(iteration));
            self.loaded = true;
        }
        let cost = self.work.forward(&state.weights, spec.l2, observer);
        self.work.backward(&state.weights, spec.l2, observer);
        state.update(&spec.optimizer, iteration, &self.work.gradient, observer);
        cost
    }
}

fn out_of_range(path: &str, least: u64, most: u64, found: u64) -> Error {
    let expected = fill("expected.integer", &[("least", &least.to_string()), ("most", &most.to_string())]);
    Error::expected(path, &expected, &found.to_string())
}

fn column(values: impl ExactSizeIterator<Item = f64> + Clone) -> Matrix {
    Matrix::from_fn(values.len(), 1, |row, _| values.clone().nth(row).unwrap_or(f64::NAN))
}

/// Weights, state and which weights l2 penalises, as they stand in `state`.
fn operands(spec: &LogisticSpec, state: &Trained) -> Vec<(Quantity, Matrix)> {
    let mut list = vec![(Quantity::Fit(Fit::Weights), column(state.weights.iter().copied()))];
    if spec.l2 > 0.0 {
        let penalised = (0..state.weights.len()).map(|place| f64::from(u8::from(place > 0)));
        list.push((Quantity::Fit(Fit::Penalised), column(penalised)));
    }
    for (place, slot) in spec.optimizer.carried().iter().enumerate() {
        let values = state.carried.iter().map(|state| state.get(place).copied().unwrap_or(0.0));
        list.push((Quantity::Fit(Fit::State(*slot)), column(values)));
    }
    list
}

/// The batch.
fn data(work: &Workspace) -> Vec<(Quantity, Matrix)> {
    let block = |rows| -> Block { work.block(rows) };
    vec![
        (Quantity::Fit(Fit::Input), block(1).matrix(&work.x)),
        (Quantity::Fit(Fit::Features), block(work.count).matrix(&work.features)),
        (Quantity::Fit(Fit::Class), block(1).matrix(&work.c)),
    ]
}
