//! Rounding by hand: ties, carries, signs, sizes.

use gradstep::num::random::Random;
use gradstep::num::rounding::{Mode, Rounding};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What the three modes make of `x`: half even, half away, truncate.
fn modes(x: f64, digits: u32) -> [f64; 3] {
    [Mode::HalfEven, Mode::HalfAway, Mode::Truncate].map(|mode| Rounding { digits, mode }.apply(x))
}

#[track_caller]
fn check(x: f64, digits: u32, expected: [f64; 3]) {
    assert_eq!(
        modes(x, digits).map(f64::to_bits),
        expected.map(f64::to_bits),
        "{x:e} to {digits}: {:?}",
        modes(x, digits)
    );
    let mirrored = expected.map(|y| if y == 0.0 { 0.0 } else { -y });
    assert_eq!(modes(-x, digits).map(f64::to_bits), mirrored.map(f64::to_bits), "{:e} to {digits}", -x);
}

#[test]
fn ties_go_as_the_mode_says() {
    check(0.125, 2, [0.12, 0.13, 0.12]);
    check(0.375, 2, [0.38, 0.38, 0.37]);
    check(0.5, 0, [0.0, 1.0, 0.0]);
    check(1.5, 0, [2.0, 2.0, 1.0]);
    check(2.5, 0, [2.0, 3.0, 2.0]);
}

#[test]
fn a_decimal_tie_is_a_tie_whatever_its_double_is() {
    // The doubles of these lie beside the tie, some below, some above.
    check(1.005, 2, [1.0, 1.01, 1.0]);
    check(2.675, 2, [2.68, 2.68, 2.67]);
    check(0.00005, 4, [0.0, 0.0001, 0.0]);
    check(0.00015, 4, [0.0002, 0.0002, 0.0001]);
    check(8.5e-1, 1, [0.8, 0.9, 0.8]);
}

#[test]
fn the_noise_of_doubles_is_not_on_the_paper() {
    check(0.1 + 0.2, 15, [0.3; 3]);
    check(0.1 + 0.2, 1, [0.3; 3]);
    // A hair below 0.7 is 0.7 on paper, truncated too.
    check(0.7f64.next_down(), 4, [0.7; 3]);
    check(0.7f64.next_up(), 4, [0.7; 3]);
    check(1.1 * 1.1, 15, [1.21; 3]);
}

#[test]
fn carries_run_through() {
    check(9.99995, 4, [10.0, 10.0, 9.9999]);
    check(0.99996, 4, [1.0, 1.0, 0.9999]);
    check(999.5, 0, [1000.0, 1000.0, 999.0]);
    check(0.999_999_999_999_999_9, 15, [1.0; 3]);
}

#[test]
fn zero_has_no_sign() {
    check(0.0, 4, [0.0; 3]);
    check(0.000_049, 4, [0.0; 3]);
    check(5e-324, 15, [0.0; 3]);
}

#[test]
fn sizes_far_from_one() {
    check(1e300, 4, [1e300; 3]);
    check(f64::MAX, 0, [f64::MAX; 3]);
    check(9_007_199_254_740_993.0, 0, [9_007_199_254_740_992.0; 3]);
    check(1e22, 15, [1e22; 3]);
    check(123_456_789_012.345, 2, [123_456_789_012.34, 123_456_789_012.35, 123_456_789_012.34]);
    check(999_999_999_999_999.9, 0, [1e15; 3]);
    check(1e-15, 15, [1e-15; 3]);
    check(5e-16, 15, [0.0, 1e-15, 0.0]);
    check(4.9e-16, 15, [0.0; 3]);
    check(6e-17, 15, [0.0; 3]);
}

#[test]
fn what_is_not_finite_stays() {
    for x in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(modes(x, 4), [x; 3]);
    }
    assert!(modes(f64::NAN, 4).iter().all(|y| y.is_nan()));
}

#[test]
fn rounding_twice_changes_nothing_and_digits_are_kept() {
    let mut random = Random::new(5, &[]);
    for i in 0..20_000u32 {
        let (x, digits) = (random.between(-100.0, 100.0), i % 16);
        let unit = 10f64.powi(-(digits as i32));
        for (mode, y) in [Mode::HalfEven, Mode::HalfAway, Mode::Truncate].into_iter().zip(modes(x, digits)) {
            assert_eq!(Rounding { digits, mode }.apply(y).to_bits(), y.to_bits(), "{x:e} to {digits}, {mode:?}");
            let slack = 1e-13 + if mode == Mode::Truncate { unit } else { unit / 2.0 };
            assert!((y - x).abs() <= slack, "{x:e} to {digits}, {mode:?}: {y:e}");
            if mode == Mode::Truncate {
                assert!(y.abs() <= x.abs() + 1e-13);
            }
        }
    }
}

#[test]
fn the_modes_have_the_names_of_the_api() {
    let text = serde_json::to_string(&Rounding { digits: 4, mode: Mode::HalfEven }).expect("plain data");
    assert_eq!(text, r#"{"digits":4,"mode":"half_even"}"#);
}
