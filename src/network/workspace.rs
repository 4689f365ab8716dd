//! The arrays that a pass writes to, made once and used by every iteration.
use super::kernel::{stride, whole_lanes, whole_packs};
use super::layout::Layout;
use crate::activation::Activation;
use crate::matrix::Matrix;

/// One layer's arrays over units and samples; those that the layer has no use for are empty.
#[derive(Clone, Debug, Default)]
pub struct LayerArrays {
    pub z: Vec<f64>,
    /// f(z), where it is not `a` itself
    pub f: Vec<f64>,
    pub a: Vec<f64>,
    pub delta: Vec<f64>,
    /// 1 for a kept output, 0 for a dropped one
    pub mask: Vec<f64>,
    /// Random ReLU's slopes
    pub slope: Vec<f64>,
    /// dJ/da, where the layer below gets it through the skip
    pub carry: Vec<f64>,
}

/// Scratch for one batch. Nothing here outlives an iteration.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub samples: usize,
    pub stride: usize,
    /// Outputs of a sample
    pub outputs: usize,
    /// (n_0, N): the batch's inputs, a sample a column
    pub x: Vec<f64>,
    /// (n_L, N)
    pub y: Vec<f64>,
    pub layers: Vec<LayerArrays>,
    pub gradients: Vec<f64>,
    /// The costs of the outputs of each sample, before they are summed
    pub terms: Vec<f64>,
}

impl Workspace {
    /// Room for batches of up to `most` samples.
    pub fn new(layout: &Layout, most: usize) -> Self {
        let stride = stride(most);
        let arrays = |layer: &super::layout::LayerLayout| {
            let room = |needed: bool| vec![0.0; if needed { whole_packs(layer.n_out * stride) } else { 0 }];
            LayerArrays {
                z: room(true),
                f: room(!layer.is_plain()),
                a: room(true),
                delta: room(true),
                mask: room(layer.dropout > 0.0),
                slope: room(matches!(layer.activation, Activation::Rrelu { .. })),
                carry: room(layer.residual),
            }
        };
        let n_in = layout.layers.first().map_or(0, |layer| layer.n_in);
        let n_out = layout.layers.last().map_or(0, |layer| layer.n_out);
        Self {
            samples: most,
            stride,
            outputs: n_out,
            x: vec![0.0; n_in * stride],
            y: vec![0.0; whole_packs(n_out * stride)],
            layers: layout.layers.iter().map(arrays).collect(),
            gradients: vec![0.0; whole_lanes(layout.parameters)],
            terms: vec![0.0; whole_packs(n_out * stride)],
        }
    }

    /// Lays the chosen samples (rows of `inputs` and `targets`) out as columns.
    pub fn load(&mut self, inputs: &Matrix, targets: &Matrix, chosen: impl ExactSizeIterator<Item = usize> + Clone) {
        self.samples = chosen.len();
        self.stride = stride(self.samples);
        lay_out(inputs, chosen.clone(), &mut self.x, self.stride);
        lay_out(targets, chosen, &mut self.y, self.stride);
    }
}

fn lay_out(rows: &Matrix, chosen: impl Iterator<Item = usize>, out: &mut [f64], stride: usize) {
    let mut used = 0;
    for (sample, row) in chosen.enumerate() {
        for (unit, value) in rows.row(row).iter().enumerate() {
            out[unit * stride + sample] = *value;
        }
        used = sample + 1;
    }
    // the places beyond the last sample repeat it
    for row in out.chunks_exact_mut(stride).take(rows.columns()) {
        let last = row[used - 1];
        row[used..].fill(last);
    }
}
