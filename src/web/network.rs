//! `Network` and its relatives as `npm/gradstep.d.ts` has them.
use super::convert::{error, plain, value};
use crate::derivation::{Display, Phase, Step, steps, symbol};
use crate::error::Error;
use crate::initializer::{Initializer, build_layers, read_sizes};
use crate::input::{Reader, Value};
use crate::network::{Place, read_count};
use crate::quantity::Quantity;
use crate::spec::{LARGEST_SEED, NetworkSpec, check_room, check_targets};
use crate::words::{fill, text};
use crate::{Activation, Matrix};
use js_sys::Float64Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

pub(super) type Answer = Result<JsValue, JsValue>;

/// How far a begun iteration is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Forward,
    Backward,
    Update,
}

impl Stage {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Update => "update",
        }
    }
}

#[wasm_bindgen]
pub struct Network {
    inner: crate::Network,
    next: Stage,
}

#[wasm_bindgen]
impl Network {
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &JsValue) -> Result<Network, JsValue> {
        let data = value(spec);
        let spec = NetworkSpec::read(&Reader::new(&data)).map_err(error)?;
        Ok(Self { inner: crate::Network::new(spec), next: Stage::Forward })
    }

    #[wasm_bindgen(getter)]
    pub fn iteration(&self) -> f64 {
        self.inner.iteration() as f64
    }

    pub fn forward(&mut self, display: &JsValue) -> Answer {
        self.stage(Stage::Forward, display)
    }

    pub fn backward(&mut self, display: &JsValue) -> Answer {
        self.stage(Stage::Backward, display)
    }

    pub fn update(&mut self, display: &JsValue) -> Answer {
        self.stage(Stage::Update, display)
    }

    /// The steps of one stage of the iteration that is under way; the update ends it.
    fn stage(&mut self, stage: Stage, display: &JsValue) -> Answer {
        if stage != self.next {
            let values = [("asked", stage.name()), ("next", self.next.name())];
            return Err(error(Error::sentence("", "error.out_of_turn", &values)));
        }
        let display = read_display(display)?;
        let all = self.steps(self.inner.iteration() + 1, display)?;
        let of_stage = |step: &&Step| match stage {
            Stage::Forward => matches!(step.phase, Phase::Forward | Phase::Cost),
            Stage::Backward => step.phase == Phase::Backward,
            Stage::Update => step.phase == Phase::Update,
        };
        let answer = plain(&all.iter().filter(of_stage).collect::<Vec<_>>())?;
        self.next = match stage {
            Stage::Forward => Stage::Backward,
            Stage::Backward => Stage::Update,
            Stage::Update => {
                self.inner.iterate(1);
                Stage::Forward
            }
        };
        Ok(answer)
    }

    fn steps(&self, iteration: u64, display: Display) -> Result<Vec<Step>, JsValue> {
        let record = self.inner.record(iteration).map_err(error)?;
        Ok(steps(self.inner.spec(), &record, display))
    }

    /// `count` whole iterations; one that was begun in stages is finished first.
    pub fn iterate(&mut self, count: &JsValue) -> Result<(), JsValue> {
        let count = self.read_count(count)?;
        let begun = u64::from(self.next != Stage::Forward);
        self.inner.iterate(begun + count);
        self.next = Stage::Forward;
        Ok(())
    }

    /// Whole iterations, as `iterate`; the two parameters before them and after each.
    pub fn follow(&mut self, axes: &JsValue, count: &JsValue) -> Result<js_sys::Float64Array, JsValue> {
        const MOST: u64 = 1_000_000;
        Reader::at(&value(count), "count").integer(0, MOST).map_err(error)?;
        let count = self.read_count(count)?;
        let [first, second] = Place::read_pair(&Reader::at(&value(axes), "axes")).map_err(error)?;
        // a parameter that is not there is refused before a begun iteration is finished
        self.inner.follow([&first, &second], 0).map_err(error)?;
        self.inner.iterate(u64::from(self.next != Stage::Forward));
        self.next = Stage::Forward;
        let path = self.inner.follow([&first, &second], count).map_err(error)?;
        Ok(js_sys::Float64Array::from(path.as_slice()))
    }

    fn read_count(&self, count: &JsValue) -> Result<u64, JsValue> {
        read_count(&Reader::at(&value(count), "count"), self.inner.iteration()).map_err(error)
    }

    pub fn trace(&self, iteration: &JsValue, display: &JsValue) -> Answer {
        let most = self.inner.iteration() + 1;
        let iteration = Reader::at(&value(iteration), "iteration").integer(1, most).map_err(error)?;
        plain(&self.steps(iteration, read_display(display)?)?)
    }

    /// The samples of an iteration's batch, as rows of the inputs.
    pub fn batch(&self, iteration: &JsValue) -> Answer {
        let most = self.inner.iteration() + 1;
        let iteration = Reader::at(&value(iteration), "iteration").integer(1, most).map_err(error)?;
        plain(&self.inner.batch(iteration).map_err(error)?)
    }

    pub fn costs(&self) -> Float64Array {
        Float64Array::from(self.inner.costs())
    }

    #[wasm_bindgen(js_name = otherCosts)]
    pub fn other_costs(&self) -> Float64Array {
        Float64Array::from(self.inner.other_costs().as_slice())
    }

    pub fn parameters(&self) -> Answer {
        #[derive(Serialize)]
        struct Pair {
            weights: Matrix,
            bias: Vec<f64>,
        }
        let pairs = self.inner.parameters().into_iter().map(|(weights, bias)| Pair { weights, bias });
        plain(&pairs.collect::<Vec<_>>())
    }

    /// The spec with its defaults filled in.
    pub fn spec(&self) -> Answer {
        plain(self.inner.spec())
    }

    pub fn predict(&self, inputs: &JsValue) -> Answer {
        plain(&self.inner.predict(&self.read_inputs(inputs)?))
    }

    pub fn evaluate(&self, inputs: &JsValue, targets: &JsValue) -> Answer {
        let inputs = self.read_inputs(inputs)?;
        let wanted = self.read_rows(targets, "targets", self.inner.spec().targets.columns())?;
        if wanted.rows() != inputs.rows() {
            let expected = fill("expected.samples", &[("count", &inputs.rows().to_string())]);
            return Err(error(Reader::at(&value(targets), "targets").expected(&expected)));
        }
        let spec = self.inner.spec();
        let output = spec.layers.last().map_or(Activation::Identity, |layer| layer.activation);
        check_targets(spec.cost, output, &wanted, "targets").map_err(error)?;
        plain(&self.inner.evaluate(&inputs, &wanted))
    }

    fn read_inputs(&self, inputs: &JsValue) -> Result<Matrix, JsValue> {
        let spec = self.inner.spec();
        let rows = self.read_rows(inputs, "inputs", spec.inputs.columns())?;
        check_room(spec.outputs_of_sample(), rows.rows(), &Reader::at(&Value::Absent, "inputs")).map_err(error)?;
        Ok(rows)
    }

    fn read_rows(&self, rows: &JsValue, path: &str, columns: usize) -> Result<Matrix, JsValue> {
        Reader::at(&value(rows), path).matrix(Some(columns)).map_err(error)
    }

    #[wasm_bindgen(js_name = layerStats)]
    pub fn layer_stats(&self) -> Answer {
        plain(&self.inner.layer_stats())
    }

    /// The symbol of any quantity of this network, for tables and links.
    pub fn symbol(&self, id: &JsValue, display: &JsValue) -> Answer {
        let data = value(id);
        let reader = Reader::at(&data, "id");
        let quantity = Quantity::parse(&reader.text().map_err(error)?);
        let quantity = quantity.ok_or_else(|| error(reader.expected(text("expected.id"))))?;
        plain(&symbol(self.inner.spec(), quantity, read_display(display)?))
    }

    /// The first iteration and step id with a number that is not finite, or null.
    pub fn divergence(&self) -> Answer {
        #[derive(Serialize)]
        struct Divergence {
            iteration: f64,
            id: String,
        }
        let found = self.inner.divergence();
        plain(&found.map(|(iteration, id)| Divergence { iteration: iteration as f64, id: id.to_string() }))
    }

    #[wasm_bindgen(js_name = checkGradient)]
    pub fn check_gradient(&self, iteration: &JsValue, at: &JsValue) -> Answer {
        let most = self.inner.iteration() + 1;
        let iteration = Reader::at(&value(iteration), "iteration").integer(1, most).map_err(error)?;
        let at = Place::read(&Reader::at(&value(at), "at")).map_err(error)?;
        plain(&self.inner.check_gradient(iteration, &at).map_err(error)?)
    }
}

/// The gradient at a problem's first iteration beside a central difference.
#[wasm_bindgen(js_name = checkGradient)]
pub fn check_gradient(spec: &JsValue, at: &JsValue) -> Answer {
    Network::new(spec)?.check_gradient(&JsValue::from_f64(1.0), at)
}

#[wasm_bindgen(js_name = buildLayers)]
pub fn build(sizes: &JsValue, activation: &JsValue, output: &JsValue, init: &JsValue, seed: &JsValue) -> Answer {
    let read = || {
        let sizes = read_sizes(&Reader::at(&value(sizes), "sizes"))?;
        let activation = Activation::read(&Reader::at(&value(activation), "activation"))?;
        let output = Activation::read(&Reader::at(&value(output), "output"))?;
        let initializer = Initializer::read(&Reader::at(&value(init), "init"))?;
        let seed = Reader::at(&value(seed), "seed").integer(0, LARGEST_SEED)?;
        build_layers(&sizes, activation, output, initializer, seed)
    };
    plain(&read().map_err(error)?)
}

#[wasm_bindgen]
pub fn presets() -> Answer {
    plain(&crate::preset::presets())
}

/// The names of the network lab's presets.
#[wasm_bindgen(js_name = networkNames)]
pub fn network_names() -> Answer {
    plain(&crate::preset::network_names())
}

/// The problem of one of them.
#[wasm_bindgen(js_name = networkSpec)]
pub fn network_spec(id: &JsValue) -> Answer {
    let data = value(id);
    let reader = Reader::at(&data, "id");
    let spec = crate::preset::spec(&reader.text().map_err(error)?);
    let known = crate::preset::network_names().map(|name| name.id);
    plain(&spec.ok_or_else(|| error(reader.not_one_of(&known)))?)
}

#[wasm_bindgen(js_name = setLanguage)]
pub fn set_language(tag: &JsValue) -> Result<(), JsValue> {
    let tag = Reader::at(&value(tag), "tag").text().map_err(error)?;
    crate::words::set_language(&tag).map_err(|known| {
        let expected = fill("expected.one_of", &[("names", &known.join(", "))]);
        let found = fill("found.text", &[("text", &tag)]);
        error(Error::expected("tag", &expected, &found))
    })
}

pub(super) fn read_display(display: &JsValue) -> Result<Display, JsValue> {
    let data = value(display);
    if data == Value::Absent {
        return Ok(Display::default());
    }
    Display::read(&Reader::at(&data, "display")).map_err(error)
}
