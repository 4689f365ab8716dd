//! The rule shown is the rule computed: every step of many networks, recomputed from its operands by the
//! derivation's own code, equals what the network's passes found.
mod common;

use gradstep::derivation::{evaluate, lookup, rules};
use gradstep::network::Network;
use gradstep::num::random::Random;
use gradstep::num::rounding::Rounding;
use gradstep::quantity::Quantity;
use serde_json::{Value, json};

/// Of |recomputed − value| / (1 + |value|): the two sides sum in different orders and have their own exp.
const TOLERANCE: f64 = 1e-12;

fn activations() -> Vec<Value> {
    let plain = ["identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "silu"];
    let mut all: Vec<Value> = plain.iter().map(|kind| json!({ "kind": kind })).collect();
    all.push(json!({"kind": "leaky_relu", "slope": 0.1}));
    all.push(json!({"kind": "rrelu", "lower": 0.1, "upper": 0.4}));
    all.push(json!({"kind": "elu", "alpha": 1.3}));
    all
}

fn optimizers() -> Vec<Value> {
    let rate = 0.05;
    let adam = |kind: &str| json!({"kind": kind, "learning_rate": rate, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6});
    let with = |mut spec: Value, name: &str, value: Value| {
        spec[name] = value;
        spec
    };
    let momentum = |kind: &str| json!({"kind": kind, "learning_rate": rate, "momentum": 0.9});
    let rmsprop = json!({"kind": "rmsprop", "learning_rate": rate, "decay": 0.9, "epsilon": 1e-6});
    let adagrad = json!({"kind": "adagrad", "learning_rate": rate, "epsilon": 1e-6});
    vec![
        json!({"kind": "sgd", "learning_rate": rate}),
        momentum("momentum"),
        with(momentum("momentum"), "form", json!("gradient")),
        momentum("ema_momentum"),
        with(momentum("ema_momentum"), "bias_correction", json!(false)),
        momentum("nesterov"),
        with(adagrad.clone(), "epsilon_inside", json!(true)),
        adagrad,
        json!({"kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-6}),
        with(rmsprop.clone(), "epsilon_inside", json!(false)),
        rmsprop,
        adam("adam"),
        with(adam("adam"), "bias_correction", json!(false)),
        with(adam("adam"), "epsilon_inside", json!(true)),
        with(adam("adamw"), "weight_decay", json!(0.01)),
        adam("amsgrad"),
        adam("nadam"),
        json!({"kind": "lion", "learning_rate": rate, "beta1": 0.9, "beta2": 0.99}),
    ]
}

/// Costs with the output layer's activation and what else that layer may have.
fn outputs(random: &mut Random) -> Vec<(Value, Value, bool)> {
    let mut all = vec![
        (json!({"kind": "cross_entropy"}), json!({"kind": "sigmoid"}), false),
        (json!({"kind": "cross_entropy"}), json!({"kind": "softmax"}), false),
        (json!({"kind": "lse"}), json!({"kind": "sigmoid"}), false),
    ];
    for activation in activations() {
        let factor = if random.uniform() < 0.5 { 0.5 } else { 1.0 };
        all.push((json!({"kind": "lse", "factor": factor}), activation, true));
    }
    all
}

fn matrix(random: &mut Random, rows: usize, columns: usize) -> Value {
    (0..rows).map(|_| (0..columns).map(|_| random.between(-1.2, 1.2)).collect::<Vec<_>>()).collect()
}

fn one_of<'a, T>(random: &mut Random, choices: &'a [T]) -> &'a T {
    &choices[(random.uniform() * choices.len() as f64) as usize]
}

fn targets(random: &mut Random, samples: usize, n_out: usize, softmax: bool) -> Value {
    let row = |random: &mut Random| -> Vec<f64> {
        if !softmax {
            return (0..n_out).map(|_| random.uniform()).collect();
        }
        let hit = (random.uniform() * n_out as f64) as usize;
        (0..n_out).map(|unit| f64::from(unit == hit)).collect()
    };
    (0..samples).map(|_| row(random)).collect()
}

/// A network of 1 to 4 layers with everything else drawn.
fn spec(random: &mut Random, hidden: &Value, output: &(Value, Value, bool), optimizer: &Value) -> Value {
    let (cost, activation, free) = output;
    let depth = *one_of(random, &[1, 2, 3, 4]);
    let square = random.uniform() < 0.6;
    let mut n_in = *one_of(random, &[2, 3]);
    let (inputs, samples) = (n_in, *one_of(random, &[1, 1, 3, 5]));
    let mut layers = Vec::new();
    for layer in 1..=depth {
        let n_out = if square { n_in } else { *one_of(random, &[1, 2, 3, 4]) };
        let is_output = layer == depth;
        let mut one = json!({
            "weights": matrix(random, n_out, n_in),
            "bias": matrix(random, 1, n_out)[0],
            "activation": if is_output { activation } else { hidden },
            "train_bias": random.uniform() < 0.8,
        });
        if !is_output || *free {
            one["residual"] = json!(n_out == n_in && random.uniform() < 0.5);
            one["dropout"] = json!(*one_of(random, &[0.0, 0.0, 0.3]));
        }
        layers.push(one);
        n_in = n_out;
    }
    json!({
        "layers": layers, "cost": cost, "optimizer": optimizer,
        "reduction": one_of(random, &["mean", "sum"]),
        "inputs": matrix(random, samples, inputs),
        "targets": targets(random, samples, n_in, activation["kind"] == "softmax"),
        "batch_size": one_of(random, &[1, samples.div_ceil(2), samples]),
        "seed": (random.uniform() * 1e6).floor(),
        "l1": one_of(random, &[0.0, 0.0, 0.02]),
        "l2": one_of(random, &[0.0, 0.0, 0.3]),
    })
}

/// By hand a result may lie a whole step of the last digit off where it is cut, half a step where it is rounded.
fn allowed(value: f64, rounding: Option<Rounding>) -> f64 {
    let exact = TOLERANCE * (1.0 + value.abs());
    rounding.map_or(exact, |rounding| 10f64.powi(-(rounding.digits as i32)) + exact)
}

/// Checks the next iterations; gives how many entries there were and how many had equal bits.
fn check(json: &Value) -> (usize, usize) {
    let mut network = Network::new(common::spec(json).unwrap_or_else(|error| panic!("{error}: {json}")));
    let (mut entries, mut equal) = (0, 0);
    for iteration in 1..=2 {
        let record = network.record(iteration).expect("the next iteration");
        let batch_size = record.before(Quantity::Input).expect("x").columns();
        let rules = rules(network.spec(), batch_size, record.iteration);
        let named: Vec<_> = rules.iter().map(|rule| rule.quantity).collect();
        let found: Vec<_> = record.results.iter().map(|(quantity, _)| *quantity).collect();
        assert_eq!(named, found, "the order of the steps: {json}");
        for (rule, (quantity, value)) in rules.iter().zip(&record.results) {
            let again = evaluate(&rule.expr, &lookup(&record));
            assert_eq!(again.shape(), value.shape(), "{quantity} in iteration {iteration} of {json}");
            for (again, value) in again.values().iter().zip(value.values()) {
                let rounding = network.spec().rounding;
                let rounded = rounding.map_or(*again, |rounding| rounding.apply(*again));
                entries += 1;
                equal += usize::from(rounded.to_bits() == value.to_bits());
                let close = (again - value).abs() <= allowed(*value, rounding);
                assert!(close, "{quantity} in iteration {iteration}: {again} for {value}: {json}");
            }
        }
        network.iterate(1);
    }
    (entries, equal)
}

#[test]
fn every_step_of_many_networks() {
    let mut random = Random::new(20, &[]);
    let (mut entries, mut equal) = (0, 0);
    let outputs = outputs(&mut random);
    for hidden in activations() {
        for optimizer in optimizers() {
            for output in &outputs {
                let mut json = spec(&mut random, &hidden, output, &optimizer);
                if random.uniform() < 0.2 {
                    let mode = one_of(&mut random, &["half_even", "half_away", "truncate"]);
                    json["rounding"] = json!({"digits": one_of(&mut random, &[2, 4, 6]), "mode": mode});
                }
                let (some, same) = check(&json);
                entries += some;
                equal += same;
            }
        }
    }
    println!("{entries} entries, {equal} with equal bits");
    assert!(entries > 100_000);
}

/// Where a step is rounded by hand, the recomputed rule rounds to the same digits all but always.
#[test]
fn rounded_by_hand() {
    let mut random = Random::new(21, &[]);
    let (mut entries, mut equal) = (0, 0);
    for optimizer in optimizers() {
        let output = (json!({"kind": "lse"}), json!({"kind": "sigmoid"}), false);
        let mut json = spec(&mut random, &json!({"kind": "tanh"}), &output, &optimizer);
        json["rounding"] = json!({"digits": 4, "mode": "half_even"});
        let (some, same) = check(&json);
        entries += some;
        equal += same;
    }
    assert!(equal * 1000 >= entries * 999, "{equal} of {entries}");
}
