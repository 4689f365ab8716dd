//! A network in training: iterations, and a record of any of them.
//!
//! One pass serves all: the fast run, rounding by hand and the worked solution differ only in who observes it
//! (`observer`), so a step drawn one by one and a run of a thousand iterations give the same bits.
mod backward;
mod batches;
mod costs;
mod forward;
mod history;
mod kernel;
mod layout;
mod observer;
mod penalty;
mod query;
mod slice;
mod stats;
mod update;
mod workspace;

pub(crate) use batches::Batches;
pub(crate) use history::History;
pub(crate) use kernel::{Gradients, Weights, combine, outer, strands, stride};
pub(crate) use observer::{Block, Observer, UpdateWatch};
pub use query::{Evaluation, GradientCheck, MOST_ITERATIONS, Place, read_count};
pub use slice::Slice;
pub use stats::{LayerStats, slopes};

use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::optimizer::rule::MOST_CARRIED;
use crate::quantity::{Kind, Quantity};
use crate::record::Record;
use crate::spec::NetworkSpec;
use forward::Mode;
use layout::Layout;
use std::cell::RefCell;
use update::Parameters;
use workspace::Workspace;

/// How many states are kept along the way, and how many numbers in all of them: large networks keep fewer states.
const KEPT: usize = 64;
const KEPT_NUMBERS: usize = 1 << 25;

/// A network and where its training stands.
///
/// ```
/// let spec = gradstep::preset::spec("hw3-q1").expect("the handout's network is a preset");
/// let mut network = gradstep::Network::new(spec);
/// network.iterate(1);
/// assert_eq!(format!("{:.4}", network.costs()[0]), "0.1384");
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    spec: NetworkSpec,
    layout: Layout,
    state: Parameters,
    iteration: u64,
    costs: Vec<f64>,
    history: History<Parameters>,
    /// Scratch: what a pass writes; holds nothing between calls but the arrays themselves.
    scratch: RefCell<Scratch>,
}

#[derive(Clone, Debug)]
struct Scratch {
    work: Workspace,
    batches: Batches,
    loaded: bool,
    other_costs: Vec<f64>,
}

impl Network {
    /// Nothing done yet: iteration 0, the spec's own parameters, optimizer state 0.
    pub fn new(spec: NetworkSpec) -> Self {
        let layout = Layout::new(&spec);
        let state = start(&spec, &layout);
        let scratch = Scratch {
            work: Workspace::new(&layout, spec.batch_size),
            batches: Batches::new(spec.samples(), spec.batch_size, spec.seed),
            loaded: false,
            other_costs: Vec::new(),
        };
        let size = state.values.len() * (1 + spec.optimizer.carried().len());
        let history = History::new(state.clone(), (KEPT_NUMBERS / size).clamp(2, KEPT));
        Self { spec, layout, state, iteration: 0, costs: Vec::new(), history, scratch: RefCell::new(scratch) }
    }

    pub fn spec(&self) -> &NetworkSpec {
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

    /// Does `count` whole iterations and keeps the cost of each. Allocates nothing within one.
    pub fn iterate(&mut self, count: u64) {
        self.costs.reserve(usize::try_from(count).unwrap_or(0).min(1 << 20));
        let observer = &mut Observer::by_hand(self.spec.rounding);
        let scratch = self.scratch.get_mut();
        for _ in 0..count {
            let cost = scratch.iteration(&self.spec, &self.layout, &mut self.state, self.iteration + 1, observer);
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
        let mut before = self.operands(&state);
        let mut recorder = Observer::recorder(self.spec.rounding);
        scratch.iteration(&self.spec, &self.layout, &mut state, iteration, &mut recorder);
        before.splice(0..0, self.data(&scratch.work));
        Ok(Record { iteration: iteration as usize, before, results: recorder.results.unwrap_or_default() })
    }

    /// [`record`](Self::record) with other dropout masks: `drop` gets the mask of each layer that has one (layer, from 1;
    /// unit; sample of the batch; 1 where the unit is kept) and gives the mask to use. Slopes stay as they are drawn.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub fn record_with_masks(&self, iteration: u64, drop: impl Fn(usize, usize, usize, f64) -> f64) -> Result<Record> {
        let mut state = self.state_before(iteration)?;
        let mut scratch = self.scratch.borrow_mut();
        let scratch = &mut *scratch;
        let (spec, layout) = (&self.spec, &self.layout);
        scratch.forward(spec, layout, &state.values, iteration, &mut Observer::default());
        let (samples, stride) = (scratch.work.samples, scratch.work.stride);
        for (index, arrays) in scratch.work.layers.iter_mut().enumerate() {
            for (place, mask) in arrays.mask.iter_mut().enumerate() {
                // the places beyond the last sample repeat it
                *mask = drop(index + 1, place / stride, (place % stride).min(samples - 1), *mask);
            }
        }
        let mut before = self.operands(&state);
        before.splice(0..0, self.data(&scratch.work));
        let mut recorder = Observer::recorder(spec.rounding);
        scratch.pass(spec, layout, &mut state, iteration, Mode::Held, &mut recorder);
        Ok(Record { iteration: iteration as usize, before, results: recorder.results.unwrap_or_default() })
    }

    /// The samples of an iteration's batch, as rows of the spec's inputs, in the order of the batch's columns.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub fn batch(&self, iteration: u64) -> Result<Vec<usize>> {
        self.check_iteration(iteration)?;
        Ok(self.scratch.borrow_mut().batches.of(iteration).to_vec())
    }

    fn check_iteration(&self, iteration: u64) -> Result<()> {
        if (1..=self.iteration + 1).contains(&iteration) {
            return Ok(());
        }
        let most = (self.iteration + 1).to_string();
        let expected = crate::words::fill("expected.integer", &[("least", "1"), ("most", &most)]);
        Err(Error::expected("iteration", &expected, &iteration.to_string()))
    }

    /// The parameters and the optimizer's state from before an iteration, replayed from the nearest kept state.
    fn state_before(&self, iteration: u64) -> Result<Parameters> {
        self.check_iteration(iteration)?;
        let done = iteration - 1;
        if done == self.iteration {
            return Ok(self.state.clone());
        }
        let (from, state) = self.history.nearest(done);
        let mut state = state.clone();
        self.replay(&mut state, from, done);
        Ok(state)
    }

    /// Takes a state with `from` iterations to `to` iterations.
    fn replay(&self, state: &mut Parameters, from: u64, to: u64) {
        let mut scratch = self.scratch.borrow_mut();
        let observer = &mut Observer::by_hand(self.spec.rounding);
        for iteration in from + 1..=to {
            scratch.iteration(&self.spec, &self.layout, state, iteration, observer);
        }
    }

    /// Parameters and carried state as they stand in `state`.
    fn operands(&self, state: &Parameters) -> Vec<(Quantity, Matrix)> {
        let mut list = Vec::new();
        for (kind, number, layer) in self.layout.matrices() {
            let (rows, columns) = layer.shape(kind);
            let block = Block::dense(rows, columns);
            list.push((Quantity::Parameter(kind, number), block.matrix(&state.values[layer.range(kind)])));
            for (slot, values) in self.spec.optimizer.carried().iter().zip(&state.carried) {
                list.push((Quantity::State(*slot, kind, number), block.matrix(&values[layer.range(kind)])));
            }
        }
        list
    }

    /// The batch, and the masks and slopes that were drawn for it.
    fn data(&self, work: &Workspace) -> Vec<(Quantity, Matrix)> {
        let block = |rows| Block { rows, columns: work.samples, stride: work.stride };
        let n_out = self.spec.targets.columns();
        let mut list = vec![
            (Quantity::Input, block(self.spec.inputs.columns()).matrix(&work.x)),
            (Quantity::Target, block(n_out).matrix(&work.y)),
        ];
        for (index, (layer, arrays)) in self.layout.layers.iter().zip(&work.layers).enumerate() {
            if !arrays.mask.is_empty() {
                list.push((Quantity::Mask(index + 1), block(layer.n_out).matrix(&arrays.mask)));
            }
            if !arrays.slope.is_empty() {
                list.push((Quantity::Slope(index + 1), block(layer.n_out).matrix(&arrays.slope)));
            }
        }
        list
    }

    /// The current parameters, layer by layer: (weights, bias).
    pub fn parameters(&self) -> Vec<(Matrix, Vec<f64>)> {
        let matrix = |layer: &layout::LayerLayout| {
            let (rows, columns) = layer.shape(Kind::Weights);
            let weights = Block::dense(rows, columns).matrix(&self.state.values[layer.weights.clone()]);
            (weights, self.state.values[layer.bias.clone()].to_vec())
        };
        self.layout.layers.iter().map(matrix).collect()
    }
}

impl Scratch {
    /// One whole iteration (its number counts from 1); gives its cost.
    fn iteration(
        &mut self,
        spec: &NetworkSpec,
        layout: &Layout,
        state: &mut Parameters,
        iteration: u64,
        observer: &mut Observer,
    ) -> f64 {
        self.pass(spec, layout, state, iteration, Mode::Training { seed: spec.seed, iteration }, observer)
    }

    fn pass(
        &mut self,
        spec: &NetworkSpec,
        layout: &Layout,
        state: &mut Parameters,
        iteration: u64,
        mode: Mode,
        observer: &mut Observer,
    ) -> f64 {
        let cost = self.forward_in(spec, layout, &state.values, (iteration, mode), observer);
        let work = &mut self.work;
        backward::backward(spec, layout, &state.values, work, mode, observer);
        update::update(layout, &spec.optimizer, iteration, &work.gradients, state, observer);
        cost
    }

    /// The forward pass and the cost of an iteration's batch.
    fn forward(
        &mut self,
        spec: &NetworkSpec,
        layout: &Layout,
        parameters: &[f64],
        iteration: u64,
        observer: &mut Observer,
    ) -> f64 {
        let mode = Mode::Training { seed: spec.seed, iteration };
        self.forward_in(spec, layout, parameters, (iteration, mode), observer)
    }

    fn forward_in(
        &mut self,
        spec: &NetworkSpec,
        layout: &Layout,
        parameters: &[f64],
        (iteration, mode): (u64, Mode),
        observer: &mut Observer,
    ) -> f64 {
        if !(self.loaded && self.batches.is_whole()) {
            self.work.load(&spec.inputs, &spec.targets, self.batches.of(iteration).iter().copied());
            self.loaded = true;
        }
        let work = &mut self.work;
        forward::forward(layout, parameters, work, mode, observer);
        let output = layout.layers.last().map_or(crate::Activation::Identity, |layer| layer.activation);
        let mut cost = [costs::cost(spec.cost, output, spec.reduction, work) + penalty::cost(spec, layout, parameters)];
        observer.see(Quantity::Cost, Block::dense(1, 1), &mut cost);
        if observer.keeps()
            && let Some(other) = spec.other_cost()
        {
            let mut other = [costs::cost(other, output, spec.reduction, work)];
            observer.see(Quantity::CostOther, Block::dense(1, 1), &mut other);
        }
        cost[0]
    }
}

fn start(spec: &NetworkSpec, layout: &Layout) -> Parameters {
    let mut values = Vec::with_capacity(layout.parameters);
    for layer in &spec.layers {
        values.extend_from_slice(layer.weights.values());
        values.extend_from_slice(&layer.bias);
    }
    let length = kernel::whole_lanes(layout.parameters);
    values.resize(length, 0.0);
    let count = spec.optimizer.carried().len();
    let mut place = 0;
    let carried = [(); MOST_CARRIED].map(|()| {
        place += 1;
        vec![0.0; if place <= count { length } else { 0 }]
    });
    Parameters { values, carried }
}
