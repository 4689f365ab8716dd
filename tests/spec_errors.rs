//! Bad input: every way to be wrong names its place, what was expected and what was found.
mod common;
use gradstep::preset;
use gradstep::preset::Problem;
use serde_json::{Value, json};

fn handout() -> Value {
    serde_json::to_value(preset::spec("hw3-q1").expect("a preset")).expect("plain data")
}

/// Puts `value` at the place of a JSON pointer (a missing last field is made) and reads the spec.
fn with(pointer: &str, value: Value) -> gradstep::Error {
    let mut json = handout();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match json.pointer_mut(parent).expect("a place that is there") {
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        Value::Array(items) => items[name.parse::<usize>().expect("an index")] = value,
        other => panic!("{other} holds nothing"),
    }
    common::spec(&json).expect_err(&format!("{pointer} is wrong"))
}

#[test]
fn the_presets_are_good_input() {
    for preset in preset::presets() {
        let json = serde_json::to_value(&preset.spec).expect("plain data");
        assert_eq!(json.get("batch_size"), None, "{}: who adds samples means all of them still", preset.id);
        let Problem::Network(spec) = preset.spec else { continue };
        assert_eq!(common::spec(&json), Ok(spec), "{}", preset.id);
    }
}

#[test]
fn a_wrong_value_is_named_with_its_place() {
    let cases = [
        ("/layers/1/weights/0", json!([1, "2"]), "layers[1].weights[0][1]", "a finite number", "the text \"2\""),
        ("/layers/1/weights/0", json!([1]), "layers[1].weights[0]", "2 numbers", "a list of 1"),
        ("/layers/0/weights", json!([]), "layers[0].weights", "at least one row", "a list of 0"),
        ("/layers/0/bias", json!([1, 2, 3]), "layers[0].bias", "2 numbers", "a list of 3"),
        ("/layers", json!([]), "layers", "1 to 128 layers", "a list of 0"),
        ("/layers/0/activation/kind", json!("sigmoyd"), "layers[0].activation.kind", "one of identity", "sigmoyd"),
        (
            "/layers/0/activation/slope",
            json!(1),
            "layers[0].activation.slope",
            "only the fields kind",
            "the field slope",
        ),
        ("/layers/0/activation", json!({ "kind": "softmax" }), "layers[0].activation", "output layer only", "softmax"),
        ("/layers/0/dropout", json!(1), "layers[0].dropout", "0 ≤ p < 1", "1"),
        ("/layers/0/residual", json!(true), "layers[0].residual", "as many units as inputs (3)", "2 units"),
        ("/cost/factor", json!(0.7), "cost.factor", "0.5, 1", "0.7"),
        ("/cost", json!({ "kind": "hinge" }), "cost.kind", "lse, cross_entropy", "hinge"),
        ("/optimizer/learning_rate", json!(-0.1), "optimizer.learning_rate", "≥ 0", "-0.1"),
        ("/optimizer/momentum", json!(1), "optimizer.momentum", "< 1", "1"),
        ("/optimizer/beta1", json!(0.9), "optimizer.beta1", "only the fields", "the field beta1"),
        ("/inputs/0", json!([1, 2]), "layers[0].weights[0]", "2 numbers", "a list of 3"),
        ("/inputs", json!([[1, 0, 1], [1, 2]]), "inputs[1]", "3 numbers", "a list of 2"),
        ("/inputs", json!([[]]), "inputs[0]", "at least one number", "a list of 0"),
        ("/targets", json!([[1], [0]]), "targets", "a row for each of the 1 inputs", "a list of 2"),
        ("/batch_size", json!(2), "batch_size", "from 1 to 1", "2"),
        ("/batch_size", json!(0.5), "batch_size", "a whole number", "0.5"),
        ("/seed", json!(-1), "seed", "a whole number", "-1"),
        ("/rounding", json!({ "digits": 16, "mode": "truncate" }), "rounding.digits", "from 0 to 15", "16"),
        ("/rounding", json!({ "digits": 4 }), "rounding.mode", "the field mode", "nothing"),
        ("/reduction", json!("average"), "reduction", "one of mean, sum", "average"),
        ("/surplus", json!(1), "surplus", "only the fields", "the field surplus"),
        ("/optimizer", json!(null), "optimizer", "an object", "null"),
    ];
    for (pointer, value, path, expected, found) in cases {
        let error = with(pointer, value);
        assert_eq!(error.path, path, "{pointer}: {error}");
        assert!(error.message.contains(expected), "{pointer}: \"{error}\" says \"{expected}\"");
        assert!(error.message.contains(found), "{pointer}: \"{error}\" says \"{found}\"");
    }
}

#[test]
fn a_missing_field_is_named() {
    for name in ["layers", "cost", "optimizer", "inputs", "targets"] {
        let mut json = handout();
        json.as_object_mut().expect("fields").remove(name);
        let error = common::spec(&json).expect_err("a field is missing");
        assert_eq!(error.path, name);
        assert!(error.message.contains(name) && error.message.contains("nothing"), "{error}");
    }
}

#[test]
fn a_batch_that_no_memory_holds_is_refused() {
    let mut json = handout();
    json["layers"][0]["weights"] = json!(vec![[1, 0, 1]; 4096]);
    json["layers"][0]["bias"] = json!(vec![0; 4096]);
    json["layers"][1]["weights"] = json!([vec![1; 4096]]);
    json["inputs"] = json!(vec![[1, 0, 1]; 5000]);
    json["targets"] = json!(vec![[1]; 5000]);
    let error = common::spec(&json).expect_err("20 485 000 outputs");
    assert_eq!(error.path, "inputs");
    assert!(error.message.contains("20000000") && error.message.contains("20485000"), "{error}");
    json["batch_size"] = json!(100);
    assert!(common::spec(&json).is_ok(), "smaller batches fit");
}

#[test]
fn ragged_rows_are_refused_before_there_is_room_for_them() {
    let mut json = handout();
    json["inputs"] = json!(vec![vec![0; 40_000]; 2]);
    let rows = json["inputs"].as_array_mut().expect("rows");
    rows.extend(vec![json!([]); 400_000]);
    assert_eq!(common::spec(&json).expect_err("ragged").path, "inputs[2]");
}

#[test]
fn cross_entropy_wants_probabilities() {
    let mut json = handout();
    json["cost"] = json!({ "kind": "cross_entropy" });
    let mut tanh = json.clone();
    tanh["layers"][1]["activation"] = json!({ "kind": "tanh" });
    assert_eq!(common::spec(&tanh).expect_err("tanh is none").path, "layers[1].activation");
    let mut target = json.clone();
    target["targets"] = json!([[1.5]]);
    assert_eq!(common::spec(&target).expect_err("1.5 is none").path, "targets[0][0]");
    let mut softmax = json.clone();
    softmax["layers"][1]["activation"] = json!({ "kind": "softmax" });
    softmax["targets"] = json!([[0.5]]);
    assert_eq!(common::spec(&softmax).expect_err("they do not sum to 1").path, "targets[0]");
    let mut least_squares = json;
    least_squares["layers"][1]["activation"] = json!({ "kind": "softmax" });
    least_squares["cost"] = json!({ "kind": "lse" });
    assert_eq!(common::spec(&least_squares).expect_err("softmax goes with cross_entropy").path, "cost");
}

/// A message stays a sentence whatever is thrown at it.
#[test]
fn hostile_values_are_cut_short() {
    let error = with("/reduction", json!("<script>".repeat(200_000)));
    assert!(error.to_string().len() < 200, "{}", error.to_string().len());
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let error = with("/inputs", deep);
    assert!(error.path.starts_with("inputs[0]"), "{error}");
}
