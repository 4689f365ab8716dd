//! Where each layer's numbers stand in the flat arrays.
use super::kernel::whole_lanes;
use crate::activation::Activation;
use crate::quantity::{Kind, Quantity};
use crate::spec::NetworkSpec;
use std::ops::Range;

/// What a pass must know of one layer.
#[derive(Clone, Debug)]
pub struct LayerLayout {
    pub n_in: usize,
    pub n_out: usize,
    /// (n_out, n_in), in the flat parameters
    pub weights: Range<usize>,
    pub bias: Range<usize>,
    pub activation: Activation,
    pub train_bias: bool,
    pub dropout: f64,
    pub residual: bool,
}

impl LayerLayout {
    /// Whether `a` is `f(z)` and nothing more.
    pub fn is_plain(&self) -> bool {
        self.dropout == 0.0 && !self.residual
    }

    /// Whether a pass in training draws for it.
    pub fn draws(&self) -> bool {
        self.dropout > 0.0 || matches!(self.activation, Activation::Rrelu { .. })
    }

    pub fn range(&self, kind: Kind) -> Range<usize> {
        match kind {
            Kind::Weights => self.weights.clone(),
            Kind::Bias => self.bias.clone(),
        }
    }

    /// (rows, columns) of a parameter.
    pub fn shape(&self, kind: Kind) -> (usize, usize) {
        match kind {
            Kind::Weights => (self.n_out, self.n_in),
            Kind::Bias => (self.n_out, 1),
        }
    }
}

/// All layers, from the first after the inputs to the output.
#[derive(Clone, Debug)]
pub struct Layout {
    pub layers: Vec<LayerLayout>,
    /// How many parameters there are.
    pub parameters: usize,
    /// The trained parameters, as few ranges as may be. The last may reach into the place that fills the arrays up
    /// to whole lanes.
    pub trained: Vec<Range<usize>>,
}

impl Layout {
    pub fn new(spec: &NetworkSpec) -> Self {
        let mut layers = Vec::with_capacity(spec.depth());
        let mut trained: Vec<Range<usize>> = Vec::new();
        let mut end = 0;
        for layer in &spec.layers {
            let weights = end..end + layer.weights.values().len();
            let bias = weights.end..weights.end + layer.bias.len();
            end = bias.end;
            let range = weights.start..if layer.train_bias { bias.end } else { weights.end };
            match trained.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => trained.push(range),
            }
            layers.push(LayerLayout {
                n_in: layer.n_in(),
                n_out: layer.n_out(),
                weights,
                bias,
                activation: layer.activation,
                train_bias: layer.train_bias,
                dropout: layer.dropout,
                residual: layer.residual,
            });
        }
        if let Some(last) = trained.last_mut().filter(|last| last.end == end) {
            last.end = whole_lanes(end);
        }
        Self { layers, parameters: end, trained }
    }

    /// Each parameter matrix with its quantity, from layer 1 up, W before b.
    pub fn matrices(&self) -> impl Iterator<Item = (Kind, usize, &LayerLayout)> {
        let both = [Kind::Weights, Kind::Bias];
        self.layers.iter().enumerate().flat_map(move |(index, layer)| both.map(|kind| (kind, index + 1, layer)))
    }

    /// The place of one parameter among the flat ones.
    pub fn place(&self, quantity: Quantity, row: usize, column: usize) -> Option<usize> {
        let Quantity::Parameter(kind, number) = quantity else { return None };
        let layer = self.layers.get(number.checked_sub(1)?)?;
        let (rows, columns) = layer.shape(kind);
        (row < rows && column < columns).then(|| layer.range(kind).start + row * columns + column)
    }
}
