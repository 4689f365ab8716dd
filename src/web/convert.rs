//! JavaScript values to plain data and back, errors included.
use crate::error::Error;
use crate::input::{DEEPEST, Value};
use crate::words::{fill, text};
use js_sys::{ArrayBuffer, Float32Array, Float64Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// No list that is read is longer: a proxy may have any length.
const LONGEST: f64 = 10_000_000.0;

#[wasm_bindgen]
extern "C" {
    // js_sys has it without `catch`, and of a revoked proxy it throws
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Plain data from any JavaScript value. Written by hand: `undefined` must stay apart from `null`, typed arrays
/// are lists, and what is too deep or no data at all must become a message, not a trap.
pub fn value(from: &JsValue) -> Value {
    read(from, DEEPEST)
}

fn read(from: &JsValue, depth: usize) -> Value {
    if from.is_undefined() {
        return Value::Absent;
    }
    if from.is_null() {
        return Value::Null;
    }
    if let Some(number) = from.as_f64() {
        return Value::Number(number);
    }
    if let Some(flag) = from.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(words) = from.as_string() {
        return Value::Text(words);
    }
    if depth == 0 {
        return Value::TooDeep;
    }
    if let Some(numbers) = doubles(from) {
        return Value::List(numbers.into_iter().map(Value::Number).collect());
    }
    let Ok(is_array) = is_array(from) else { return unreadable() };
    if is_array || from.is_instance_of::<Float32Array>() {
        return list(from, depth);
    }
    if !from.is_object() || from.is_function() {
        let kind = from.js_typeof().as_string().unwrap_or_default();
        return Value::Other(fill("found.other", &[("kind", &kind)]));
    }
    // asked by reflection, since a proxy or a getter may throw
    let Ok(keys) = Reflect::own_keys(from) else { return unreadable() };
    let mut entries = Vec::with_capacity(keys.length() as usize);
    for key in keys.iter() {
        let Some(name) = key.as_string() else { continue };
        match Reflect::get(from, &key) {
            Ok(item) => entries.push((name, read(&item, depth - 1))),
            Err(_) => return unreadable(),
        }
    }
    Value::Object(entries)
}

/// All of a Float64Array at once. A proxy of one is an instance, too, but no view: it may throw.
pub fn doubles(from: &JsValue) -> Option<Vec<f64>> {
    from.dyn_ref::<Float64Array>().filter(|_| ArrayBuffer::is_view(from)).map(Float64Array::to_vec)
}

/// One by one by reflection, for the same reason.
fn list(from: &JsValue, depth: usize) -> Value {
    let length = Reflect::get(from, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64());
    let Some(length) = length else { return unreadable() };
    if length > LONGEST {
        let (count, most) = (length.to_string(), LONGEST.to_string());
        return Value::Other(fill("found.too_long", &[("count", &count), ("most", &most)]));
    }
    let read_at = |index| Reflect::get_u32(from, index).map(|item| read(&item, depth - 1));
    (0..length as u32).map(read_at).collect::<Result<_, _>>().map_or_else(|_| unreadable(), Value::List)
}

fn unreadable() -> Value {
    Value::Other(text("found.unreadable").to_owned())
}

/// An Error named GradstepError, with the path of the offending place.
pub fn error(error: Error) -> JsValue {
    let message = if error.path.is_empty() {
        error.message
    } else {
        fill("error.at", &[("path", &error.path), ("message", &error.message)])
    };
    let out = js_sys::Error::new(&message);
    out.set_name("GradstepError");
    let _ = Reflect::set(&out, &JsValue::from_str("path"), &JsValue::from_str(&error.path));
    out.into()
}

/// Plain data to plain JavaScript objects.
pub fn plain<T: Serialize>(data: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let told = |failure: serde_wasm_bindgen::Error| {
        error(Error::sentence("", "error.internal", &[("reason", &failure.to_string())]))
    };
    data.serialize(&serializer).map_err(told)
}
