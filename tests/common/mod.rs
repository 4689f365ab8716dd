//! What several tests share.
#![allow(dead_code)]
pub mod student;

use gradstep::input::{Reader, Value};
use gradstep::{Network, NetworkSpec};

/// JSON as the page would send it.
pub fn data(json: &serde_json::Value) -> Value {
    serde_json::from_value(json.clone()).expect("JSON is plain data")
}

/// A spec as the page would send it.
pub fn spec(json: &serde_json::Value) -> gradstep::Result<NetworkSpec> {
    NetworkSpec::read(&Reader::new(&data(json)))
}

pub fn network(json: serde_json::Value) -> Network {
    Network::new(spec(&json).unwrap_or_else(|error| panic!("{error}")))
}

/// |found − expected| ≤ tolerance · (1 + |expected|), number by number.
#[track_caller]
pub fn assert_close(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{what}: how many numbers");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        let off = (found - expected).abs();
        let same = found == expected || off <= tolerance * (1.0 + expected.abs());
        assert!(same, "{what}[{place}]: {found} for {expected}, off by {off:e}");
    }
}

/// All numbers of nested JSON lists, row-major.
pub fn numbers(json: &serde_json::Value) -> Vec<f64> {
    match json {
        serde_json::Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().unwrap_or_else(|| panic!("a number, found {other}"))],
    }
}
