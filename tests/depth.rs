//! The depth lab's numbers against theory, central differences and themselves.
mod common;
use common::{assert_close, data};
use gradstep::depth::{
    Architecture, COLUMNS, DepthSpec, Held, Histogram, Training, at_start, curve, factors, path, spread,
};
use gradstep::derivation::Display;
use gradstep::input::Reader;
use gradstep::network::Place;
use gradstep::quantity::{Kind, Quantity};
use gradstep::{Matrix, Network};
use serde_json::{Value, json};

fn read(json: &Value) -> gradstep::Result<DepthSpec> {
    DepthSpec::read(&Reader::new(&data(json)))
}

/// A network on 40 points of XOR, 32 of them trained on.
fn spec(network: Value) -> DepthSpec {
    let mut whole = json!({
        "depth": 3, "width": 4, "activation": { "kind": "tanh" }, "initializer": { "kind": "glorot_normal" },
        "optimizer": { "kind": "sgd", "learning_rate": 0.1 }, "batch_size": 8,
    });
    for (name, value) in network.as_object().expect("an object") {
        whole[name] = value.clone();
    }
    read(&json!({ "data": { "kind": "xor", "samples": 40, "held_out": 0.2 }, "seed": 5, "network": whole }))
        .expect("valid")
}

fn training(network: Value) -> Training {
    Training::new(spec(network), None).expect("valid")
}

/// δ RMS of each layer, and the factor, over `seeds` seeds.
fn start(network: Value, seeds: u64) -> (Vec<f64>, f64) {
    let spec = spec(network);
    let spread = spread(&at_start(&spec, None, 0..seeds).expect("valid"), spec.network.depth + 1, 1);
    assert_eq!(spread.seeds as u64, seeds);
    (spread.quartiles.iter().map(|layer| layer.median).collect(), spread.fit.expect("a line").factor)
}

#[test]
fn gradient_norms_are_those_of_central_differences() {
    let rich = json!({ "residual": true, "dropout": 0.3, "activation": { "kind": "silu" }, "l1": 0.01, "l2": 0.1 });
    for network in [json!({}), rich] {
        let mut training = training(network);
        training.advance(6);
        let table = training.layers().table();
        for layer in 1..=4 {
            let weights = &training.network().spec().layers[layer - 1].weights;
            let mut sum = 0.0;
            for (row, column) in
                (0..weights.rows()).flat_map(|row| (0..weights.columns()).map(move |column| (row, column)))
            {
                let at = Place { parameter: format!("W{layer}"), row, column };
                sum += training.network().check_gradient(7, &at).expect("there").numeric.powi(2);
            }
            let norm = table[(layer - 1) * COLUMNS.len()];
            assert!((norm - sum.sqrt()).abs() < 1e-8, "layer {layer}: {norm} for {}", sum.sqrt());
        }
    }
}

#[test]
fn a_network_in_training_is_the_same_network() {
    let spec = spec(json!({ "dropout": 0.2, "activation": { "kind": "rrelu", "lower": 0.1, "upper": 0.4 } }));
    let mut training = Training::new(spec.clone(), None).expect("valid");
    let drawn = spec.data.draw(spec.seed, None).expect("drawn");
    let mut network = Network::new(spec.network.network(&drawn, spec.seed).expect("valid"));
    for count in [1, 2, 10, 3] {
        training.advance(count);
        training.layers().table();
    }
    network.iterate(16);
    assert_eq!(training.network().parameters(), network.parameters());
    assert_eq!((training.iteration(), training.epoch(), training.batches()), (16, 4, 4));
    let epochs: Vec<u64> = training.curve().iter().map(|point| point.epoch).collect();
    assert_eq!(epochs, [0, 1, 2, 3, 4]);
    let last = training.curve().last().expect("a point");
    let held_out = drawn.held_out.as_ref().expect("held out");
    let evaluation = network.evaluate(&held_out.inputs, &held_out.targets);
    assert_eq!((last.held_out_cost, Some(last.held_out_accuracy)), (evaluation.cost, evaluation.accuracy));
}

#[test]
fn a_long_curve_keeps_every_second_epoch() {
    let mut training = training(json!({ "depth": 1, "width": 1, "batch_size": 32 }));
    training.advance(1100);
    let epochs: Vec<u64> = training.curve().iter().map(|point| point.epoch).collect();
    assert!(epochs.len() <= 512 && epochs.windows(2).all(|pair| pair[1] - pair[0] == 4), "{epochs:?}");
    assert_eq!((epochs[0], epochs.last()), (0, Some(&1100)));
}

/// Mean squares of z by layer, over 100 seeds, with all data in one batch.
fn mean_squares(activation: &str, initializer: &str) -> (Vec<f64>, f64) {
    let network = json!({ "depth": 5, "width": 64, "activation": { "kind": activation }, "initializer": { "kind": initializer }, "batch_size": 32 });
    let spec = spec(network);
    let drawn = spec.data.draw(spec.seed, None).expect("drawn");
    let mut means = vec![0.0; 5];
    for seed in 0..100 {
        let network = Network::new(spec.network.network(&drawn, seed).expect("valid"));
        let record = network.record(1).expect("the first");
        for (layer, mean) in means.iter_mut().enumerate() {
            let z = record.result(Quantity::WeightedInput(layer + 1)).expect("z").values();
            *mean += z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64 / 100.0;
        }
    }
    let inputs = &drawn.training.inputs;
    (means, inputs.values().iter().map(|x| x * x).sum::<f64>() / inputs.rows() as f64)
}

/// Glorot & Bengio 2010, eq. 12: Var z = n_in Var w E x². In a linear network of equal widths it stays. The mean over
/// 100 draws of five layers of 64 units is off by √(((1 + 2/64)⁵ − 1)/100) = 4 % of it; five of these are allowed.
#[test]
fn xavier_keeps_the_variance_of_a_linear_network() {
    let (found, squares) = mean_squares("identity", "glorot_normal");
    let expected = squares * 2.0 / (2.0 + 64.0);
    assert!(found.iter().all(|found| (found / expected - 1.0).abs() < 0.2), "{found:?} for {expected}");
}

/// He et al. 2015, eq. 10: with ReLU, E a² = Var z / 2 makes up for the 2. Off by √(((1 + 5/64)⁵ − 1)/100) = 7 %.
#[test]
fn he_keeps_the_variance_of_a_rectified_network() {
    let (found, squares) = mean_squares("relu", "he_normal");
    let expected = squares * 2.0 / 2.0;
    assert!(found.iter().all(|found| (found / expected - 1.0).abs() < 0.33), "{found:?} for {expected}");
    let (xavier, _) = mean_squares("relu", "glorot_normal");
    assert!((xavier[4] / xavier[0] - 1.0 / 16.0).abs() < 0.02, "{xavier:?}");
}

/// 5,120 draws each; four standard errors are allowed.
#[test]
fn masks_and_slopes_have_the_right_mean() {
    let (lower, upper, p) = (0.125, 0.5, 0.3);
    let rrelu = json!({ "kind": "rrelu", "lower": lower, "upper": upper });
    let training = training(json!({ "depth": 1, "width": 128, "activation": rrelu, "dropout": p, "batch_size": 32 }));
    let (mut masks, mut slopes) = (vec![], vec![]);
    for iteration in 1..=2 {
        let mut network = training.network().clone();
        network.iterate(iteration - 1);
        let record = network.record(iteration).expect("there");
        masks.extend_from_slice(record.before(Quantity::Mask(1)).expect("a mask").values());
        slopes.extend_from_slice(record.before(Quantity::Slope(1)).expect("slopes").values());
        let (z, a) = (record.result(Quantity::WeightedInput(1)), record.result(Quantity::Activation(1)));
        for (((z, a), mask), slope) in z
            .expect("z")
            .values()
            .iter()
            .zip(a.expect("a").values())
            .zip(record.before(Quantity::Mask(1)).expect("a mask").values())
            .zip(record.before(Quantity::Slope(1)).expect("slopes").values())
        {
            let f = if *z > 0.0 { *z } else { slope * z };
            assert_eq!(*a, mask * f / (1.0 - p));
        }
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let count = masks.len() as f64;
    assert!((mean(&masks) - (1.0 - p)).abs() < 4.0 * (p * (1.0 - p) / count).sqrt(), "{}", mean(&masks));
    let deviation = (upper - lower) / 12f64.sqrt();
    assert!((mean(&slopes) - 0.5 * (lower + upper)).abs() < 4.0 * deviation / count.sqrt(), "{}", mean(&slopes));
}

#[test]
fn thirty_sigmoid_layers_lose_three_quarters_each() {
    let deep = |activation: &str, initializer: &str| {
        start(json!({ "depth": 30, "width": 32, "activation": { "kind": activation }, "initializer": { "kind": initializer } }), 9).1
    };
    let (sigmoid, relu) = (deep("sigmoid", "glorot_normal"), deep("relu", "he_normal"));
    assert!(sigmoid < 0.25, "{sigmoid}");
    assert!((0.9..1.1).contains(&relu), "{relu}");
}

/// With skips J = … + a⁽ˡ⁻¹⁾ carries dJ/da down unchanged beside what comes through W: of the last hidden layer's δ
/// at least half, and with these weights no more than 10⁴ times it, reaches layer 1. Without, less than 10⁻⁶.
#[test]
fn skips_carry_the_gradient_to_layer_1() {
    let of = |residual: bool| {
        let (median, _) = start(
            json!({ "depth": 30, "width": 16, "residual": residual, "initializer": { "kind": "uniform_fan_in" } }),
            9,
        );
        median[0] / median[29]
    };
    let (with, without) = (of(true), of(false));
    assert!((0.5..1e4).contains(&with) && without < 1e-6, "{with} {without}");
}

#[test]
fn the_factors_multiply_to_what_is_left() {
    for network in [json!({ "depth": 6 }), json!({ "depth": 6, "residual": true, "dropout": 0.4 })] {
        let plain = network.get("residual").is_none();
        let training = training(network);
        let record = training.next();
        let found = factors(training.network(), record);
        assert_eq!(found.iter().map(|factors| factors.layer).collect::<Vec<_>>(), [6, 5, 4, 3, 2, 1]);
        let mut product = 1.0;
        let length = |layer| {
            record.result(Quantity::Delta(layer)).expect("δ").values().iter().map(|d| d * d).sum::<f64>().sqrt()
        };
        for factors in &found {
            product *= factors.by_weights * factors.by_slopes;
            assert!((factors.product / product - 1.0).abs() < 1e-12, "{factors:?}");
            let bound = factors.norm * factors.steepest * length(factors.layer + 1);
            assert!(!plain || length(factors.layer) <= bound * (1.0 + 1e-9), "{factors:?}");
        }
    }
}

/// The norm of a matrix with known singular values 5 and 1 (its columns have lengths and angle of such a one).
#[test]
fn the_norm_is_the_largest_singular_value() {
    let spec = spec(json!({ "depth": 2, "initializer": { "kind": "orthogonal", "gain": 3 } }));
    let training = Training::new(spec, None).expect("valid");
    assert!(training.factors().iter().all(|factors| (factors.norm - 3.0).abs() < 1e-9));
}

#[test]
fn a_path_through_single_units_is_the_backward_pass() {
    let training = training(json!({ "depth": 4, "width": 1, "residual": true, "dropout": 0.2 }));
    let (units, steps) = training.path(1, 3, Display::default());
    assert_eq!(units, [0; 5]);
    assert_eq!(
        steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(),
        ["delta5", "delta4", "delta3", "delta2", "delta1"]
    );
    for (step, layer) in steps.iter().zip((1..=5).rev()) {
        let expected = training.next().result(Quantity::Delta(layer)).expect("δ").get(0, 3);
        assert_close(&step.id, step.value.values(), &[expected], 1e-15);
    }
}

#[test]
fn a_path_goes_by_its_own_weights_and_slopes() {
    let training = training(json!({ "depth": 3, "width": 5 }));
    let (network, record) = (training.network(), training.next());
    let (units, steps) = path(network, record, 1, 0, Display::default());
    let mut expected = record.result(Quantity::Delta(4)).expect("δ").get(0, 0);
    for (layer, (pair, step)) in (1..=3).rev().zip(units.windows(2).zip(&steps[1..])) {
        let weights = record.before(Quantity::Parameter(Kind::Weights, layer + 1)).expect("W");
        let a = record.result(Quantity::Activation(layer)).expect("a").get(pair[1], 0);
        expected *= weights.get(pair[0], pair[1]) * (1.0 - a * a);
        assert_close(&step.id, step.value.values(), &[expected], 1e-15);
        assert!(step.substituted.latex.len() > 10 && !step.why.is_empty());
    }
}

#[test]
fn a_unit_that_is_dropped_by_hand_gets_and_gives_no_gradient() {
    let training = training(json!({ "depth": 2, "width": 3, "dropout": 0.5 }));
    let held = |kept| [0, 1, 2].map(|unit| Held { layer: 1, unit, kept: kept || unit != 1 });
    let found = training.dropout(1, &held(false), Display::default()).expect("there");
    assert_eq!(found.kept, [1.0, 0.0, 1.0]);
    let value =
        |id: &str| found.steps.iter().find(|step| step.id == id).map(|step| step.value.clone()).expect("a step");
    assert!(value("dW1").row(1).iter().all(|entry| *entry == 0.0));
    assert!((0..3).all(|row| value("dW2").get(row, 1) == 0.0));
    assert!(value("delta1").row(0).iter().any(|entry| *entry != 0.0));
    let all = training.dropout(1, &held(true), Display::default()).expect("there");
    assert!(found.gradients[0].zeros >= all.gradients[0].zeros + 2);
    assert!(found.steps[0].formula.latex.contains("1 - p"), "{}", found.steps[0].formula.latex);
    let drawn = training.dropout(1, &[], Display::default()).expect("there");
    assert!(drawn.gradients.iter().all(|layer| layer.zeros == layer.zeros_drawn && layer.norm == layer.norm_drawn));
}

#[test]
fn quartiles_and_lines_of_known_numbers() {
    // five seeds, three layers, δ RMS = seed · 2^layer · 10⁻³, so that the medians double
    let values: Vec<f64> = (1..=5)
        .flat_map(|seed| (1..=3).flat_map(move |layer| [0.0, f64::from(seed) * 2f64.powi(layer) * 1e-3]))
        .collect();
    let found = spread(&values, 3, 1);
    let layers: Vec<_> = found.quartiles.iter().map(|layer| (layer.lower, layer.median, layer.upper)).collect();
    assert_close("quartiles", &[layers[1].0, layers[1].1, layers[1].2], &[8e-3, 12e-3, 16e-3], 1e-15);
    let fit = found.fit.expect("a line");
    assert_eq!((fit.first, fit.last), (1, 2));
    assert!((fit.factor - 0.5).abs() < 1e-12, "{fit:?}");
    assert_eq!(spread(&values, 3, 0).fit, None);
}

#[test]
fn maps_histograms_and_curves_say_what_the_network_does() {
    let training = training(json!({ "depth": 1, "width": 2 }));
    let map = training.map(2, 4, 3);
    assert_eq!(map.shape(), (1, 12));
    let grid = training.data().grid(4, 3);
    assert_eq!(grid.row(0), [-4.5, -4.0]);
    assert_eq!(
        map.get(0, 5),
        training.network().predict(&Matrix::from_fn(1, 2, |_, column| grid.get(5, column))).get(0, 0)
    );
    assert_eq!(training.map(1, 4, 3).shape(), (2, 12));
    let Histogram { low, high, counts } = training.layers().histogram(1, 10);
    assert_eq!(counts.iter().sum::<u32>(), 2 * 8);
    assert!(low < high && counts[0] > 0 && counts[9] > 0);
    let (f, slopes) = curve(gradstep::Activation::Sigmoid, -1.0, 1.0, 3);
    assert_eq!((f[1], slopes[1]), (0.5, 0.25));
}

/// A penalty pulls weights towards 0: that of their sizes to small ones, that of their squares all alike.
#[test]
fn penalties_shrink_the_weights() {
    let norms = |network: Value| {
        let mut training = training(network);
        training.advance(200);
        let column = COLUMNS.iter().position(|known| *known == "weight_norm").expect("a column");
        training.layers().table().iter().skip(column).step_by(COLUMNS.len()).sum::<f64>()
    };
    let plain = norms(json!({}));
    assert!(norms(json!({ "l2": 0.1 })) < 0.8 * plain && norms(json!({ "l1": 0.03 })) < 0.8 * plain);
}

/// All-zero weights: no hidden layer gets any gradient, and with ReLU all hidden units are dead.
#[test]
fn zeros_are_seen() {
    let training = training(json!({ "initializer": { "kind": "zeros" }, "activation": { "kind": "relu" } }));
    let table = training.layers().table();
    let of = |layer: usize, name: &str| {
        table[(layer - 1) * COLUMNS.len() + COLUMNS.iter().position(|known| *known == name).expect("a column")]
    };
    assert!((1..=3).all(|layer| of(layer, "delta_rms") == 0.0 && of(layer, "dead") == 1.0));
    assert!(of(4, "delta_rms") > 0.0 && of(4, "dead") == 0.0);
}

#[test]
fn bad_networks_have_a_place() {
    let refused = |network: Value| {
        let mut whole = json!({ "depth": 3, "width": 4, "activation": { "kind": "tanh" }, "initializer": { "kind": "zeros" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 }, "batch_size": 8 });
        for (name, value) in network.as_object().expect("an object") {
            whole[name] = value.clone();
        }
        read(&json!({ "data": { "kind": "circle" }, "network": whole })).expect_err("refused").path
    };
    assert_eq!(refused(json!({ "depth": 61 })), "network.depth");
    assert_eq!(refused(json!({ "width": 0 })), "network.width");
    assert_eq!(refused(json!({ "dropout": 1 })), "network.dropout");
    assert_eq!(refused(json!({ "l2": -1 })), "network.l2");
    assert_eq!(refused(json!({ "batch_size": 101 })), "network.batch_size");
    assert_eq!(refused(json!({ "activation": { "kind": "softmax" } })), "network.activation");
    assert_eq!(refused(json!({ "initializer": { "kind": "normal" } })), "network.initializer.std");
    assert_eq!(refused(json!({ "cost": 1 })), "network.cost");
}

/// What a preset says opens.
#[test]
fn presets_can_be_read_back() {
    let presets = gradstep::preset::presets();
    let depth: Vec<_> = presets.iter().filter(|preset| preset.lab == "depth").collect();
    assert_eq!(depth.len(), 5);
    for preset in depth {
        let spec = serde_json::to_value(&preset.spec).expect("plain data");
        for which in ["a", "b"] {
            let one = json!({ "data": spec["data"], "seed": spec["seed"], "network": spec[which] });
            let found: Architecture = read(&one).unwrap_or_else(|error| panic!("{}: {error}", preset.id)).network;
            assert_eq!(serde_json::to_value(&found).expect("plain data"), spec[which]);
        }
    }
}
