//! The problem as plain data: what `npm/gradstep.d.ts` calls `NetworkSpec`, checked once when it is read.
use crate::activation::Activation;
use crate::cost::Cost;
use crate::error::{Error, Result};
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::num::rounding::Rounding;
use crate::optimizer::Optimizer;
use crate::words::{fill, text};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// One layer: `a = f(W a_prev + b)`, with what may happen to `f`'s output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// (n_out, n_in)
    pub weights: Matrix,
    /// n_out numbers
    pub bias: Vec<f64>,
    pub activation: Activation,
    /// `false` keeps the bias as it is.
    pub train_bias: bool,
    /// Share of the outputs zeroed in training, in [0, 1); the rest is scaled by 1/(1−p).
    pub dropout: f64,
    /// Adds the layer's input to its output; needs n_out = n_in.
    pub residual: bool,
}

impl Layer {
    pub fn n_in(&self) -> usize {
        self.weights.columns()
    }

    pub fn n_out(&self) -> usize {
        self.weights.rows()
    }
}

/// How the costs of a batch's samples become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reduction {
    Mean,
    Sum,
}

/// A network, its data and how it is trained. Whoever holds one knows that the shapes agree.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSpec {
    pub layers: Vec<Layer>,
    pub cost: Cost,
    pub reduction: Reduction,
    pub optimizer: Optimizer,
    /// (N, n_in): one sample a row
    pub inputs: Matrix,
    /// (N, n_out)
    pub targets: Matrix,
    /// 1 to N
    pub batch_size: usize,
    pub rounding: Option<Rounding>,
    pub seed: u64,
    /// λ₁ of a penalty λ₁ Σ |w| on all weights; ≥ 0
    pub l1: f64,
    /// λ₂ of a penalty λ₂/2 Σ w² on all weights; ≥ 0
    pub l2: f64,
}

impl Serialize for NetworkSpec {
    /// With every default filled in but a batch of all samples: whoever adds samples to it means all of them still.
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        // a field that is added has to be written, too
        let Self { layers, cost, reduction, optimizer, inputs, targets, batch_size, rounding, seed, l1, l2 } = self;
        let mut out = to.serialize_struct("NetworkSpec", 11)?;
        out.serialize_field("layers", layers)?;
        out.serialize_field("cost", cost)?;
        out.serialize_field("reduction", reduction)?;
        out.serialize_field("optimizer", optimizer)?;
        out.serialize_field("inputs", inputs)?;
        out.serialize_field("targets", targets)?;
        if *batch_size < self.samples() {
            out.serialize_field("batch_size", batch_size)?;
        }
        if let Some(rounding) = rounding {
            out.serialize_field("rounding", rounding)?;
        }
        out.serialize_field("seed", seed)?;
        for (name, penalty) in [("l1", l1), ("l2", l2)] {
            if *penalty != 0.0 {
                out.serialize_field(name, penalty)?;
            }
        }
        out.end()
    }
}

/// The largest seed: every whole number up to it is a double.
pub const LARGEST_SEED: u64 = (1 << 53) - 1;

impl NetworkSpec {
    /// # Errors
    /// Names the place of whatever is missing, surplus, of the wrong shape or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&[
            "layers",
            "cost",
            "reduction",
            "optimizer",
            "inputs",
            "targets",
            "batch_size",
            "rounding",
            "seed",
            "l1",
            "l2",
        ])?;
        let penalty = |weight: &Reader| weight.number_where("≥ 0", |weight| weight >= 0.0);
        let inputs = fields.required("inputs")?.matrix(None)?;
        let layers = read_layers(&fields.required("layers")?, inputs.columns())?;
        let cost = Cost::read(&fields.required("cost")?)?;
        let n_out = layers.last().map_or(0, Layer::n_out);
        let targets_reader = fields.required("targets")?;
        let targets = targets_reader.matrix(Some(n_out))?;
        if targets.rows() != inputs.rows() {
            return Err(targets_reader.expected(&fill("expected.samples", &[("count", &inputs.rows().to_string())])));
        }
        let samples = inputs.rows() as u64;
        let spec = Self {
            cost,
            reduction: fields.or("reduction", Reduction::Mean, read_reduction)?,
            optimizer: Optimizer::read(&fields.required("optimizer")?)?,
            batch_size: fields.or("batch_size", samples, |size| size.integer(1, samples))? as usize,
            rounding: fields.optional("rounding").map(|reader| read_rounding(&reader)).transpose()?,
            seed: fields.or("seed", 0, read_seed)?,
            l1: fields.or("l1", 0.0, penalty)?,
            l2: fields.or("l2", 0.0, penalty)?,
            layers,
            inputs,
            targets,
        };
        spec.check_cost(reader.path())?;
        check_room(spec.outputs_of_sample(), spec.batch_size, &fields.required("inputs")?)?;
        Ok(spec)
    }

    /// The outputs of all layers for one sample.
    pub fn outputs_of_sample(&self) -> usize {
        self.layers.iter().map(Layer::n_out).sum()
    }

    /// Layers, counted from 1: the last is the output.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// Whether large weights cost something.
    pub fn penalizes(&self) -> bool {
        self.l1 != 0.0 || self.l2 != 0.0
    }

    pub fn samples(&self) -> usize {
        self.inputs.rows()
    }

    /// Whether the cost that is not trained on is defined too, so that it can stand beside the other.
    pub fn other_cost(&self) -> Option<Cost> {
        let output = self.layers.last()?;
        match self.cost {
            Cost::CrossEntropy => Some(Cost::Lse { factor: 0.5 }),
            Cost::Lse { .. } => {
                let probabilities =
                    output.activation == Activation::Sigmoid && !output.residual && output.dropout == 0.0;
                let shares = self.targets.values().iter().all(|target| (0.0..=1.0).contains(target));
                (probabilities && shares).then_some(Cost::CrossEntropy)
            }
        }
    }

    fn check_cost(&self, path: &str) -> Result<()> {
        let place = |name: String| if path.is_empty() { name } else { format!("{path}.{name}") };
        let last = self.depth() - 1;
        let output = &self.layers[last];
        let of_output = |field: &str| place(format!("layers[{last}].{field}"));
        if self.cost != Cost::CrossEntropy {
            let softmax = output.activation == Activation::Softmax;
            let message = || Error::expected(place("cost".into()), text("expected.cost_of_softmax"), self.cost.kind());
            return if softmax { Err(message()) } else { Ok(()) };
        }
        if !matches!(output.activation, Activation::Sigmoid | Activation::Softmax) {
            let expected = text("expected.output_for_cross_entropy");
            return Err(Error::expected(of_output("activation"), expected, output.activation.kind()));
        }
        if output.residual {
            return Err(Error::expected(of_output("residual"), text("expected.output_probability"), "true"));
        }
        if output.dropout != 0.0 {
            let found = output.dropout.to_string();
            return Err(Error::expected(of_output("dropout"), text("expected.output_probability"), &found));
        }
        check_targets(self.cost, output.activation, &self.targets, &place("targets".into()))
    }
}

/// What `cost` asks of targets at `path`: shares, and of softmax that a sample's sum to 1.
pub(crate) fn check_targets(cost: Cost, output: Activation, targets: &Matrix, path: &str) -> Result<()> {
    if cost != Cost::CrossEntropy {
        return Ok(());
    }
    for sample in 0..targets.rows() {
        let row = targets.row(sample);
        if let Some(unit) = row.iter().position(|target| !(0.0..=1.0).contains(target)) {
            let found = row[unit].to_string();
            return Err(Error::expected(format!("{path}[{sample}][{unit}]"), text("expected.share"), &found));
        }
        let sum: f64 = row.iter().sum();
        if output == Activation::Softmax && (sum - 1.0).abs() > 1e-9 {
            let found = fill("found.sum", &[("sum", &sum.to_string())]);
            return Err(Error::expected(format!("{path}[{sample}]"), text("expected.distribution"), &found));
        }
    }
    Ok(())
}

/// A pass keeps up to seven numbers of each output: more would fill the module's memory.
const MOST_OUTPUTS: usize = 20_000_000;

/// # Errors
/// Where a pass over `samples` of `inputs` would need more memory than there is.
pub(crate) fn check_room(outputs_of_sample: usize, samples: usize, inputs: &Reader) -> Result<()> {
    let outputs = outputs_of_sample.saturating_mul(samples);
    if outputs <= MOST_OUTPUTS {
        return Ok(());
    }
    let expected = fill("expected.outputs", &[("most", &MOST_OUTPUTS.to_string())]);
    Err(Error::expected(inputs.path(), &expected, &outputs.to_string()))
}

/// Deeper than any lab goes; a derivation's skip chains grow with the square of it.
const MOST_LAYERS: usize = 128;

fn read_layers(reader: &Reader, inputs: usize) -> Result<Vec<Layer>> {
    let readers = reader.list()?;
    if readers.is_empty() || readers.len() > MOST_LAYERS {
        return Err(reader.expected(&fill("expected.layers", &[("most", &MOST_LAYERS.to_string())])));
    }
    let mut layers: Vec<Layer> = Vec::with_capacity(readers.len());
    for (index, layer) in readers.iter().enumerate() {
        let n_in = layers.last().map_or(inputs, Layer::n_out);
        layers.push(read_layer(layer, n_in, index + 1 == readers.len())?);
    }
    Ok(layers)
}

fn read_layer(reader: &Reader, n_in: usize, is_output: bool) -> Result<Layer> {
    let fields = reader.object(&["weights", "bias", "activation", "train_bias", "dropout", "residual"])?;
    let weights = fields.required("weights")?.matrix(Some(n_in))?;
    let activation_reader = fields.required("activation")?;
    let activation = Activation::read(&activation_reader)?;
    if activation == Activation::Softmax && !is_output {
        return Err(Error::expected(activation_reader.path(), text("expected.hidden_activation"), activation.kind()));
    }
    let layer = Layer {
        bias: fields.required("bias")?.numbers_of(weights.rows())?,
        activation,
        train_bias: fields.or("train_bias", true, Reader::boolean)?,
        dropout: fields.or("dropout", 0.0, |p| p.number_where("0 ≤ p < 1", |p| (0.0..1.0).contains(&p)))?,
        residual: fields.or("residual", false, Reader::boolean)?,
        weights,
    };
    if layer.residual && layer.n_out() != layer.n_in() {
        let expected = fill("expected.residual", &[("inputs", &n_in.to_string())]);
        let found = fill("found.units", &[("units", &layer.n_out().to_string())]);
        return Err(Error::expected(format!("{}.residual", reader.path()), &expected, &found));
    }
    Ok(layer)
}

fn read_reduction(reader: &Reader) -> Result<Reduction> {
    Ok(if reader.one_of(&["mean", "sum"])? == "sum" { Reduction::Sum } else { Reduction::Mean })
}

/// A function with a name, which all who read a seed share: closures that are the same to the last byte become one under
/// the name of any of them, and by names the page's module is parted in two.
pub(crate) fn read_seed(reader: &Reader) -> Result<u64> {
    reader.integer(0, LARGEST_SEED)
}

pub(crate) fn read_rounding(reader: &Reader) -> Result<Rounding> {
    use crate::num::rounding::Mode;
    let fields = reader.object(&["digits", "mode"])?;
    let digits = fields.required("digits")?.integer(0, 15)? as u32;
    let mode = match fields.required("mode")?.one_of(&["half_even", "half_away", "truncate"])? {
        "half_even" => Mode::HalfEven,
        "half_away" => Mode::HalfAway,
        _ => Mode::Truncate,
    };
    Ok(Rounding { digits, mode })
}
