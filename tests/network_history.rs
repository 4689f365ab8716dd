//! Runs, stages, records and replays give the same bits.
mod common;
use gradstep::quantity::{Kind, Quantity};
use gradstep::{Matrix, Network, preset};
use serde_json::{Value, json};

fn optimizers() -> Vec<Value> {
    let moments =
        |kind: &str| json!({ "kind": kind, "learning_rate": 0.1, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-8 });
    let mut adamw = moments("adamw");
    adamw["weight_decay"] = json!(0.01);
    vec![
        json!({ "kind": "sgd", "learning_rate": 0.1 }),
        json!({ "kind": "momentum", "learning_rate": 0.1, "momentum": 0.9 }),
        json!({ "kind": "momentum", "learning_rate": 0.1, "momentum": 0.9, "form": "gradient" }),
        json!({ "kind": "ema_momentum", "learning_rate": 0.1, "momentum": 0.9 }),
        json!({ "kind": "ema_momentum", "learning_rate": 0.1, "momentum": 0.9, "bias_correction": false }),
        json!({ "kind": "nesterov", "learning_rate": 0.1, "momentum": 0.9 }),
        json!({ "kind": "adagrad", "learning_rate": 0.1, "epsilon": 1e-8 }),
        json!({ "kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-6 }),
        json!({ "kind": "rmsprop", "learning_rate": 0.1, "decay": 0.9, "epsilon": 1e-8 }),
        json!({ "kind": "lion", "learning_rate": 0.01, "beta1": 0.9, "beta2": 0.99 }),
        moments("adam"),
        adamw,
        moments("amsgrad"),
        moments("nadam"),
    ]
}

/// Batches, dropout and Random ReLU: everything that draws.
fn spec(optimizer: &Value) -> Value {
    json!({
        "layers": [
            { "weights": [[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]], "bias": [0, 0.1, -0.1],
              "activation": { "kind": "rrelu", "lower": 0.1, "upper": 0.3 }, "dropout": 0.3 },
            { "weights": [[0.7, -0.2, 0.4]], "bias": [0.2], "activation": { "kind": "sigmoid" } },
        ],
        "cost": { "kind": "cross_entropy" }, "optimizer": optimizer, "batch_size": 2, "seed": 3,
        "inputs": [[0, 1], [1, 0], [1, 1], [0.5, -1], [-1, 0.3]], "targets": [[1], [1], [0], [0], [1]],
    })
}

fn bits(network: &Network) -> Vec<u64> {
    let pairs = network.parameters();
    let all = pairs.iter().flat_map(|(weights, bias)| weights.values().iter().chain(bias));
    all.chain(network.costs()).map(|value| value.to_bits()).collect()
}

#[test]
fn one_by_one_and_all_at_once_are_the_same() {
    for optimizer in optimizers() {
        let (mut whole, mut single) = (common::network(spec(&optimizer)), common::network(spec(&optimizer)));
        whole.iterate(300);
        for iteration in 1..=300 {
            if iteration % 7 == 0 {
                single.record(iteration / 2).expect("an iteration that was done");
            }
            single.iterate(1);
        }
        assert_eq!(bits(&whole), bits(&single), "{optimizer}");
    }
}

#[test]
fn a_record_shows_what_the_run_computed_whatever_came_after() {
    for optimizer in optimizers() {
        let mut network = common::network(spec(&optimizer));
        let mut seen = Vec::new();
        for iteration in 1..=200 {
            seen.push(network.record(iteration).expect("the next iteration"));
            network.iterate(1);
            let (weights, bias) = &network.parameters()[1];
            let last = &seen[seen.len() - 1];
            assert_eq!(last.result(Quantity::Parameter(Kind::Weights, 2)), Some(weights), "{optimizer}");
            assert_eq!(last.result(Quantity::Parameter(Kind::Bias, 2)).map(Matrix::values), Some(&bias[..]));
            assert_eq!(last.result(Quantity::Cost).map(|cost| cost.get(0, 0)), network.costs().last().copied());
        }
        for (index, record) in seen.iter().enumerate() {
            assert_eq!(network.record(index as u64 + 1).as_ref(), Ok(record), "{optimizer}, iteration {}", index + 1);
        }
    }
}

#[test]
fn following_two_parameters_is_the_same_training() {
    use gradstep::network::Place;
    let place = |parameter: &str, row, column| Place { parameter: parameter.to_owned(), row, column };
    let axes = [place("W1", 2, 1), place("b2", 0, 0)];
    for optimizer in optimizers() {
        let mut network = common::network(spec(&optimizer));
        let mut followed = common::network(spec(&optimizer));
        let path = followed.follow([&axes[0], &axes[1]], 7).expect("both are there");
        for (step, point) in path.chunks_exact(2).enumerate() {
            let layers = network.parameters();
            assert_eq!(point, [layers[0].0.get(2, 1), layers[1].1[0]], "{optimizer}, step {step}");
            network.iterate(1);
        }
        assert_eq!(followed.costs(), &network.costs()[..7]);
        assert!(followed.follow([&axes[0], &place("W3", 0, 0)], 1).is_err());
        assert_eq!(followed.iteration(), 7);
    }
}

#[test]
fn an_iteration_that_is_not_there_is_refused() {
    let network = common::network(spec(&optimizers()[0]));
    for iteration in [0, 2, u64::MAX] {
        let error = network.record(iteration).expect_err("only iteration 1 is there");
        assert_eq!(error.path, "iteration");
    }
}

#[test]
fn results_come_in_the_order_of_the_worked_solution() {
    let order = |optimizer: &Value| {
        let record = common::network(spec(optimizer)).record(1).expect("the first iteration");
        record.results.iter().map(|(quantity, _)| quantity.to_string()).collect::<Vec<_>>().join(" ")
    };
    let passes = "z1 a1 z2 a2 cost cost_other delta2 dW2 db2 delta1 dW1 db1 ";
    let expected = [
        "W2 b2 W1 b1",
        "vW2 W2 vb2 b2 vW1 W1 vb1 b1",
        "vW2 W2 vb2 b2 vW1 W1 vb1 b1",
        "mW2 mhatW2 W2 mb2 mhatb2 b2 mW1 mhatW1 W1 mb1 mhatb1 b1",
        "mW2 W2 mb2 b2 mW1 W1 mb1 b1",
        "vW2 W2 vb2 b2 vW1 W1 vb1 b1",
        "sW2 W2 sb2 b2 sW1 W1 sb1 b1",
        "sW2 uW2 xW2 W2 sb2 ub2 xb2 b2 sW1 uW1 xW1 W1 sb1 ub1 xb1 b1",
        "sW2 W2 sb2 b2 sW1 W1 sb1 b1",
        "W2 mW2 b2 mb2 W1 mW1 b1 mb1",
    ];
    let moments = "mW2 sW2 mhatW2 shatW2 W2 mb2 sb2 mhatb2 shatb2 b2 mW1 sW1 mhatW1 shatW1 W1 mb1 sb1 mhatb1 shatb1 b1";
    for (index, optimizer) in optimizers().iter().enumerate() {
        assert_eq!(order(optimizer), format!("{passes}{}", expected.get(index).unwrap_or(&moments)), "{optimizer}");
    }
}

#[test]
fn by_hand_every_result_is_rounded_before_it_is_used() {
    let mut json = serde_json::to_value(preset::spec("hw3-q1").expect("a preset")).expect("plain data");
    json["rounding"] = json!({ "digits": 4, "mode": "half_even" });
    for layer in json["layers"].as_array_mut().expect("layers") {
        layer["dropout"] = json!(0);
    }
    let mut network = common::network(json);
    network.iterate(2);
    let record = network.record(2).expect("done");
    for (quantity, value) in record.before.iter().chain(&record.results) {
        for number in value.values() {
            assert_eq!(format!("{number:.4}").parse::<f64>(), Ok(*number), "{quantity}");
        }
    }
    // by hand: a2 = 0.4739, a2 (1 - a2) (a2 - 1) = -0.13117... -> -0.1312
    let delta = network.record(1).expect("done").result(Quantity::Delta(2)).map(|delta| delta.get(0, 0));
    assert_eq!(delta, Some(-0.1312));
}

#[test]
fn an_overflow_is_placed_and_keeps_what_was_before_it() {
    let mut json = serde_json::to_value(preset::spec("xor").expect("a preset")).expect("plain data");
    json["cost"] = json!({ "kind": "lse" });
    json["layers"][1]["activation"] = json!({ "kind": "identity" });
    json["layers"][0]["activation"] = json!({ "kind": "identity" });
    json["optimizer"] = json!({ "kind": "sgd", "learning_rate": 50 });
    let mut network = common::network(json);
    assert_eq!(network.divergence(), None);
    network.iterate(200);
    let (iteration, quantity) = network.divergence().expect("a learning rate of 50 overflows");
    let before = network.record(iteration - 1).expect("done");
    assert!(before.results.iter().all(|(_, value)| value.values().iter().all(|number| number.is_finite())));
    let record = network.record(iteration).expect("done");
    let lost = record.results.iter().find(|(_, value)| value.values().iter().any(|number| !number.is_finite()));
    assert_eq!(lost.map(|(quantity, _)| *quantity), Some(quantity));
}

#[test]
fn an_epoch_sees_every_sample_once_in_an_order_of_its_own() {
    let mut network = common::network(spec(&optimizers()[0]));
    network.iterate(30);
    let mut orders = Vec::new();
    for epoch in 0..10 {
        let batches: Vec<Vec<usize>> =
            (1..=3).map(|batch| network.batch(3 * epoch + batch).expect("an iteration that was done")).collect();
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
        for (batch, samples) in batches.iter().enumerate() {
            let record = network.record(3 * epoch + batch as u64 + 1).expect("done");
            let x = record.before(Quantity::Input).expect("an operand");
            for (column, sample) in samples.iter().enumerate() {
                assert_eq!(x.get(0, column), network.spec().inputs.get(*sample, 0));
            }
        }
        let order = batches.concat();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4]);
        orders.push(order);
    }
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 5, "{orders:?}");
    assert_eq!(network.batch(32).map_err(|error| error.path), Err("iteration".to_owned()));
}
