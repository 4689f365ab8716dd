//! Data: shapes as Playground draws them, what is held out, own points, digits.
mod common;
use common::data;
use gradstep::dataset::{DIGIT_BYTES, DataSpec, Digits, Point, Shape, points_of_csv};
use gradstep::input::Reader;
use gradstep::num::random::Random;
use serde_json::{Value, json};
use std::collections::HashSet;

fn spec(json: &Value) -> gradstep::Result<DataSpec> {
    DataSpec::read(&Reader::new(&data(json)))
}

fn points(shape: Shape, noise: f64) -> Vec<Point> {
    shape.draw(1000, noise, &mut Random::new(3, &[]))
}

#[test]
fn without_noise_the_classes_lie_where_their_formulas_say() {
    for Point { x, y, class } in points(Shape::Circle, 0.0) {
        let r = x.hypot(y);
        assert!(if class == 1.0 { r <= 2.5 } else { (3.5..=5.0).contains(&r) }, "{x} {y} {class}");
    }
    for Point { x, y, class } in points(Shape::Xor, 0.0) {
        assert!((x * y >= 0.0) == (class == 1.0) && x.abs() >= 0.3 && y.abs() <= 5.3, "{x} {y} {class}");
    }
    for (index, Point { x, y, class }) in points(Shape::Spiral, 0.0).into_iter().enumerate() {
        let share = (index % 500) as f64 / 500.0;
        let angle = 1.75 * share * std::f64::consts::TAU + if class == 1.0 { 0.0 } else { std::f64::consts::PI };
        assert!((x - 5.0 * share * angle.sin()).abs() < 1e-12 && (y - 5.0 * share * angle.cos()).abs() < 1e-12);
    }
}

/// 500 draws of variance 0.5: their mean is off by less than 4 standard errors, their variance by less than 30 %.
#[test]
fn the_clouds_stand_about_their_centres() {
    let cloud: Vec<_> = points(Shape::Gauss, 0.0).into_iter().filter(|point| point.class == 1.0).collect();
    assert_eq!(cloud.len(), 500);
    let mean = cloud.iter().map(|point| point.x).sum::<f64>() / 500.0;
    let variance = cloud.iter().map(|point| (point.x - mean).powi(2)).sum::<f64>() / 500.0;
    assert!((mean - 2.0).abs() < 4.0 * (0.5f64 / 500.0).sqrt(), "{mean}");
    assert!((0.35..0.65).contains(&variance), "{variance}");
}

#[test]
fn noise_mixes_the_classes() {
    let wrong =
        points(Shape::Xor, 0.5).iter().filter(|point| (point.x * point.y >= 0.0) != (point.class == 1.0)).count();
    assert!((50..400).contains(&wrong), "{wrong}");
}

#[test]
fn held_out_samples_are_the_others() {
    let spec =
        spec(&json!({ "kind": "spiral", "samples": 50, "held_out": 0.3, "features": ["x", "product", "sin_y"] }))
            .expect("valid");
    let drawn = spec.draw(7, None).expect("drawn");
    let held_out = drawn.held_out.as_ref().expect("held out");
    assert_eq!((drawn.training.points.len(), held_out.points.len(), spec.trained_on()), (35, 15, 35));
    let all: HashSet<_> = drawn
        .training
        .points
        .iter()
        .chain(&held_out.points)
        .map(|point| (point.x.to_bits(), point.y.to_bits()))
        .collect();
    assert_eq!(all.len(), 50);
    for (row, point) in drawn.training.points.iter().enumerate() {
        assert_eq!(drawn.training.inputs.row(row), [point.x, point.x * point.y, libm::sin(point.y)]);
        assert_eq!(drawn.training.targets.row(row), [point.class]);
    }
    assert_eq!(spec.draw(7, None).expect("drawn"), drawn);
    assert_ne!(spec.draw(8, None).expect("drawn"), drawn);
}

#[test]
fn nothing_held_out_is_nothing() {
    let drawn = spec(&json!({ "kind": "circle", "held_out": 0 })).expect("valid").draw(1, None).expect("drawn");
    assert!(drawn.held_out.is_none() && drawn.training.points.len() == 200);
}

#[test]
fn bad_data_have_a_place() {
    let path = |json: Value| spec(&json).expect_err("refused").path;
    assert_eq!(path(json!({ "kind": "moons" })), "kind");
    assert_eq!(path(json!({ "kind": "circle", "noise": 0.6 })), "noise");
    assert_eq!(path(json!({ "kind": "circle", "features": ["x", "x"] })), "features[1]");
    assert_eq!(path(json!({ "kind": "circle", "features": [] })), "features");
    assert_eq!(path(json!({ "kind": "digits", "noise": 0 })), "noise");
    assert_eq!(path(json!({ "kind": "points", "points": [[0, 0, 1], [0, 0, 2]] })), "points[1][2]");
    assert_eq!(path(json!({ "kind": "points", "points": [[0, 0, 1]] })), "points");
}

#[test]
fn a_table_says_where_it_is_wrong() {
    let read = points_of_csv("x; y; class\n\n 1;2 ; 0\r\n-1e0\t0.5\t1\n").expect("valid");
    assert_eq!(read, [Point { x: 1.0, y: 2.0, class: 0.0 }, Point { x: -1.0, y: 0.5, class: 1.0 }]);
    let told = |table: &str| points_of_csv(table).expect_err("refused").to_string();
    assert!(told("1,2,0\n3,four,1").starts_with("line 2, column 2: "), "{}", told("1,2,0\n3,four,1"));
    assert!(told("1,2,0\n3,4").starts_with("line 2, column 3: "));
    assert!(told("1,2,0\n3,4,1,5").starts_with("line 2, column 4: "));
    assert!(told("1,2,0\n3,4,0.5").starts_with("line 2, column 3: "));
    assert!(told("1,2,0\n3,inf,0").starts_with("line 2, column 2: "));
    assert!(told("1,2,0").contains('2'));
}

fn digits() -> Digits {
    let file = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/data/digits.deflate")).expect("the file");
    let bytes = miniz_oxide::inflate::decompress_to_vec(&file).expect("raw deflate");
    assert_eq!(bytes.len(), DIGIT_BYTES);
    Digits::new(bytes).expect("digits")
}

/// Counts of the set's description: 178, 182, 177, 183, 181, 182, 181, 179, 174, 180; its first sample is a 0, and the
/// sum of all pixels of scikit-learn's copy is 561,718.
#[test]
fn the_digits_are_those_of_the_set() {
    let digits = digits();
    let mut counts = [0; 10];
    (0..digits.count()).for_each(|sample| counts[digits.class(sample)] += 1);
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    let all = digits.samples(&(0..digits.count()).collect::<Vec<_>>());
    assert_eq!(all.inputs.values().iter().sum::<f64>() * 16.0, 561_718.0);
    assert_eq!(&all.inputs.row(0)[..8], [0.0, 0.0, 5.0 / 16.0, 13.0 / 16.0, 9.0 / 16.0, 1.0 / 16.0, 0.0, 0.0]);
    assert_eq!(all.targets.row(0), [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn other_bytes_are_no_digits() {
    assert_eq!(Digits::new(vec![0; 10]).expect_err("refused").path, "digits");
    assert_eq!(Digits::new(vec![17; DIGIT_BYTES]).expect_err("refused").path, "digits");
    let spec = spec(&json!({ "kind": "digits", "held_out": 0.25 })).expect("valid");
    assert_eq!(spec.draw(1, None).expect_err("refused").path, "digits");
    let drawn = spec.draw(1, Some(&digits())).expect("drawn");
    assert_eq!((drawn.training.inputs.shape(), drawn.is_plane()), ((1348, 64), false));
}
