//! A network of the lab in training, with its learning curve and everything that is drawn of it.
use super::{ByHand, DepthSpec, Factors, Held, Layers, by_hand, factors};
use crate::dataset::{Data, Digits, Samples};
use crate::derivation::{Display, Step};
use crate::error::Result;
use crate::matrix::Matrix;
use crate::network::{Evaluation, Network};
use crate::record::Record;
use std::cell::OnceCell;

/// Cost and accuracy after an epoch, in evaluation mode; NaN for what is not held out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    pub epoch: u64,
    pub cost: f64,
    pub accuracy: f64,
    pub held_out_cost: f64,
    pub held_out_accuracy: f64,
}

/// A learning curve has no more points than these: beyond, every other one goes.
const MOST_POINTS: usize = 512;

/// ```
/// use gradstep::depth::{DepthSpec, Training};
/// use gradstep::preset::depth_spec;
/// let mut training = Training::new(depth_spec("circle").expect("a preset").0, None)?;
/// training.advance(20 * training.batches());
/// assert_eq!((training.iteration(), training.epoch()), (200, 20));
/// # Ok::<(), gradstep::Error>(())
/// ```
pub struct Training {
    data: Data,
    network: Network,
    /// Iterations of an epoch.
    batches: u64,
    /// Epochs between two points of the curve.
    every: u64,
    curve: Vec<CurvePoint>,
    /// The iteration that comes next.
    next: OnceCell<Record>,
}

impl Training {
    /// # Errors
    /// As [`crate::depth::Architecture::network`]; digits without their file.
    pub fn new(spec: DepthSpec, digits: Option<&Digits>) -> Result<Self> {
        let data = spec.data.draw(spec.seed, digits)?;
        let network = Network::new(spec.network.network(&data, spec.seed)?);
        let batches = network.spec().samples().div_ceil(network.spec().batch_size) as u64;
        let mut training = Self { data, network, batches, every: 1, curve: vec![], next: OnceCell::new() };
        training.note();
        Ok(training)
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Whole iterations done.
    pub fn iteration(&self) -> u64 {
        self.network.iteration()
    }

    /// Whole epochs done.
    pub fn epoch(&self) -> u64 {
        self.network.iteration() / self.batches
    }

    /// Iterations of an epoch.
    pub fn batches(&self) -> u64 {
        self.batches
    }

    /// Does `iterations` more, and notes cost and accuracy where an epoch ends.
    pub fn advance(&mut self, iterations: u64) {
        self.next = OnceCell::new();
        let end = self.iteration() + iterations;
        while self.iteration() < end {
            let epoch_ends = (self.epoch() + 1) * self.batches;
            self.network.iterate(epoch_ends.min(end) - self.iteration());
            if self.iteration() == epoch_ends && self.epoch().is_multiple_of(self.every) {
                self.note();
            }
        }
    }

    fn note(&mut self) {
        let Evaluation { cost, accuracy } = self.evaluate(&self.data.training);
        let held_out = self.data.held_out.as_ref().map(|samples| self.evaluate(samples));
        self.curve.push(CurvePoint {
            epoch: self.epoch(),
            cost,
            accuracy: accuracy.unwrap_or(f64::NAN),
            held_out_cost: held_out.map_or(f64::NAN, |found| found.cost),
            held_out_accuracy: held_out.and_then(|found| found.accuracy).unwrap_or(f64::NAN),
        });
        if self.curve.len() > MOST_POINTS {
            self.every *= 2;
            let every = self.every;
            self.curve.retain(|point| point.epoch.is_multiple_of(every));
        }
    }

    fn evaluate(&self, samples: &Samples) -> Evaluation {
        self.network.evaluate(&samples.inputs, &samples.targets)
    }

    /// One point an epoch; of long trainings of every second, fourth … epoch.
    pub fn curve(&self) -> &[CurvePoint] {
        &self.curve
    }

    /// The iteration that comes next, at the parameters as they stand.
    pub fn next(&self) -> &Record {
        self.next.get_or_init(|| {
            let nothing = Record { iteration: 0, before: vec![], results: vec![] };
            self.network.record(self.iteration() + 1).unwrap_or(nothing)
        })
    }

    pub fn layers(&self) -> Layers<'_> {
        Layers::new(&self.network, self.next())
    }

    /// The product of the chain rule, from the last hidden layer down.
    pub fn factors(&self) -> Vec<Factors> {
        factors(&self.network, self.next())
    }

    /// One path to a unit of `layer`; see [`super::path`].
    pub fn path(&self, layer: usize, sample: usize, display: Display) -> (Vec<usize>, Vec<Step>) {
        super::path(&self.network, self.next(), layer, sample, display)
    }

    /// The iteration that comes next with other masks; see [`super::by_hand`].
    ///
    /// # Errors
    /// As there.
    pub fn dropout(&self, layer: usize, held: &[Held], display: Display) -> Result<ByHand> {
        by_hand(&self.network, self.next(), layer, held, display)
    }

    /// The outputs of a layer over the plane: (units, columns · rows), rows from the lowest y. Empty for data that do
    /// not lie in the plane.
    pub fn map(&self, layer: usize, columns: usize, rows: usize) -> Matrix {
        if !self.data.is_plane() {
            return Matrix::from_fn(0, 0, |_, _| 0.0);
        }
        self.network.outputs_of(layer, &self.data.grid(columns, rows))
    }

    /// Held-out samples that are taken for something else: (row, what it is, what the network says).
    pub fn mistakes(&self) -> Vec<(usize, usize, usize)> {
        let Some(samples) = &self.data.held_out else { return vec![] };
        let outputs = self.network.predict(&samples.inputs);
        let class = |row: &[f64]| match row {
            [one] => usize::from(*one >= 0.5),
            many => (0..many.len()).fold(0, |best, place| if many[place] > many[best] { place } else { best }),
        };
        let pairs = (0..outputs.rows()).map(|row| (row, class(samples.targets.row(row)), class(outputs.row(row))));
        pairs.filter(|(_, target, said)| target != said).collect()
    }
}
