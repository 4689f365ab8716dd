//! What the lab trains: data, a seed and the shape of a network.
use crate::activation::Activation;
use crate::cost::Cost;
use crate::dataset::{Data, DataSpec};
use crate::error::Result;
use crate::initializer::{Initializer, build_layers};
use crate::input::Reader;
use crate::optimizer::Optimizer;
use crate::spec::{LARGEST_SEED, NetworkSpec, Reduction};
use serde::Serialize;

/// Hidden layers of one width and one activation, and how they are trained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Architecture {
    /// Hidden layers, 1 to 60.
    pub depth: usize,
    /// Units of each, 1 to 128.
    pub width: usize,
    /// Of the hidden layers; the output is a sigmoid, for digits a softmax.
    pub activation: Activation,
    /// Of all layers, the output's too.
    pub initializer: Initializer,
    /// Whether every hidden layer but the first adds its input to its output.
    pub residual: bool,
    /// Share of the outputs of each hidden layer that is dropped in training.
    pub dropout: f64,
    pub optimizer: Optimizer,
    /// 1 to the number of samples that are trained on.
    pub batch_size: usize,
    /// λ₁ of the penalty λ₁ Σ |w| on all weights
    #[serde(skip_serializing_if = "is_zero")]
    pub l1: f64,
    /// λ₂ of the penalty λ₂/2 Σ w² on all weights
    #[serde(skip_serializing_if = "is_zero")]
    pub l2: f64,
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// One network of the lab with its data; the seed is that of points, shuffles, weights, masks and slopes.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthSpec {
    pub data: DataSpec,
    pub seed: u64,
    pub network: Architecture,
}

const DEEPEST: u64 = 60;
const WIDEST: u64 = 128;

impl DepthSpec {
    /// # Errors
    /// Names the place of whatever is missing, surplus or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&["data", "seed", "network"])?;
        let spec = Self {
            data: DataSpec::read(&fields.required("data")?)?,
            seed: fields.or("seed", 0, |seed| seed.integer(0, LARGEST_SEED))?,
            network: Architecture::read(&fields.required("network")?)?,
        };
        spec.network.check_batch(spec.data.trained_on())?;
        Ok(spec)
    }
}

impl Architecture {
    /// # Errors
    /// Names the place of whatever is missing, surplus or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let known = [
            "depth",
            "width",
            "activation",
            "initializer",
            "residual",
            "dropout",
            "optimizer",
            "batch_size",
            "l1",
            "l2",
        ];
        let fields = reader.object(&known)?;
        let share = |p: &Reader| p.number_where("0 ≤ p < 1", |p| (0.0..1.0).contains(&p));
        let penalty = |weight: &Reader| weight.number_where("≥ 0", |weight| weight >= 0.0);
        let activation = fields.required("activation")?;
        let read = Activation::read(&activation)?;
        if read == Activation::Softmax {
            return Err(activation.expected(crate::words::text("expected.hidden_activation")));
        }
        Ok(Self {
            depth: fields.required("depth")?.integer(1, DEEPEST)? as usize,
            width: fields.required("width")?.integer(1, WIDEST)? as usize,
            activation: read,
            initializer: Initializer::read(&fields.required("initializer")?)?,
            residual: fields.or("residual", false, Reader::boolean)?,
            dropout: fields.or("dropout", 0.0, share)?,
            optimizer: Optimizer::read(&fields.required("optimizer")?)?,
            batch_size: fields.required("batch_size")?.integer(1, u64::from(u32::MAX))? as usize,
            l1: fields.or("l1", 0.0, penalty)?,
            l2: fields.or("l2", 0.0, penalty)?,
        })
    }

    fn check_batch(&self, samples: usize) -> Result<()> {
        if self.batch_size <= samples {
            return Ok(());
        }
        let expected = crate::words::fill("expected.integer", &[("least", "1"), ("most", &samples.to_string())]);
        Err(crate::Error::expected("network.batch_size", &expected, &self.batch_size.to_string()))
    }

    /// The network for some data, its weights drawn by `seed`, cross-entropy as cost.
    ///
    /// # Errors
    /// A batch of more samples than are trained on (path `network.batch_size`).
    pub fn network(&self, data: &Data, seed: u64) -> Result<NetworkSpec> {
        self.check_batch(data.training.inputs.rows())?;
        let classes = data.training.targets.columns();
        let output = if classes > 1 { Activation::Softmax } else { Activation::Sigmoid };
        let mut sizes = vec![data.training.inputs.columns()];
        sizes.extend(std::iter::repeat_n(self.width, self.depth));
        sizes.push(classes);
        let mut layers = build_layers(&sizes, self.activation, output, self.initializer, seed)?;
        for (index, layer) in layers.iter_mut().take(self.depth).enumerate() {
            layer.dropout = self.dropout;
            layer.residual = self.residual && index > 0;
        }
        Ok(NetworkSpec {
            layers,
            cost: Cost::CrossEntropy,
            reduction: Reduction::Mean,
            optimizer: self.optimizer,
            inputs: data.training.inputs.clone(),
            targets: data.training.targets.clone(),
            batch_size: self.batch_size,
            rounding: None,
            seed,
            l1: self.l1,
            l2: self.l2,
        })
    }
}
