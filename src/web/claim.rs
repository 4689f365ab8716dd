//! Claims and their experiments.
use super::convert::{error, plain, value};
use super::network::Answer;
use crate::claim::{Rates, Topic, claims, measure, verdict};
use crate::input::Reader;
use wasm_bindgen::prelude::*;

/// What is said on a topic, "optimizers" (the default) or "depth", each with its setup and its rule.
#[wasm_bindgen(js_name = claims)]
pub fn all(topic: &JsValue) -> Answer {
    if topic.is_undefined() {
        return plain(&claims(Topic::Optimizers));
    }
    let given = value(topic);
    let topic = match Reader::at(&given, "topic").one_of(&["optimizers", "depth"]).map_err(error)? {
        "depth" => Topic::Depth,
        _ => Topic::Optimizers,
    };
    plain(&claims(topic))
}

/// Measures one part of a claim; `rates`: "stated" or "best".
#[wasm_bindgen(js_name = measureClaim)]
pub fn measure_claim(id: &JsValue, part: &JsValue, rates: &JsValue) -> Answer {
    let measured = || {
        let id = Reader::at(&value(id), "id").text()?;
        let part = Reader::at(&value(part), "part").integer(0, 99)? as usize;
        let rates = match Reader::at(&value(rates), "rates").one_of(&["stated", "best"])? {
            "stated" => Rates::Stated,
            _ => Rates::Best,
        };
        measure(&id, part, rates)
    };
    plain(&measured().map_err(error)?)
}

/// What all parts together say: `holds` of each, `null` where it said nothing.
#[wasm_bindgen(js_name = claimVerdict)]
pub fn claim_verdict(holds: &JsValue) -> Answer {
    let given = value(holds);
    let reader = Reader::at(&given, "holds");
    let list = reader.list().map_err(error)?;
    let said = list.iter().map(|item| if item.is_null() { Ok(None) } else { item.boolean().map(Some) });
    plain(&verdict(&said.collect::<crate::error::Result<Vec<_>>>().map_err(error)?))
}
