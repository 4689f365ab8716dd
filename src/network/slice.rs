//! The cost of a network over two of its parameters, the others held.
use super::backward::backward;
use super::costs;
use super::forward::{Mode, forward};
use super::layout::Layout;
use super::observer::Observer;
use super::penalty;
use super::workspace::Workspace;
use super::{Network, Place};
use crate::activation::Activation;
use crate::error::Result;
use crate::spec::NetworkSpec;
use std::cell::RefCell;

/// All samples, in evaluation mode: dropout keeps everything, Random ReLU takes its mean slope. Nothing is rounded by
/// hand: a rounded cost has no gradient.
#[derive(Debug)]
pub struct Slice {
    spec: NetworkSpec,
    layout: Layout,
    places: [usize; 2],
    /// Where the two parameters stand in the spec.
    pub start: [f64; 2],
    scratch: RefCell<(Workspace, Vec<f64>)>,
}

impl Network {
    /// Trains for `count` more iterations. Gives the two parameters before them and after each: x₀ y₀ x₁ y₁ …
    ///
    /// # Errors
    /// A parameter that the network has not (path `axes[1].row`): nothing is done then.
    pub fn follow(&mut self, axes: [&Place; 2], count: u64) -> Result<Vec<f64>> {
        let places = self.places_of(axes, "axes")?;
        let mut path = Vec::with_capacity(2 * (count as usize + 1));
        path.extend(places.map(|place| self.state.values[place]));
        for _ in 0..count {
            self.iterate(1);
            path.extend(places.map(|place| self.state.values[place]));
        }
        Ok(path)
    }
}

impl Slice {
    /// # Errors
    /// A parameter that the network has not; `path` is that of the list of the two.
    pub fn new(spec: NetworkSpec, axes: [&Place; 2], path: &str) -> Result<Self> {
        let network = Network::new(spec);
        let places = network.places_of(axes, path)?;
        let Network { spec, layout, state, .. } = network;
        let mut work = Workspace::new(&layout, spec.samples());
        work.load(&spec.inputs, &spec.targets, 0..spec.samples());
        let start = places.map(|place| state.values[place]);
        Ok(Self { spec, layout, places, start, scratch: RefCell::new((work, state.values)) })
    }

    /// J where the two parameters have these values.
    pub fn cost(&self, at: [f64; 2]) -> f64 {
        let (work, parameters) = &mut *self.scratch.borrow_mut();
        for (place, value) in self.places.iter().zip(at) {
            parameters[*place] = value;
        }
        forward(&self.layout, parameters, work, Mode::Evaluation, &mut Observer::default());
        let output = self.layout.layers.last().map_or(Activation::Identity, |layer| layer.activation);
        costs::cost(self.spec.cost, output, self.spec.reduction, work)
            + penalty::cost(&self.spec, &self.layout, parameters)
    }

    /// J and its exact gradient by the two parameters.
    pub fn cost_and_gradient(&self, at: [f64; 2]) -> (f64, [f64; 2]) {
        let cost = self.cost(at);
        let (work, parameters) = &mut *self.scratch.borrow_mut();
        backward(&self.spec, &self.layout, parameters, work, Mode::Evaluation, &mut Observer::default());
        (cost, self.places.map(|place| work.gradients[place]))
    }
}
