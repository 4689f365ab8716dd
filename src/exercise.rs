//! Exercises without end: networks with pleasant numbers, the same for the same options on every machine.
use crate::activation::Activation;
use crate::check::visible_slips;
use crate::cost::Cost;
use crate::error::{Error, Result};
use crate::initializer::read_sizes;
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::num::random::Random;
use crate::optimizer::Optimizer;
use crate::problem::{self, Problem};
use crate::quantity::Quantity;
use crate::record::Record;
use crate::spec::{LARGEST_SEED, Layer, NetworkSpec, Reduction};
use crate::words::{fill, text};

/// What kind of exercise is wanted, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseOptions {
    /// 0 to 2⁵³ − 1.
    pub seed: u64,
    /// Inputs first, then the units of each layer: 2 to 6 sizes of 1 to 8.
    pub sizes: Vec<usize>,
    /// Of the hidden layers, and of the output where its cost allows.
    pub activation: Activation,
    pub cost: Cost,
    pub optimizer: Optimizer,
    /// Of weights, biases and inputs: 1 to 4.
    pub decimals: usize,
}

/// What is worked by hand is no larger.
const MOST_SIZES: usize = 6;
const LARGEST_LAYER: usize = 8;
const MOST_DECIMALS: u64 = 4;

impl ExerciseOptions {
    /// # Errors
    /// Names the place of whatever is missing, surplus or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&["seed", "sizes", "activation", "cost", "optimizer", "decimals"])?;
        let sizes = fields.required("sizes")?;
        let options = Self {
            seed: fields.required("seed")?.integer(0, LARGEST_SEED)?,
            sizes: read_sizes(&sizes)?,
            activation: Activation::read(&fields.required("activation")?)?,
            cost: Cost::read(&fields.required("cost")?)?,
            optimizer: Optimizer::read(&fields.required("optimizer")?)?,
            decimals: fields.required("decimals")?.integer(1, MOST_DECIMALS)? as usize,
        };
        if options.sizes.len() > MOST_SIZES || options.sizes.iter().any(|size| *size > LARGEST_LAYER) {
            let (most, largest) = (MOST_SIZES.to_string(), LARGEST_LAYER.to_string());
            return Err(sizes.expected(&fill("expected.exercise_sizes", &[("most", &most), ("largest", &largest)])));
        }
        options.check_activation(&fields.required("activation")?)?;
        Ok(options)
    }

    fn check_activation(&self, reader: &Reader) -> Result<()> {
        let softmax = self.activation == Activation::Softmax;
        let expected = if softmax && self.sizes.len() > 2 {
            "expected.hidden_activation"
        } else if softmax && self.cost != Cost::CrossEntropy {
            "expected.cost_of_softmax"
        } else {
            return Ok(());
        };
        Err(Error::expected(reader.path(), text(expected), self.activation.kind()))
    }

    /// The output's activation: the hidden layers' where the cost allows it, else one whose outputs are probabilities.
    fn output(&self) -> Activation {
        let one = self.sizes.last() == Some(&1);
        match (self.cost, self.activation) {
            (Cost::Lse { .. }, activation) => activation,
            (_, activation @ (Activation::Sigmoid | Activation::Softmax)) => activation,
            _ if one => Activation::Sigmoid,
            _ => Activation::Softmax,
        }
    }
}

/// The digits in which a slip has to show and no answer may vanish.
pub const DIGITS: u32 = 4;

/// Candidates that are drawn before the best of them is taken.
const ATTEMPTS: u64 = 200;

/// No entry is smaller: twenty units of the last digit.
const LEAST: f64 = 0.002;

/// What draws from a stream of its own.
const EXERCISE: u64 = 71;

/// A network of one sample with numbers of few decimals: no unit saturated, no answer that vanishes in four decimals,
/// and slips that show in them. Where no candidate has all of that (four layers of sigmoids leave little of a
/// gradient), it is the one that comes nearest.
///
/// ```
/// use gradstep::exercise::{ExerciseOptions, exercise};
/// use gradstep::{Activation, Cost, Optimizer};
///
/// let options = ExerciseOptions {
///     seed: 7,
///     sizes: vec![2, 2, 1],
///     activation: Activation::Sigmoid,
///     cost: Cost::Lse { factor: 0.5 },
///     optimizer: Optimizer::Sgd { learning_rate: 0.5 },
///     decimals: 1,
/// };
/// let spec = exercise(&options);
/// assert_eq!(spec, exercise(&options));
/// assert!(spec.layers[0].weights.values().iter().all(|weight| (weight * 10.0).fract() == 0.0));
/// ```
pub fn exercise(options: &ExerciseOptions) -> NetworkSpec {
    let mut best = candidate(options, 0);
    let mut best_score = score(&best);
    for attempt in 1..ATTEMPTS {
        if best_score >= 1.0 {
            break;
        }
        let next = candidate(options, attempt);
        let next_score = score(&next);
        if next_score > best_score {
            (best, best_score) = (next, next_score);
        }
    }
    best
}

/// Numbers in units of the last decimal.
struct Pleasant {
    random: Random,
    /// 10 to the decimals.
    power: u64,
}

impl Pleasant {
    /// Neither 0 nor 1, from 1/10 to `most`, of either sign.
    fn number(&mut self, most: f64) -> f64 {
        let least = self.power / 10;
        let range = ((most * self.power as f64) as u64).max(least + 1) - least + 1;
        let mut size = least + self.random.below(range as usize) as u64;
        if size == self.power {
            size -= 1;
        }
        let size = size as f64 / self.power as f64;
        if self.random.uniform() < 0.5 { -size } else { size }
    }
}

fn candidate(options: &ExerciseOptions, attempt: u64) -> NetworkSpec {
    let random = Random::new(options.seed, &[EXERCISE, attempt]);
    let mut pleasant = Pleasant { random, power: 10u64.pow(options.decimals as u32) };
    let depth = options.sizes.len() - 1;
    let mut layers = Vec::with_capacity(depth);
    for (index, pair) in options.sizes.windows(2).enumerate() {
        let &[n_in, n_out] = pair else { continue };
        let most = if n_in > 3 { 0.6 } else { 0.9 };
        layers.push(Layer {
            weights: Matrix::from_fn(n_out, n_in, |_, _| pleasant.number(most)),
            bias: (0..n_out).map(|_| pleasant.number(0.5)).collect(),
            activation: if index + 1 == depth { options.output() } else { options.activation },
            train_bias: true,
            dropout: 0.0,
            residual: false,
        });
    }
    let inputs = Matrix::from_fn(1, options.sizes[0], |_, _| pleasant.number(1.2));
    let targets = targets(options, &mut pleasant);
    NetworkSpec {
        layers,
        cost: options.cost,
        reduction: Reduction::Mean,
        optimizer: options.optimizer,
        inputs,
        targets,
        batch_size: 1,
        rounding: None,
        seed: 0,
        l1: 0.0,
        l2: 0.0,
    }
}

/// Classes where the outputs are probabilities, numbers of few decimals elsewhere.
fn targets(options: &ExerciseOptions, pleasant: &mut Pleasant) -> Matrix {
    let n_out = options.sizes.last().copied().unwrap_or(1);
    match options.output() {
        Activation::Softmax => {
            let hit = pleasant.random.below(n_out);
            Matrix::from_fn(1, n_out, |_, unit| f64::from(unit == hit))
        }
        Activation::Sigmoid => Matrix::from_fn(1, n_out, |_, _| f64::from(pleasant.random.uniform() < 0.5)),
        Activation::Tanh => Matrix::from_fn(1, n_out, |_, _| pleasant.number(0.9)),
        _ => Matrix::from_fn(1, n_out, |_, _| pleasant.number(0.9).abs()),
    }
}

/// 1 where nothing is wanting; less by what is.
fn score(spec: &NetworkSpec) -> f64 {
    let mut problem = problem::network(spec.clone());
    let Ok((rules, record)) = problem.worked(1) else { return 0.0 };
    let lively = record.results.iter().filter(|(quantity, value)| shows(spec, &record, *quantity, value)).count();
    let (shown, slips) = visible_slips(&problem, &rules, &record, DIGITS);
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    0.5 * share(lively, record.results.len()) + 0.5 * share(shown, slips)
}

/// Whether a result is no lesson lost: units work, and no entry is 0 in the digits asked for.
fn shows(spec: &NetworkSpec, record: &Record, quantity: Quantity, value: &Matrix) -> bool {
    if let Quantity::WeightedInput(layer) = quantity {
        let activation = spec.layers.get(layer - 1).map_or(Activation::Identity, |layer| layer.activation);
        return value.values().iter().all(|z| works(activation, *z));
    }
    // running sums of squares are small by nature
    let squares = matches!(quantity, Quantity::State(crate::quantity::Slot::S | crate::quantity::Slot::X, ..));
    let least = if squares { 0.0 } else { LEAST };
    debug_assert!(record.iteration == 1);
    value.values().iter().all(|entry| entry.is_finite() && entry.abs() >= least)
}

/// Whether a unit neither saturates nor is off, and is not so near 0 that it tells nothing.
fn works(activation: Activation, z: f64) -> bool {
    match activation {
        Activation::Sigmoid => (0.05..2.2).contains(&z.abs()),
        Activation::Tanh => (0.05..1.5).contains(&z.abs()),
        Activation::Relu => (0.05..5.0).contains(&z),
        _ => (0.05..5.0).contains(&z.abs()),
    }
}
