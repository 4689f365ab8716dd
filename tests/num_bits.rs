//! The same bits for one double and for lanes, and on every target: this file runs natively and as wasm.

use gradstep::num::{self, LANES, LaneFunction, function, random::Random};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Calls a check for every function of `num` with its name: an array of names and what the check returned.
macro_rules! for_each_function {
    ($check:expr) => {
        for_each_function!($check, Exp Expm1 Ln Ln1p Sigmoid Softplus Tanh)
    };
    ($check:expr, $($name:ident)*) => {
        [$((stringify!($name), $check(stringify!($name), &function::$name))),*]
    };
}

/// Bits that are equal for any two NaN: their sign and payload are the machine's business.
fn bits(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

const SPECIAL: [f64; 14] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    709.782712893384,
    -745.1332191019411,
];

fn same_bits<F: LaneFunction>(name: &str, f: &F, x: &[f64]) {
    let mut out = vec![0.0; x.len()];
    num::apply(f, x, &mut out);
    for (x, y) in x.iter().zip(out) {
        let alone = f.at(*x);
        assert_eq!(bits(alone), bits(y), "{name}({x:e}) is {alone:e} alone and {y:e} in lanes");
    }
}

/// Half of them anywhere, half where the functions are busy; a debug build takes its time.
const PATTERNS: usize = if cfg!(debug_assertions) { 200_001 } else { 1_000_001 };

fn check_random_patterns<F: LaneFunction>(name: &str, f: &F) {
    let mut random = Random::new(1, &[]);
    let anywhere: Vec<f64> = (0..PATTERNS / 2).map(|_| f64::from_bits(random.bits())).collect();
    same_bits(name, f, &anywhere);
    // Most patterns lie far outside the range in which the functions are busy.
    let busy: Vec<f64> = (0..PATTERNS / 2).map(|_| random.between(-750.0, 750.0) * random.uniform()).collect();
    same_bits(name, f, &busy);
    same_bits(name, f, &SPECIAL);
}

#[test]
fn one_double_and_lanes_give_equal_bits() {
    for_each_function!(check_random_patterns);
}

fn check_lengths<F: LaneFunction>(_: &str, f: &F) {
    let x: Vec<f64> = (0..4 * LANES + 1).map(|i| i as f64 / 8.0 - 0.5).collect();
    for length in 0..x.len() {
        for room in 0..x.len() {
            let mut out = vec![7.0; room];
            num::apply(f, &x[..length], &mut out);
            for (i, y) in out.iter().enumerate() {
                let expected = if i < length { f.at(x[i]) } else { 7.0 };
                assert_eq!(bits(*y), bits(expected), "element {i} of {length} into {room}");
            }
        }
        let mut here = x[..length].to_vec();
        num::apply_in_place(f, &mut here);
        assert!(here.iter().zip(&x).all(|(y, x)| bits(*y) == bits(f.at(*x))));
    }
}

#[test]
fn apply_takes_slices_of_any_length() {
    for_each_function!(check_lengths);
}

/// A function and what it must give for some arguments.
type Case = (&'static str, fn(f64) -> f64, &'static [(f64, f64)]);

#[test]
fn special_values() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    let cases: [Case; 7] = [
        (
            "exp",
            num::exp,
            &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (709.79, INF), (-745.2, 0.0), (-745.13, 5e-324)],
        ),
        (
            "expm1",
            num::expm1,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0), (5e-324, 5e-324), (709.79, INF), (-1e9, -1.0)],
        ),
        ("ln", num::ln, &[(1.0, 0.0), (0.0, -INF), (-0.0, -INF), (INF, INF), (-1.0, NAN), (-INF, NAN), (-5e-324, NAN)]),
        (
            "ln1p",
            num::ln1p,
            &[(0.0, 0.0), (-0.0, -0.0), (5e-324, 5e-324), (1.1, NAN), (-0.3, NAN), (INF, NAN), (-INF, NAN)],
        ),
        (
            "sigmoid",
            num::sigmoid,
            &[(0.0, 0.5), (-0.0, 0.5), (INF, 1.0), (-INF, 0.0), (1e300, 1.0), (-1e300, 0.0), (-745.13, 5e-324)],
        ),
        (
            "softplus",
            num::softplus,
            &[(INF, INF), (-INF, 0.0), (1e300, 1e300), (-1e300, 0.0), (-745.13, 5e-324), (40.0, 40.0)],
        ),
        (
            "tanh",
            num::tanh,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (5e-324, 5e-324), (-5e-324, -5e-324), (30.0, 1.0)],
        ),
    ];
    for (name, function, pairs) in cases {
        for (x, y) in pairs.iter().chain(&[(NAN, NAN), (-NAN, NAN)]) {
            let found = function(*x);
            assert_eq!(bits(found), bits(*y), "{name}({x:e}) is {found:e} instead of {y:e}");
        }
    }
}

/// FNV-1a over the results on a fixed grid.
fn fingerprint<F: LaneFunction>(_: &str, f: &F) -> u64 {
    let mut random = Random::new(2026, &[]);
    let mut x: Vec<f64> = (-6000..=6000).map(|i| f64::from(i) / 8.0).collect();
    x.extend((0..20_000).map(|_| random.between(-2.0, 2.0)));
    x.extend((0..20_000).map(|_| f64::from_bits(random.bits())));
    x.extend(SPECIAL);
    num::apply_in_place(f, &mut x);
    let bytes = x.iter().flat_map(|y| bits(*y).to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A change of these numbers changes what every saved link shows: let it be meant.
const FINGERPRINTS: [(&str, u64); 7] = [
    ("Exp", 0xc2b6_feaa_f893_ae2f),
    ("Expm1", 0xefe7_f9e5_ad6f_604e),
    ("Ln", 0x98c7_cff6_e3b9_b5bc),
    ("Ln1p", 0x4517_592e_f7e4_4243),
    ("Sigmoid", 0x185a_09d0_677b_e10c),
    ("Softplus", 0xfe1b_bf89_221b_1e2a),
    ("Tanh", 0xab81_ffe8_ebdb_6c95),
];

#[test]
fn the_bits_are_the_same_on_every_target() {
    let found = for_each_function!(fingerprint);
    assert!(found == FINGERPRINTS, "found {found:#x?}");
}
