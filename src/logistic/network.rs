//! The same problem as a network of one sigmoid unit: its inputs are the features x, …, x^d, its bias is w₀.
use super::{Logistic, LogisticSpec};
use crate::activation::Activation;
use crate::cost::Cost;
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::spec::{Layer, NetworkSpec, Reduction};
use crate::words::text;

impl Logistic {
    /// The network that is trained as this model is, from this model's own first weights.
    ///
    /// # Errors
    /// With l2, which networks have not (path `l2`), and for degree 0, which leaves no input (path `degree`).
    pub fn network(&self) -> Result<NetworkSpec> {
        let LogisticSpec { x, labels, degree, weights, optimizer, l2, batch_size, seed, rounding, .. } = &self.spec;
        if *l2 > 0.0 {
            return Err(Error::expected("l2", text("expected.no_l2"), &l2.to_string()));
        }
        if *degree == 0 {
            return Err(Error::expected("degree", text("expected.some_degree"), "0"));
        }
        let mut features = vec![0.0; degree + 1];
        let mut inputs = Vec::with_capacity(x.len() * degree);
        for x in x {
            self.features.write(*x, &mut features, 1);
            inputs.extend_from_slice(&features[1..]);
        }
        let unit = Layer {
            weights: Matrix::new(1, *degree, weights[1..].to_vec())?,
            bias: vec![weights[0]],
            activation: Activation::Sigmoid,
            train_bias: true,
            dropout: 0.0,
            residual: false,
        };
        Ok(NetworkSpec {
            layers: vec![unit],
            cost: Cost::CrossEntropy,
            reduction: Reduction::Mean,
            optimizer: *optimizer,
            inputs: Matrix::new(x.len(), *degree, inputs)?,
            targets: Matrix::new(labels.len(), 1, labels.clone())?,
            batch_size: *batch_size,
            rounding: *rounding,
            seed: *seed,
            l1: 0.0,
            l2: 0.0,
        })
    }
}
