//! Predictions, evaluation, statistics and the other cost, against plain calculations.
mod common;
use common::assert_close;
use gradstep::input::{Reader, Value};
use gradstep::network::{MOST_ITERATIONS, Place, read_count};
use gradstep::quantity::{Kind, Quantity};
use gradstep::surface::Surface;
use gradstep::{Matrix, Network, num, preset};
use serde_json::json;

#[test]
fn predictions_leave_out_what_is_drawn_in_training() {
    let mut network = common::network(json!({
        "layers": [
            { "weights": [[1.0], [-1.0]], "bias": [0, 0], "activation": { "kind": "rrelu", "lower": 0.1, "upper": 0.3 }, "dropout": 0.5 },
            { "weights": [[1.0, 1.0]], "bias": [0.5], "activation": { "kind": "identity" } },
        ],
        "cost": { "kind": "lse" }, "optimizer": { "kind": "sgd", "learning_rate": 0 },
        "inputs": [[2]], "targets": [[1]],
    }));
    network.iterate(3);
    let inputs = Matrix::from_fn(3, 1, |row, _| row as f64 - 1.0);
    // z = ±x, the negative one times 0.2, then + 0.5
    assert_close("outputs", network.predict(&inputs).values(), &[0.8 + 0.5, 0.5, 0.8 + 0.5], 1e-15);
    let evaluation = network.evaluate(&inputs, &Matrix::from_fn(3, 1, |_, _| 1.3));
    assert_close("cost", &[evaluation.cost], &[0.5 * 0.64 / 3.0], 1e-15);
    assert_eq!(evaluation.accuracy, None);
}

#[test]
fn accuracy_counts_classes_where_targets_are_classes() {
    let network = Network::new(preset::spec("xor").expect("a preset"));
    let spec = network.spec();
    let outputs = network.predict(&spec.inputs);
    let right =
        outputs.values().iter().zip(spec.targets.values()).filter(|(a, y)| (**a >= 0.5) == (**y == 1.0)).count();
    assert_eq!(network.evaluate(&spec.inputs, &spec.targets).accuracy, Some(right as f64 / 4.0));
    let mut softmax = Network::new(preset::spec("softmax-3-4-3").expect("a preset"));
    softmax.iterate(400);
    let (inputs, targets) = (softmax.spec().inputs.clone(), softmax.spec().targets.clone());
    assert_eq!(softmax.evaluate(&inputs, &targets).accuracy, Some(1.0));
    assert_eq!(softmax.evaluate(&inputs, &targets.map(|y| 0.5 * y + 1.0 / 6.0)).accuracy, None);
}

#[test]
fn an_evaluation_is_rounded_by_hand_as_the_iteration_is() {
    let mut json = serde_json::to_value(preset::spec("hw3-q1")).expect("plain data");
    json["rounding"] = json!({ "digits": 2, "mode": "half_even" });
    let network = common::network(json);
    let (inputs, targets) = (network.spec().inputs.clone(), network.spec().targets.clone());
    let record = network.record(1).expect("the first");
    let result = |quantity| record.result(quantity).expect("a result").clone();
    assert_eq!(network.predict(&inputs).transposed(), result(Quantity::Activation(2)));
    assert_eq!(network.evaluate(&inputs, &targets).cost, result(Quantity::Cost).get(0, 0));
}

#[test]
fn an_id_is_read_as_it_is_written() {
    for id in ["W01", "W0", "z00", "W1 ", "W+1", "Wé1", "1", "", "W", "W99999999999999999999"] {
        assert_eq!(Quantity::parse(id), None, "{id:?}");
    }
}

#[test]
fn cross_entropy_stays_exact_where_the_sigmoid_saturates() {
    for (z, target, expected) in [
        (800.0, 1.0, 0.0),
        (-800.0, 1.0, 800.0),
        (800.0, 0.0, 800.0),
        (40.0, 1.0, 4.248354255291589e-18),
        (-300.0, 0.0, 5.148200222412013e-131),
    ] {
        let network = common::network(json!({
            "layers": [{ "weights": [[z]], "bias": [0], "activation": { "kind": "sigmoid" } }],
            "cost": { "kind": "cross_entropy" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 },
            "inputs": [[1]], "targets": [[target]],
        }));
        let cost = network.record(1).expect("the first").result(Quantity::Cost).map_or(f64::NAN, |cost| cost.get(0, 0));
        assert!((cost - expected).abs() <= 1e-14 * expected, "z = {z}, y = {target}: {cost}");
    }
}

#[test]
fn softmax_cross_entropy_stays_exact_for_logits_in_the_hundreds() {
    let network = common::network(json!({
        "layers": [{ "weights": [[700], [-700], [660]], "bias": [0, 0, 0], "activation": { "kind": "softmax" } }],
        "cost": { "kind": "cross_entropy" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 },
        "inputs": [[1]], "targets": [[0, 1, 0]],
    }));
    let cost = network.record(1).expect("the first").result(Quantity::Cost).map_or(f64::NAN, |cost| cost.get(0, 0));
    assert_eq!(cost, 1400.0);
}

#[test]
fn statistics_are_those_of_the_last_iteration() {
    let mut network = Network::new(preset::spec("softmax-3-4-3").expect("a preset"));
    assert!(network.layer_stats().is_empty());
    network.iterate(5);
    let record = network.record(5).expect("done");
    let norm = |matrix: &Matrix| matrix.values().iter().map(|value| value * value).sum::<f64>().sqrt();
    for stats in network.layer_stats() {
        let result = |quantity| record.result(quantity).expect("a result");
        let weights = Quantity::Parameter(Kind::Weights, stats.layer);
        let (before, after) = (record.before(weights).expect("an operand"), result(weights));
        let change = Matrix::from_fn(after.rows(), after.columns(), |row, column| {
            after.get(row, column) - before.get(row, column)
        });
        let (delta, a) =
            (result(Quantity::Delta(stats.layer)).values(), result(Quantity::Activation(stats.layer)).values());
        let mean = a.iter().sum::<f64>() / a.len() as f64;
        let found = [
            stats.gradient_norm,
            stats.weight_norm,
            stats.update_ratio,
            stats.delta_rms,
            stats.activation_mean,
            stats.activation_std,
        ];
        let expected = [
            norm(result(Quantity::Gradient(Kind::Weights, stats.layer))),
            norm(after),
            norm(&change) / norm(before),
            (delta.iter().map(|delta| delta * delta).sum::<f64>() / delta.len() as f64).sqrt(),
            mean,
            (a.iter().map(|a| (a - mean) * (a - mean)).sum::<f64>() / a.len() as f64).sqrt(),
        ];
        assert_close(&format!("layer {}", stats.layer), &found, &expected, 1e-14);
    }
}

#[test]
fn saturated_units_are_those_with_a_slope_below_a_hundredth_of_the_steepest() {
    let share = |activation: serde_json::Value, inputs: &[f64]| {
        let rows: Vec<Vec<f64>> = inputs.iter().map(|z| vec![*z]).collect();
        let mut network = common::network(json!({
            "layers": [{ "weights": [[1]], "bias": [0], "activation": activation }],
            "cost": { "kind": "lse" }, "optimizer": { "kind": "sgd", "learning_rate": 0 },
            "inputs": rows, "targets": rows,
        }));
        network.iterate(1);
        network.layer_stats()[0].saturated
    };
    // sigmoid' falls below 0.0025 beyond |z| = 5.9866
    assert_eq!(share(json!({ "kind": "sigmoid" }), &[0.0, 5.98, -5.98, 5.99, -6.5]), 0.4);
    // tanh' falls below 0.01 beyond |z| = 2.9932
    assert_eq!(share(json!({ "kind": "tanh" }), &[0.0, 2.99, -3.0, 4.0]), 0.5);
    assert_eq!(share(json!({ "kind": "relu" }), &[1.0, -1.0, -0.1, 2.0]), 0.5);
    assert_eq!(share(json!({ "kind": "leaky_relu", "slope": 0.1 }), &[1.0, -1.0]), 0.0);
    assert_eq!(share(json!({ "kind": "identity" }), &[1.0, -1e9]), 0.0);
}

#[test]
fn the_steepest_slope_of_every_activation_is_where_it_is_said_to_be() {
    use gradstep::Activation::*;
    let all = [Identity, Sigmoid, Tanh, Relu, LeakyRelu { slope: 1.5 }, Elu { alpha: 2.0 }, Softplus, Gelu, Silu];
    for activation in all {
        let z: Vec<f64> = (-40_000..=40_000).map(|step| f64::from(step) * 1e-3).collect();
        let (mut f, mut slopes) = (vec![0.0; z.len()], vec![1.0; z.len()]);
        activation.apply(&z, &mut f);
        activation.scale_by_slope(&z, &f, &mut slopes);
        let largest = slopes.iter().fold(0.0, |largest: f64, slope| largest.max(slope.abs()));
        assert_close(activation.kind(), &[largest], &[activation.steepest()], 1e-6);
        assert!(largest <= activation.steepest() * (1.0 + 1e-12), "{}", activation.kind());
    }
}

#[test]
fn the_other_cost_stands_beside_each_iteration() {
    let mut network = Network::new(preset::spec("hw3-q1").expect("a preset"));
    network.iterate(3);
    let first = network.other_costs();
    network.iterate(4);
    let all = network.other_costs();
    assert_eq!((first.len(), all.len()), (3, 7));
    assert_eq!(first[..], all[..3]);
    for (index, cost) in all.iter().enumerate() {
        let record = network.record(index as u64 + 1).expect("done");
        assert_eq!(record.result(Quantity::CostOther).map(|cost| cost.get(0, 0)), Some(*cost));
    }
    let a = network.record(1).expect("done").result(Quantity::Activation(2)).map_or(f64::NAN, |a| a.get(0, 0));
    assert_close("-ln a", &[all[0]], &[-num::ln(a)], 1e-15);
}

#[test]
fn a_gradient_check_asks_for_a_parameter_that_is_there() {
    let network = Network::new(preset::spec("hw3-q1").expect("a preset"));
    let at =
        |parameter: &str, row, column| network.check_gradient(1, &Place { parameter: parameter.into(), row, column });
    let found = at("W1", 1, 2).expect("there");
    assert!(found.relative_error < 1e-7, "{found:?}");
    assert_eq!(at("b2", 0, 0).map(|found| found.relative_error < 1e-7), Ok(true));
    for (parameter, row, column, path) in [
        ("W3", 0, 0, "parameter"),
        ("z1", 0, 0, "parameter"),
        ("", 0, 0, "parameter"),
        ("W1", 2, 0, "row"),
        ("W1", 0, 3, "column"),
        ("b1", 0, 1, "column"),
    ] {
        assert_eq!(at(parameter, row, column).map_err(|error| error.path), Err(format!("at.{path}")), "{parameter}");
    }
}

#[test]
fn a_parameter_that_is_not_there_is_named_where_the_caller_has_it() {
    let spec = preset::spec("hw3-q1").expect("a preset");
    let place = |parameter: &str, row| Place { parameter: parameter.into(), row, column: 0 };
    let path = Network::new(spec.clone()).follow([&place("W1", 0), &place("W3", 0)], 1).map_err(|error| error.path);
    assert_eq!(path, Err("axes[1].parameter".to_owned()));
    let surface = json!({
        "network": spec,
        "axes": [{"parameter": "W1", "row": 0, "column": 0}, {"parameter": "W2", "row": 9, "column": 0}],
    });
    let surface = Surface::read(&Reader::at(&common::data(&surface), "surface"));
    assert_eq!(surface.map(|_| ()).map_err(|error| error.path), Err("surface.axes[1].row".to_owned()));
}

#[test]
fn a_run_has_an_end_in_words() {
    let count = |count: u64, done| read_count(&Reader::at(&Value::Number(count as f64), "count"), done);
    assert_eq!(count(MOST_ITERATIONS, 0), Ok(MOST_ITERATIONS));
    assert_eq!(count(MOST_ITERATIONS - 10, 10), Ok(MOST_ITERATIONS - 10));
    let error = count(MOST_ITERATIONS - 9, 10).expect_err("one too many");
    assert_eq!(error.path, "count");
    assert!(error.message.contains("from 0 to 99999990 (a run takes 100000000 at the most)"), "{}", error.message);
    assert_eq!(count(0, MOST_ITERATIONS + 1), Ok(0));
}
