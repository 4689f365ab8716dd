//! Races and basin maps as `npm/gradstep.d.ts` has them.
use super::convert::{error, plain, value};
use super::network::{Answer, read_display};
use crate::basin::BasinSpec;
use crate::error::Error;
use crate::input::Reader;
use crate::race::{MOST_STEPS, Race as Inner, RaceSpec};
use js_sys::{Float64Array, Int8Array, Object, Reflect, Uint16Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Race {
    inner: Inner,
}

#[wasm_bindgen]
impl Race {
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &JsValue) -> Result<Race, JsValue> {
        let data = value(spec);
        Ok(Self { inner: Inner::new(RaceSpec::read(&Reader::new(&data)).map_err(error)?) })
    }

    pub fn advance(&mut self, steps: &JsValue) -> Result<(), JsValue> {
        let steps = Reader::at(&value(steps), "steps").integer(0, MOST_STEPS).map_err(error)?;
        self.inner.advance(steps).map_err(error)
    }

    /// The same race from another start, no step done.
    pub fn restart(&mut self, start: &JsValue) -> Result<(), JsValue> {
        let start = Reader::at(&value(start), "start").numbers_of(2).map_err(error)?;
        if let [x, y] = start[..] {
            self.inner.restart([x, y]);
        }
        Ok(())
    }

    /// Steps done.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> f64 {
        self.inner.steps() as f64
    }

    pub fn path(&self, optimizer: &JsValue) -> Result<Float64Array, JsValue> {
        Ok(Float64Array::from(self.inner.path(self.index(optimizer)?)))
    }

    pub fn values(&self, optimizer: &JsValue) -> Result<Float64Array, JsValue> {
        Ok(Float64Array::from(self.inner.values(self.index(optimizer)?).as_slice()))
    }

    pub fn status(&self, optimizer: &JsValue) -> Answer {
        plain(&self.inner.status(self.index(optimizer)?))
    }

    pub fn derive(&self, optimizer: &JsValue, step: &JsValue, display: &JsValue) -> Answer {
        let optimizer = self.index(optimizer)?;
        let step = Reader::at(&value(step), "step").integer(1, MOST_STEPS).map_err(error)?;
        plain(&self.inner.derive(optimizer, step, read_display(display)?).map_err(error)?)
    }

    /// The samples of a step's mini-batch; `null` where the gradients come from all of them.
    pub fn batch(&self, step: &JsValue) -> Answer {
        let step = Reader::at(&value(step), "step").integer(1, MOST_STEPS).map_err(error)?;
        plain(&self.inner.batch(step))
    }

    /// Why a racer ran away; `null` where it did not, or where its rule has no such limit.
    pub fn stability(&self, optimizer: &JsValue) -> Answer {
        plain(&self.inner.stability(self.index(optimizer)?))
    }

    /// Steps until the path first comes within `tolerance` of (x, y); `null` where it does not.
    #[wasm_bindgen(js_name = stepsToWithin)]
    pub fn steps_to_within(&self, optimizer: &JsValue, x: &JsValue, y: &JsValue, tolerance: &JsValue) -> Answer {
        let number = |from: &JsValue, name: &str| Reader::at(&value(from), name).number().map_err(error);
        let (goal, tolerance) = ([number(x, "x")?, number(y, "y")?], number(tolerance, "tolerance")?);
        plain(&self.inner.steps_to_within(self.index(optimizer)?, goal, tolerance))
    }

    /// The length of the path.
    pub fn length(&self, optimizer: &JsValue) -> Result<f64, JsValue> {
        Ok(self.inner.length(self.index(optimizer)?))
    }

    fn index(&self, optimizer: &JsValue) -> Result<usize, JsValue> {
        let most = self.inner.spec().optimizers.len() as u64 - 1;
        Ok(Reader::at(&value(optimizer), "optimizer").integer(0, most).map_err(error)? as usize)
    }
}

/// The whole map, or the rows from `first` up to, but not with, `end`.
#[wasm_bindgen]
pub fn basin(spec: &JsValue, first: &JsValue, end: &JsValue) -> Answer {
    let data = value(spec);
    let spec = BasinSpec::read(&Reader::new(&data)).map_err(error)?;
    let rows = spec.rows as u64;
    let row = |from: &JsValue, name: &str, default: u64| -> Result<u64, Error> {
        if from.is_undefined() { Ok(default) } else { Reader::at(&value(from), name).integer(0, rows) }
    };
    let (first, end) = (row(first, "first", 0).map_err(error)?, row(end, "end", rows).map_err(error)?);
    let map = spec.map_rows(first as usize, end as usize);
    let out = Object::new();
    let parts: [(&str, JsValue); 2] = [
        ("reached", Int8Array::from(map.reached.as_slice()).into()),
        ("steps", Uint16Array::from(map.steps.as_slice()).into()),
    ];
    for (name, part) in parts {
        let _ = Reflect::set(&out, &JsValue::from_str(name), &part);
    }
    Ok(out.into())
}
