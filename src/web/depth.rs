//! The depth lab: a network in training, and gradients at the start over many seeds.
use super::convert::{error, plain, value};
use super::network::{Answer, read_display};
use crate::dataset::{Digits, points_of_csv_by};
use crate::depth::{self, DepthSpec};
use crate::error::Error;
use crate::input::Reader;
use crate::spec::LARGEST_SEED;
use js_sys::{Float32Array, Float64Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Cells in a row of a map, layers, samples: no call may ask for more.
const MOST: u64 = 4096;
const MOST_ITERATIONS: u64 = 1 << 32;

#[wasm_bindgen]
pub struct Training {
    inner: depth::Training,
}

#[wasm_bindgen]
impl Training {
    /// `digits`: the bytes of their file, where the data are digits.
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &JsValue, digits: &JsValue) -> Result<Training, JsValue> {
        let (spec, digits) = read(spec, digits).map_err(error)?;
        Ok(Self { inner: depth::Training::new(spec, digits.as_ref()).map_err(error)? })
    }

    pub fn advance(&mut self, iterations: &JsValue) -> Result<(), JsValue> {
        self.inner.advance(whole(iterations, "iterations", 0, MOST_ITERATIONS)?);
        Ok(())
    }

    #[wasm_bindgen(getter)]
    pub fn iteration(&self) -> f64 {
        self.inner.iteration() as f64
    }

    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> f64 {
        self.inner.epoch() as f64
    }

    /// Iterations of an epoch.
    #[wasm_bindgen(getter)]
    pub fn batches(&self) -> f64 {
        self.inner.batches() as f64
    }

    /// The statistics of each layer, a row a layer, in the order of `depthColumns()`.
    pub fn layers(&self) -> Float64Array {
        Float64Array::from(self.inner.layers().table().as_slice())
    }

    /// The histogram of each layer's outputs: low, high, then the counts, a row a layer.
    pub fn histograms(&self, cells: &JsValue) -> Result<Float64Array, JsValue> {
        let cells = whole(cells, "cells", 1, MOST)? as usize;
        let layers = self.inner.layers();
        let row = |layer| {
            let depth::Histogram { low, high, counts } = layers.histogram(layer, cells);
            [low, high].into_iter().chain(counts.into_iter().map(f64::from))
        };
        let rows: Vec<f64> = (1..=self.inner.network().spec().depth()).flat_map(row).collect();
        Ok(Float64Array::from(rows.as_slice()))
    }

    /// Points of the learning curve: epoch, cost, accuracy, held-out cost, held-out accuracy.
    pub fn curve(&self) -> Float64Array {
        let point = |point: &depth::CurvePoint| {
            [point.epoch as f64, point.cost, point.accuracy, point.held_out_cost, point.held_out_accuracy]
        };
        let points: Vec<f64> = self.inner.curve().iter().flat_map(point).collect();
        Float64Array::from(points.as_slice())
    }

    /// The outputs of every unit of a layer over the plane, unit by unit, rows from the lowest y.
    pub fn map(&self, layer: &JsValue, columns: &JsValue, rows: &JsValue) -> Result<Float32Array, JsValue> {
        let layer = whole(layer, "layer", 1, MOST)? as usize;
        let (columns, rows) = (whole(columns, "columns", 1, 512)?, whole(rows, "rows", 1, 512)?);
        let map = self.inner.map(layer, columns as usize, rows as usize);
        let single: Vec<f32> = map.values().iter().map(|value| *value as f32).collect();
        Ok(Float32Array::from(single.as_slice()))
    }

    /// The samples in the plane: x, y, class, and 1 where it is held out.
    pub fn points(&self) -> Float64Array {
        let data = self.inner.data();
        let parts = [(Some(&data.training), 0.0), (data.held_out.as_ref(), 1.0)];
        let points = parts.into_iter().flat_map(|(samples, held_out)| {
            let points = samples.map_or(&[][..], |samples| &samples.points);
            points.iter().flat_map(move |point| [point.x, point.y, point.class, held_out])
        });
        Float64Array::from(points.collect::<Vec<_>>().as_slice())
    }

    /// z and f′(z) of each unit and sample of a layer: first all z, then all f′(z).
    pub fn dots(&self, layer: &JsValue) -> Result<Float64Array, JsValue> {
        let (mut z, slopes) = self.inner.layers().dots(whole(layer, "layer", 1, MOST)? as usize);
        z.extend(slopes);
        Ok(Float64Array::from(z.as_slice()))
    }

    /// The factors of the chain rule, a row a hidden layer from the last down: layer, norm of W above, by weights, mean
    /// |f′|, largest |f′| there is, by slopes, product.
    pub fn factors(&self) -> Float64Array {
        let row = |factors: &depth::Factors| {
            let depth::Factors { layer, norm, by_weights, mean_slope, steepest, by_slopes, product } = *factors;
            [layer as f64, norm, by_weights, mean_slope, steepest, by_slopes, product]
        };
        let rows: Vec<f64> = self.inner.factors().iter().flat_map(row).collect();
        Float64Array::from(rows.as_slice())
    }

    /// One path from the output to a unit of `layer`: its units, the output's first, and its steps.
    pub fn path(&self, layer: &JsValue, sample: &JsValue, display: &JsValue) -> Answer {
        #[derive(Serialize)]
        struct Path {
            units: Vec<usize>,
            steps: Vec<crate::derivation::Step>,
        }
        let depth = self.inner.network().spec().depth() as u64;
        let layer = whole(layer, "layer", 1, depth)? as usize;
        let most = self.inner.network().spec().batch_size as u64 - 1;
        let sample = whole(sample, "sample", 0, most)? as usize;
        let (units, steps) = self.inner.path(layer, sample, read_display(display)?);
        plain(&Path { units, steps })
    }

    /// The iteration that comes next with the reader's masks: `held` has [layer, unit, 1 if kept else 0].
    pub fn dropout(&self, layer: &JsValue, held: &JsValue, display: &JsValue) -> Answer {
        let layer = whole(layer, "layer", 1, MOST)? as usize;
        let data = value(held);
        let held = Reader::at(&data, "held").list().map_err(error)?;
        let read: Result<Vec<_>, Error> = held.iter().map(read_held).collect();
        let held = read.map_err(error)?;
        plain(&self.inner.dropout(layer, &held, read_display(display)?).map_err(error)?)
    }

    /// Held-out samples that are taken for something else: what each is, what the network says, then its inputs.
    pub fn mistakes(&self) -> Float64Array {
        let held_out = self.inner.data().held_out.as_ref();
        let rows = self.inner.mistakes().into_iter().flat_map(|(row, class, said)| {
            let inputs = held_out.map_or(&[][..], |samples| samples.inputs.row(row));
            [class as f64, said as f64].into_iter().chain(inputs.iter().copied())
        });
        Float64Array::from(rows.collect::<Vec<_>>().as_slice())
    }
}

fn read_held(reader: &Reader) -> Result<depth::Held, Error> {
    let list = reader.list()?;
    let [layer, unit, kept] = list.as_slice() else {
        return Err(reader.expected(&crate::words::fill("error.numbers", &[("count", "3")])));
    };
    let place = |number: &Reader, least| number.integer(least, MOST).map(|value| value as usize);
    Ok(depth::Held { layer: place(layer, 1)?, unit: place(unit, 0)?, kept: kept.integer(0, 1)? == 1 })
}

fn whole(from: &JsValue, name: &str, least: u64, most: u64) -> Result<u64, JsValue> {
    Reader::at(&value(from), name).integer(least, most).map_err(error)
}

fn read(spec: &JsValue, digits: &JsValue) -> Result<(DepthSpec, Option<Digits>), Error> {
    let data = value(spec);
    let spec = DepthSpec::read(&Reader::new(&data))?;
    let bytes = digits.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    Ok((spec, bytes.map(Digits::new).transpose()?))
}

/// Nothing where a spec can be trained; otherwise throws and says what is wrong.
#[wasm_bindgen(js_name = depthCheck)]
pub fn depth_check(spec: &JsValue) -> Result<(), JsValue> {
    read(spec, &JsValue::UNDEFINED).map(|_| ()).map_err(error)
}

/// The names of what `Training.layers()` gives of a layer.
#[wasm_bindgen(js_name = depthColumns)]
pub fn depth_columns() -> Answer {
    plain(&depth::COLUMNS)
}

/// Gradient norm and δ RMS of every layer before the first update, for each seed from `first` up to, but not with, `end`.
#[wasm_bindgen(js_name = depthStart)]
pub fn depth_start(spec: &JsValue, digits: &JsValue, first: &JsValue, end: &JsValue) -> Result<Float64Array, JsValue> {
    let (spec, digits) = read(spec, digits).map_err(error)?;
    let (first, end) = (whole(first, "first", 0, LARGEST_SEED)?, whole(end, "end", 0, LARGEST_SEED)?);
    let found = depth::at_start(&spec, digits.as_ref(), first..end).map_err(error)?;
    Ok(Float64Array::from(found.as_slice()))
}

/// Median, quartiles and the fitted line of what `depthStart` gave; `which` is 0 for gradient norms, 1 for δ RMS.
#[wasm_bindgen(js_name = depthSpread)]
pub fn depth_spread(values: &Float64Array, layers: &JsValue, which: &JsValue) -> Answer {
    let (layers, which) = (whole(layers, "layers", 1, MOST)?, whole(which, "which", 0, 1)?);
    plain(&depth::spread(&values.to_vec(), layers as usize, which as usize))
}

/// Points of comma-separated values.
#[wasm_bindgen(js_name = depthPoints)]
pub fn depth_points(csv: &JsValue) -> Answer {
    let table = Reader::at(&value(csv), "csv").text().map_err(error)?;
    let decimal = |cell: &str| f64::try_from(JsValue::from_str(cell)).ok();
    plain(&points_of_csv_by(&table, decimal).map_err(error)?)
}

/// f(z) at `count` equal steps from `low` to `high`, then f′(z) at the same.
#[wasm_bindgen(js_name = depthCurve)]
pub fn depth_curve(activation: &JsValue, low: f64, high: f64, count: &JsValue) -> Result<Float64Array, JsValue> {
    let activation = crate::Activation::read(&Reader::at(&value(activation), "activation")).map_err(error)?;
    let (mut f, slopes) = depth::curve(activation, low, high, whole(count, "count", 2, MOST)? as usize);
    f.extend(slopes);
    Ok(Float64Array::from(f.as_slice()))
}
