//! Exercises: the same for the same options, pleasant, and such that slips show.
mod common;

use gradstep::check::{Answer, Mark, Misconception, check};
use gradstep::derivation::{Phase, Rule, evaluate, lookup};
use gradstep::exercise::{ExerciseOptions, exercise};
use gradstep::input::Reader;
use gradstep::problem::{self, Problem};
use gradstep::quantity::Quantity;
use gradstep::{Activation, Matrix, NetworkSpec, Optimizer};
use serde_json::{Value, json};

fn options(
    seed: u64,
    sizes: &[usize],
    activation: &str,
    cost: &str,
    decimals: u64,
) -> gradstep::Result<ExerciseOptions> {
    let json = json!({
        "seed": seed, "sizes": sizes, "activation": {"kind": activation}, "cost": {"kind": cost},
        "optimizer": {"kind": "momentum", "learning_rate": 0.5, "momentum": 0.9}, "decimals": decimals,
    });
    ExerciseOptions::read(&Reader::at(&common::data(&json), "options"))
}

/// Options that a hand can work.
fn usual() -> Vec<ExerciseOptions> {
    let mut all = Vec::new();
    for seed in 0..6 {
        for sizes in [&[2, 1][..], &[2, 2, 1], &[3, 2, 1], &[2, 2, 2], &[2, 3, 2]] {
            for (activation, cost) in
                [("sigmoid", "lse"), ("tanh", "lse"), ("sigmoid", "cross_entropy"), ("tanh", "cross_entropy")]
            {
                for decimals in [1, 2] {
                    all.push(options(seed, sizes, activation, cost, decimals).expect("options"));
                }
            }
        }
    }
    all
}

#[test]
fn the_same_for_the_same_options_and_readable_as_a_spec() {
    for options in usual() {
        let spec = exercise(&options);
        assert_eq!(spec, exercise(&options));
        let json = serde_json::to_value(&spec).expect("plain data");
        assert_eq!(common::spec(&json).as_ref(), Ok(&spec));
    }
    let first = |seed| exercise(&options(seed, &[2, 2, 1], "sigmoid", "lse", 1).expect("options"));
    assert_ne!(first(1), first(2));
}

fn numbers(spec: &NetworkSpec) -> Vec<f64> {
    let of_layers = spec.layers.iter().flat_map(|layer| layer.weights.values().iter().chain(&layer.bias));
    of_layers.chain(spec.inputs.values()).copied().collect()
}

#[test]
fn numbers_are_pleasant_and_answers_do_not_vanish() {
    for options in usual() {
        let spec = exercise(&options);
        let power = 10f64.powi(options.decimals as i32);
        for number in numbers(&spec) {
            let scaled = number * power;
            assert!((scaled - scaled.round()).abs() < 1e-9 && number != 0.0 && number.abs() <= 1.2, "{number}");
        }
        let (_, record) = problem::network(spec.clone()).worked(1).expect("an iteration");
        for (quantity, value) in &record.results {
            if let Quantity::WeightedInput(_) = quantity {
                assert!(value.values().iter().all(|z| z.abs() < 2.5), "{quantity}: {value:?}");
            }
            assert!(value.values().iter().all(|entry| entry.abs() > 1e-3), "{quantity} of {options:?}: {value:?}");
        }
    }
}

/// δ without f′, W as it was, twice the cost …: each made in the exercise, and each named.
#[test]
fn slips_show_in_the_digits_asked_for() {
    let (mut made, mut named) = (0, 0);
    for options in usual() {
        let spec = exercise(&options);
        let (rules, record) = problem::network(spec.clone()).worked(1).expect("an iteration");
        let mut slip = |kind: Misconception, quantity: Quantity, wrong: Option<Matrix>| {
            let (Some(wrong), Some(right)) = (wrong, record.result(quantity)) else { return };
            if wrong == *right {
                return;
            }
            let value = wrong.map(|value| (value * 1e4).round() / 1e4);
            let answers = [Answer { iteration: 1, quantity, value }];
            let verdicts = check(&mut problem::network(spec.clone()), &answers, 4).expect("one answer");
            made += 1;
            let found = verdicts[0].diagnosis.as_ref().map(|found| found.kind);
            named += usize::from(verdicts[0].verdict == Mark::Wrong && found == Some(kind));
        };
        let negated = |quantity| record.result(quantity).map(|value| value.map(|value| -value));
        let last = Quantity::Delta(spec.depth());
        slip(Misconception::Sign, last, negated(last));
        for rule in rules.iter().filter(|rule| rule.phase == Phase::Forward) {
            slip(Misconception::MissingBias, rule.quantity, without_bias(rule, &record));
        }
        if spec.cost == (gradstep::Cost::Lse { factor: 0.5 }) {
            slip(
                Misconception::MissingHalf,
                Quantity::Cost,
                record.result(Quantity::Cost).map(|cost| cost.map(|j| 2.0 * j)),
            );
        }
    }
    println!("{named} of {made}");
    assert!(made > 400 && named * 100 >= made * 98, "{named} of {made}");
}

fn without_bias(rule: &Rule, record: &gradstep::record::Record) -> Option<Matrix> {
    let gradstep::derivation::Expr::Add(product, _) = &rule.expr else { return None };
    Some(evaluate(product, &lookup(record)))
}

#[test]
fn every_activation_cost_and_optimizer_has_exercises() {
    for activation in ["identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "silu"] {
        for cost in ["lse", "cross_entropy"] {
            for sizes in [&[2, 2, 1][..], &[3, 3, 2, 3]] {
                let spec = exercise(&options(3, sizes, activation, cost, 2).expect("options"));
                let json = serde_json::to_value(&spec).expect("plain data");
                common::spec(&json).unwrap_or_else(|error| panic!("{error}: {activation} {cost}"));
            }
        }
    }
    let softmax = exercise(&options(1, &[3, 2], "softmax", "cross_entropy", 1).expect("options"));
    assert_eq!(softmax.layers[0].activation, Activation::Softmax);
    let mut adam = options(1, &[2, 2, 1], "sigmoid", "lse", 1).expect("options");
    adam.optimizer = Optimizer::Lion { learning_rate: 0.1, beta1: 0.9, beta2: 0.99 };
    assert_eq!(exercise(&adam).optimizer, adam.optimizer);
}

#[test]
fn bad_options_are_refused_with_their_place() {
    let good = json!({
        "seed": 1, "sizes": [2, 2, 1], "activation": {"kind": "sigmoid"}, "cost": {"kind": "lse"},
        "optimizer": {"kind": "sgd", "learning_rate": 0.5}, "decimals": 1,
    });
    let fails = |field: &str, value: Value, path: &str| {
        let mut json = good.clone();
        json[field] = value;
        let error = ExerciseOptions::read(&Reader::at(&common::data(&json), "options")).expect_err(path);
        assert_eq!(error.path, path, "{error}");
    };
    fails("seed", json!(-1), "options.seed");
    fails("sizes", json!([2]), "options.sizes");
    fails("sizes", json!([2, 9]), "options.sizes");
    fails("sizes", json!([2, 0]), "options.sizes[1]");
    fails("activation", json!({"kind": "softmax"}), "options.activation");
    fails("cost", json!({"kind": "mine"}), "options.cost.kind");
    fails("decimals", json!(0), "options.decimals");
    fails("decimals", json!(5), "options.decimals");
    fails("more", json!(5), "options.more");
}
