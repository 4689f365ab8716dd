//! `Logistic` as `npm/gradstep.d.ts` has it.
use super::convert::{doubles, error, plain, value};
use super::network::{Answer, Stage, read_display};
use super::surface::read_style;
use crate::derivation::{Phase, Step};
use crate::error::{Error, Result as Checked};
use crate::input::Reader;
use crate::logistic::{Logistic as Inner, LogisticSpec, Points, Slice, separation};
use crate::network::read_count;
use crate::plot::field_map;
use js_sys::{Float64Array, Uint8ClampedArray};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Logistic {
    inner: Inner,
    next: Stage,
}

#[wasm_bindgen]
impl Logistic {
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &JsValue) -> Result<Logistic, JsValue> {
        let data = value(spec);
        let spec = LogisticSpec::read(&Reader::new(&data)).map_err(error)?;
        Ok(Self { inner: Inner::new(spec), next: Stage::Forward })
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
        let all = self.inner.steps(self.inner.iteration() + 1, display).map_err(error)?;
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

    /// `count` whole iterations; one that was begun in stages is finished first.
    pub fn iterate(&mut self, count: &JsValue) -> Result<(), JsValue> {
        let count = read_count(&Reader::at(&value(count), "count"), self.inner.iteration()).map_err(error)?;
        let begun = u64::from(self.next != Stage::Forward);
        self.inner.iterate(begun + count);
        self.next = Stage::Forward;
        Ok(())
    }

    pub fn trace(&self, iteration: &JsValue, display: &JsValue) -> Answer {
        let iteration = self.read_iteration(iteration)?;
        plain(&self.inner.steps(iteration, read_display(display)?).map_err(error)?)
    }

    /// The chain of one sample at the weights from before an iteration.
    #[wasm_bindgen(js_name = traceSample)]
    pub fn trace_sample(&self, iteration: &JsValue, sample: &JsValue, display: &JsValue) -> Answer {
        let iteration = self.read_iteration(iteration)?;
        let most = self.inner.spec().samples() as u64 - 1;
        let sample = Reader::at(&value(sample), "sample").integer(0, most).map_err(error)? as usize;
        plain(&self.inner.steps_of_sample(iteration, sample, read_display(display)?).map_err(error)?)
    }

    fn read_iteration(&self, iteration: &JsValue) -> Result<u64, JsValue> {
        let most = self.inner.iteration() + 1;
        Reader::at(&value(iteration), "iteration").integer(1, most).map_err(error)
    }

    /// The samples of an iteration's batch, as places in x.
    pub fn batch(&self, iteration: &JsValue) -> Answer {
        plain(&self.inner.batch(self.read_iteration(iteration)?).map_err(error)?)
    }

    pub fn costs(&self) -> Float64Array {
        Float64Array::from(self.inner.costs())
    }

    pub fn weights(&self) -> Answer {
        plain(&self.inner.weights())
    }

    #[wasm_bindgen(js_name = weightsBefore)]
    pub fn weights_before(&self, iteration: &JsValue) -> Answer {
        plain(&self.inner.weights_before(self.read_iteration(iteration)?).map_err(error)?)
    }

    /// Two of the weights along the way: x₀ y₀ x₁ y₁ …
    pub fn path(&self, axes: &JsValue) -> Result<Float64Array, JsValue> {
        let [first, second] = self.read_axes(axes)?;
        let path = self.inner.path();
        let pairs = path.iter().flat_map(|weights| [first, second].map(|axis| at(weights, axis)));
        Ok(Float64Array::from(pairs.collect::<Vec<_>>().as_slice()))
    }

    pub fn gradient(&self) -> Answer {
        plain(&self.inner.gradient())
    }

    /// J over all points, at any weights.
    pub fn cost(&self, weights: &JsValue) -> Result<f64, JsValue> {
        Ok(self.inner.cost(&self.read_weights(weights)?))
    }

    pub fn predict(&self, x: &JsValue) -> Answer {
        plain(&self.inner.predict(&read_points(x).map_err(error)?))
    }

    /// u and y at each x, for any weights.
    pub fn curve(&self, weights: &JsValue, x: &JsValue) -> Answer {
        #[derive(Serialize)]
        struct Curve {
            u: Vec<f64>,
            y: Vec<f64>,
        }
        let (u, y) = self.inner.curve(&self.read_weights(weights)?, &read_points(x).map_err(error)?);
        plain(&Curve { u, y })
    }

    pub fn optimum(&self) -> Answer {
        plain(&self.inner.optimum().map_err(error)?)
    }

    /// Newton's steps from any weights.
    pub fn newton(&self, weights: &JsValue, most: &JsValue) -> Answer {
        let most = Reader::at(&value(most), "most").integer(0, 1000).map_err(error)? as usize;
        plain(&self.inner.newton(&self.read_weights(weights)?, most).map_err(error)?)
    }

    /// How the classes lie along the line.
    pub fn separation(&self) -> Answer {
        let spec = self.inner.spec();
        plain(&separation(&spec.x, &spec.labels, spec.degree))
    }

    /// Hessian, eigenvalues and condition number at any weights.
    pub fn curvature(&self, weights: &JsValue) -> Answer {
        plain(&self.inner.curvature(&self.read_weights(weights)?))
    }

    /// The weights of the same curve on 1, x, x² …, or (`to_own`) from these to this model's features.
    pub fn rescaled(&self, weights: &JsValue, to_own: &JsValue) -> Answer {
        let to_own = Reader::at(&value(to_own), "toOwn").boolean().map_err(error)?;
        plain(&self.inner.rescaled(&self.read_weights(weights)?, to_own))
    }

    /// J over two of the weights, some rows of it.
    pub fn slice(&self, slice: &JsValue, first: &JsValue, end: &JsValue) -> Result<Float64Array, JsValue> {
        let slice = self.read_slice(slice)?;
        let rows = slice.rows as u64;
        let row = |from: &JsValue, name: &str| Reader::at(&value(from), name).integer(0, rows).map_err(error);
        let (first, end) = (row(first, "first")?, row(end, "end")?);
        Ok(Float64Array::from(self.inner.slice(&slice, first as usize, end as usize).as_slice()))
    }

    /// The whole slice as a heat map with contour lines: RGBA, the picture's first row on top.
    #[wasm_bindgen(js_name = sliceImage)]
    pub fn slice_image(&self, slice: &JsValue, style: &JsValue) -> Result<Uint8ClampedArray, JsValue> {
        let slice = self.read_slice(slice)?;
        let style = read_style(&Reader::at(&value(style), "style")).map_err(error)?;
        let heights = self.inner.slice(&slice, 0, slice.rows);
        Ok(Uint8ClampedArray::from(field_map(&heights, slice.columns, &style).as_slice()))
    }

    /// The same problem as a network of one unit.
    pub fn network(&self) -> Answer {
        plain(&self.inner.network().map_err(error)?)
    }

    /// The spec with its defaults filled in.
    pub fn spec(&self) -> Answer {
        plain(self.inner.spec())
    }

    fn read_slice(&self, slice: &JsValue) -> Result<Slice, JsValue> {
        Slice::read(&Reader::at(&value(slice), "slice"), &self.inner).map_err(error)
    }

    fn read_weights(&self, weights: &JsValue) -> Result<Vec<f64>, JsValue> {
        Reader::at(&value(weights), "weights").numbers_of(self.inner.weights().len()).map_err(error)
    }

    fn read_axes(&self, axes: &JsValue) -> Result<[usize; 2], JsValue> {
        let read = || -> Checked<[usize; 2]> {
            let data = value(axes);
            let reader = Reader::at(&data, "axes");
            let most = self.inner.weights().len() as u64 - 1;
            match reader.list()?.as_slice() {
                [first, second] => Ok([first.integer(0, most)? as usize, second.integer(0, most)? as usize]),
                _ => Err(reader.expected(&crate::words::fill("error.numbers", &[("count", "2")]))),
            }
        };
        read().map_err(error)
    }
}

fn at(weights: &[f64], axis: usize) -> f64 {
    weights.get(axis).copied().unwrap_or(f64::NAN)
}

fn read_points(x: &JsValue) -> Checked<Vec<f64>> {
    Reader::at(&value(x), "x").numbers()
}

/// Seeded points of a kind.
#[wasm_bindgen(js_name = generatePoints)]
pub fn generate(kind: &JsValue, count: &JsValue, seed: &JsValue) -> Answer {
    let (kind, count, seed) = (value(kind), value(count), value(seed));
    let at = |value, path: &str| Reader::at(value, path);
    plain(&Points::generate(&at(&kind, "kind"), &at(&count, "count"), &at(&seed, "seed")).map_err(error)?)
}

/// Heights, row by row from the bottom, as a heat map with contour lines: RGBA, the first row on top.
#[wasm_bindgen(js_name = heightsImage)]
pub fn heights_image(
    heights: &JsValue,
    columns: &JsValue,
    style: &JsValue,
) -> std::result::Result<Uint8ClampedArray, JsValue> {
    let painted = || -> Checked<Vec<u8>> {
        let columns = Reader::at(&value(columns), "columns").integer(1, super::surface::MOST_CELLS)? as usize;
        let style = read_style(&Reader::at(&value(style), "style"))?;
        // thousands of numbers are read at once where that is possible
        let heights = match doubles(heights) {
            Some(heights) => heights,
            None => Reader::at(&value(heights), "heights").numbers_of_any_kind()?,
        };
        Ok(field_map(&heights, columns, &style))
    };
    Ok(Uint8ClampedArray::from(painted().map_err(error)?.as_slice()))
}
