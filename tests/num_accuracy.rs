//! The error of every function of `num`, in units in the last place, against values of high precision.
//!
//! `reference/functions.py` makes the values, and more of them on demand: with `GRADSTEP_FUNCTIONS=file` this test
//! reads that file instead.
#![cfg(not(target_arch = "wasm32"))] // It reads a file; tests/num_bits.rs shows that wasm computes the same bits.

use gradstep::num::{exp, expm1, ln, ln1p, sigmoid, softplus, tanh};
use std::collections::BTreeMap;

type Function = fn(f64) -> f64;

/// Each function with the largest error that its documentation admits.
const BOUNDS: [(&str, Function, f64); 7] = [
    ("exp", exp, 1.0),
    ("expm1", expm1, 1.1),
    ("ln", ln, 0.8),
    ("ln1p", ln1p, 0.9),
    ("sigmoid", sigmoid, 1.95),
    ("softplus", softplus, 1.05),
    ("tanh", tanh, 1.4),
];

/// A double as a whole number that grows by one from each double to the next.
fn place(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

/// |result − true value| in units in the last place of `nearest`, the true value rounded to double.
fn error(result: f64, nearest: f64, remainder: f64) -> f64 {
    ((place(result) - place(nearest)) as f64 - remainder).abs()
}

#[derive(Default)]
struct Worst {
    points: usize,
    error: f64,
    at: f64,
}

fn measure(text: &str) -> BTreeMap<&str, Worst> {
    let mut worst = BTreeMap::<&str, Worst>::new();
    for line in text.lines() {
        let [name, x, nearest, remainder] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("not a reference line: {line}");
        };
        let double = |hex| f64::from_bits(u64::from_str_radix(hex, 16).expect("bits in hexadecimal"));
        let (_, function, _) = BOUNDS.iter().find(|(known, ..)| *known == name).expect("a known function");
        let thousandths: f64 = remainder.parse().expect("a remainder");
        let error = error(function(double(x)), double(nearest), thousandths / 1000.0);
        let entry = worst.entry(name).or_default();
        entry.points += 1;
        if error > entry.error || error.is_nan() {
            (entry.error, entry.at) = (error, double(x));
        }
    }
    worst
}

#[test]
fn errors_stay_within_the_documented_bounds() {
    let path = std::env::var("GRADSTEP_FUNCTIONS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/functions.txt").to_owned());
    let text = std::fs::read_to_string(&path).expect("the reference file");
    let worst = measure(&text);
    let mut failures = Vec::new();
    for (name, _, bound) in BOUNDS {
        let Worst { points, error, at } = worst[name];
        println!("{name:9} {points:7} points, largest error {error:.3} ulp at {at:e}");
        assert!(points >= 1000, "{name} is hardly tested: {points} points");
        if error > bound {
            failures.push(format!("{name}: {error:.3} ulp at {at:e}, more than {bound}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
