//! Logistic regression against JAX and SciPy, central differences, handwork and itself.
mod common;
use common::{assert_close, data, numbers};
use gradstep::derivation::{Display, evaluate, fit, lookup};
use gradstep::input::Reader;
use gradstep::logistic::{Logistic, LogisticSpec, Optimum, Points, Slice, separation};
use gradstep::num::random::Random;
use gradstep::quantity::{Fit, Quantity};
use serde_json::{Value, json};

/// Numbers made with JAX 0.10.2 and SciPy in double precision.
const REFERENCE: &str = include_str!("reference/logistic.json");

fn read(json: &Value) -> gradstep::Result<LogisticSpec> {
    LogisticSpec::read(&Reader::new(&data(json)))
}

#[track_caller]
fn model(json: &Value) -> Logistic {
    Logistic::new(read(json).unwrap_or_else(|error| panic!("{error}: {json}")))
}

#[test]
fn agrees_with_jax_and_scipy() {
    let cases: Vec<Value> = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    assert!(!cases.is_empty());
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let mut model = model(&case["spec"]);
        assert_close(name, &model.gradient(), &numbers(&case["gradient_at_start"]), 1e-9);
        model.iterate(case["iterations"].as_u64().expect("a count"));
        assert_close(name, model.costs(), &numbers(&case["costs"]), 1e-9);
        assert_close(name, model.weights(), &numbers(&case["weights"]), 1e-9);
        let Optimum::At { weights, cost, iterations } = model.optimum().expect("finite powers") else {
            panic!("{name} has an optimum")
        };
        assert_close(name, &[cost], &numbers(&case["optimum"]["cost"]), 1e-12);
        assert_close(name, &weights, &numbers(&case["optimum"]["weights"]), 1e-6);
        assert!(iterations < 12, "{name}: {iterations} steps");
    }
}

fn optimizers() -> Vec<Value> {
    let adam = |kind: &str| json!({"kind": kind, "learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6});
    let mut adamw = adam("adamw");
    adamw["weight_decay"] = json!(0.01);
    let momentum = |kind: &str| json!({"kind": kind, "learning_rate": 0.05, "momentum": 0.9});
    vec![
        json!({"kind": "sgd", "learning_rate": 0.05}),
        momentum("momentum"),
        momentum("ema_momentum"),
        momentum("nesterov"),
        json!({"kind": "adagrad", "learning_rate": 0.05, "epsilon": 1e-6}),
        json!({"kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-6}),
        json!({"kind": "rmsprop", "learning_rate": 0.05, "decay": 0.9, "epsilon": 1e-6}),
        adam("adam"),
        adamw,
        adam("amsgrad"),
        adam("nadam"),
        json!({"kind": "lion", "learning_rate": 0.05, "beta1": 0.9, "beta2": 0.99}),
    ]
}

/// A problem of `samples` points; classes follow x on the whole.
fn problem(random: &mut Random, samples: usize, degree: usize, optimizer: &Value) -> Value {
    let x: Vec<f64> = (0..samples).map(|_| random.between(-1.5, 1.5)).collect();
    let labels: Vec<f64> = x.iter().map(|x| f64::from(u8::from(x + random.normal() > 0.0))).collect();
    let weights: Vec<f64> = (0..=degree).map(|_| random.between(-1.0, 1.0)).collect();
    json!({"x": x, "labels": labels, "degree": degree, "weights": weights, "optimizer": optimizer,
        "seed": (random.uniform() * 1e6).floor()})
}

/// Every optimizer with several degrees, batches, penalties, scalings and ways to round.
fn problems() -> Vec<Value> {
    let mut random = Random::new(30, &[]);
    let mut all = Vec::new();
    for (index, optimizer) in optimizers().iter().enumerate() {
        for variant in 0..6 {
            let mut spec = problem(&mut random, [1, 2, 7, 12, 20, 5][variant], (index + variant) % 9, optimizer);
            if variant % 2 == 1 {
                spec["l2"] = json!(0.1);
            }
            if variant >= 3 {
                spec["batch_size"] = json!(3);
            }
            if variant == 4 {
                spec["scaling"] = json!("standardize");
            }
            if variant == 5 {
                spec["rounding"] = json!({"digits": 4, "mode": "half_even"});
            }
            all.push(spec);
        }
    }
    all
}

#[test]
fn the_gradient_is_that_of_the_cost() {
    let mut random = Random::new(31, &[]);
    for degree in 0..=8 {
        for scaling in ["none", "standardize"] {
            let mut spec = problem(&mut random, 15, degree, &optimizers()[0]);
            spec["l2"] = json!(if degree % 2 == 0 { 0.0 } else { 0.3 });
            spec["scaling"] = json!(scaling);
            let model = model(&spec);
            let numeric: Vec<f64> = (0..=degree)
                .map(|place| {
                    let h = 1e-5;
                    let cost = |step: f64| {
                        let mut weights = model.weights().to_vec();
                        weights[place] += step;
                        model.cost(&weights)
                    };
                    (cost(h) - cost(-h)) / (2.0 * h)
                })
                .collect();
            assert_close("gradient", &model.gradient(), &numeric, 1e-8);
        }
    }
}

/// The rule shown is the rule computed.
#[test]
fn every_step_follows_from_its_tree() {
    for spec in problems() {
        let mut model = model(&spec);
        for iteration in 1..=3 {
            let record = model.record(iteration).expect("the next iteration");
            let steps = model.steps(iteration, Display::default()).expect("the next iteration");
            let named: Vec<_> = record.results.iter().map(|(quantity, _)| quantity.to_string()).collect();
            assert_eq!(steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>(), named, "{spec}");
            let shape = fit::Shape {
                samples: record.before(Quantity::Fit(Fit::Class)).expect("c").columns(),
                l2: model.spec().l2,
                optimizer: &model.spec().optimizer,
                iteration,
            };
            for (rule, (quantity, value)) in fit::rules(&shape).iter().zip(&record.results) {
                let again = evaluate(&rule.expr, &lookup(&record));
                assert_eq!(again.shape(), value.shape(), "{quantity}: {spec}");
                let by_hand = model.spec().rounding.map_or(0.0, |rounding| 10f64.powi(-(rounding.digits as i32)));
                for (again, value) in again.values().iter().zip(value.values()) {
                    let off = if again == value { 0.0 } else { (again - value).abs() };
                    assert!(off <= 1e-12 * (1.0 + value.abs()) + by_hand, "{quantity}: {again} for {value}: {spec}");
                }
                for used in &rule.uses {
                    let known = record.before(*used).or_else(|| record.result(*used));
                    assert!(known.is_some(), "{quantity} uses {used}, which is nowhere: {spec}");
                }
            }
            model.iterate(1);
        }
    }
}

#[test]
fn a_record_a_run_and_a_replay_have_the_same_bits() {
    for spec in problems() {
        let (mut stepped, mut run) = (model(&spec), model(&spec));
        let mut costs = Vec::new();
        let mut weights = Vec::new();
        for iteration in 1..=5 {
            let record = stepped.record(iteration).expect("the next iteration");
            costs.push(record.result(Quantity::Cost).expect("a cost").get(0, 0).to_bits());
            let after = record.result(Quantity::Fit(Fit::Weights)).expect("weights").values().to_vec();
            stepped.iterate(1);
            assert_eq!(after, stepped.weights(), "{spec}");
            weights.push(after);
        }
        run.iterate(5);
        assert_eq!(run.costs().iter().map(|cost| cost.to_bits()).collect::<Vec<_>>(), costs, "{spec}");
        assert_eq!(run.weights(), stepped.weights());
        assert_eq!(run.path()[1..].iter().map(|weights| weights.to_vec()).collect::<Vec<_>>(), weights);
        for iteration in 1..=6 {
            assert_eq!(run.record(iteration).expect("done"), stepped.record(iteration).expect("done"));
        }
    }
}

#[test]
fn a_long_run_can_be_seen_again() {
    let spec = problem(&mut Random::new(32, &[]), 6, 2, &optimizers()[7]);
    let mut long = model(&spec);
    long.iterate(5000);
    assert!(long.path().len() <= 1026);
    let mut short = model(&spec);
    short.iterate(4321);
    assert_eq!(long.weights_before(4322).expect("done"), short.weights());
    assert!(long.record(5002).is_err());
}

#[test]
fn the_chain_of_one_sample_is_its_column() {
    let mut random = Random::new(33, &[]);
    let mut model = model(&problem(&mut random, 9, 3, &optimizers()[0]));
    model.iterate(4);
    let all = model.steps(3, Display::default()).expect("done");
    for sample in 0..9 {
        let own = model.steps_of_sample(3, sample, Display::default()).expect("done");
        let ids: Vec<_> = own.iter().map(|step| step.id.as_str()).collect();
        assert_eq!(ids, ["u", "y", "loss", "dLdy", "dydu", "dudw", "delta", "dLdw", "loss_lse", "delta_lse"]);
        for step in own.iter().filter(|step| !step.id.contains("loss") && !step.id.contains("lse")) {
            let whole = all.iter().find(|other| other.id == step.id).expect("the same step");
            let column: Vec<f64> = (0..whole.value.rows()).map(|row| whole.value.get(row, sample)).collect();
            assert_close(&step.id, step.value.values(), &column, 1e-15);
        }
    }
    let value = |sample, id: &str| {
        let own = model.steps_of_sample(3, sample, Display::default()).expect("done");
        own.iter().find(|step| step.id == id).expect("a step").value.get(0, 0)
    };
    let (y, delta) = (value(4, "y"), value(4, "delta"));
    assert_close(
        "squares",
        &[value(4, "loss_lse"), value(4, "delta_lse")],
        &[delta * delta / 2.0, delta * y * (1.0 - y)],
        1e-15,
    );
    assert_eq!(model.steps_of_sample(3, 9, Display::default()).expect_err("no such sample").path, "sample");
}

/// w = (−1, 1, 1) at x = 2 with class 0: u = 5, y = σ(5), and the chain by hand.
#[test]
fn the_chain_by_hand() {
    let spec = json!({"x": [2], "labels": [0], "degree": 2, "weights": [-1, 1, 1],
        "optimizer": {"kind": "sgd", "learning_rate": 0.1}});
    let steps = model(&spec).steps(1, Display::default()).expect("the first");
    let y = 1.0 / (1.0 + (-5f64).exp());
    let value = |id: &str| steps.iter().find(|step| step.id == id).expect("a step").value.values().to_vec();
    assert_eq!(value("u"), [5.0]);
    assert_close("y", &value("y"), &[y], 1e-15);
    assert_close("cost", &value("cost"), &[(1.0 + 5f64.exp()).ln()], 1e-15);
    assert_close("dLdy", &value("dLdy"), &[1.0 / (1.0 - y)], 1e-13);
    assert_close("dydu", &value("dydu"), &[y * (1.0 - y)], 1e-15);
    assert_eq!(value("dudw"), [1.0, 2.0, 4.0]);
    assert_close("dw", &value("dw"), &[y, 2.0 * y, 4.0 * y], 1e-15);
    assert_close("w", &value("w"), &[-1.0 - 0.1 * y, 1.0 - 0.2 * y, 1.0 - 0.4 * y], 1e-15);
    assert!(steps[5].formula.latex.contains("X"), "{}", steps[5].formula.latex);
}

/// Where y is 1 to the last digit the factors still cancel to y − c, and nothing turns into NaN.
#[test]
fn a_sure_answer_has_its_limits() {
    for (label, expected) in [(1.0, 0.0), (0.0, 1.0)] {
        let spec = json!({"x": [1], "labels": [label], "degree": 1, "weights": [0, 100],
            "optimizer": {"kind": "sgd", "learning_rate": 1}});
        for step in model(&spec).steps(1, Display::default()).expect("the first") {
            assert!(step.value.values().iter().all(|value| !value.is_nan()), "{}", step.id);
            if step.id == "delta" {
                assert_eq!(step.value.get(0, 0), expected);
            }
        }
    }
}

/// A polynomial with these roots that is positive where class 1 stands.
fn separates(roots: &[f64], x: &[f64], labels: &[f64]) -> bool {
    let p = |x: f64| roots.iter().fold(1.0, |product, root| product * (x - root));
    let signs = || x.iter().zip(labels).map(|(x, label)| p(*x) * (2.0 * label - 1.0));
    let some = signs().any(|sign| sign != 0.0);
    some && (signs().all(|sign| sign >= 0.0) || signs().all(|sign| sign <= 0.0))
}

/// What is called separable has a polynomial that separates; what is not has an optimum whose gradient is 0, and a
/// convex cost has that nowhere while it can fall for ever.
#[test]
fn separable_means_no_optimum() {
    let mut random = Random::new(34, &[]);
    let (mut with, mut without) = (0, 0);
    for trial in 0..3000 {
        let samples = 1 + random.below(9);
        let degree = random.below(5);
        let x: Vec<f64> = (0..samples).map(|_| random.below(6) as f64 - 2.0).collect();
        let labels: Vec<f64> = (0..samples).map(|_| random.below(2) as f64).collect();
        let found = separation(&x, &labels, degree);
        let spec = json!({"x": x, "labels": labels, "degree": degree, "weights": vec![0.0; degree + 1],
            "optimizer": {"kind": "sgd", "learning_rate": 1}});
        let model = model(&spec);
        match model.optimum().expect("finite powers") {
            Optimum::Separable => {
                assert!(
                    found.separable && found.roots.len() <= degree && separates(&found.roots, &x, &labels),
                    "{spec}"
                );
                with += 1;
            }
            Optimum::At { weights, cost, .. } => {
                assert!(!found.separable, "{spec}");
                let mut at = spec.clone();
                at["weights"] = json!(weights);
                let gradient = self::model(&at).gradient();
                assert!(gradient.iter().all(|entry| entry.abs() < 1e-6), "trial {trial}: {gradient:?}: {spec}");
                assert!(cost > 0.0);
                without += 1;
            }
        }
    }
    assert!(with > 500 && without > 500, "{with} with, {without} without");
}

#[test]
fn l2_gives_separable_data_an_optimum() {
    let spec = |labels: [f64; 4], l2: f64| {
        json!({"x": [-2, -1, 1, 2], "labels": labels, "degree": 1, "weights": [0, 0], "l2": l2,
            "optimizer": {"kind": "sgd", "learning_rate": 0.1}})
    };
    let apart = [0.0, 0.0, 1.0, 1.0];
    assert_eq!(model(&spec(apart, 0.0)).optimum(), Ok(Optimum::Separable));
    let Ok(Optimum::At { weights, .. }) = model(&spec(apart, 0.01)).optimum() else { panic!("l2 bounds the weights") };
    assert!(weights[0].abs() < 1e-9 && weights[1] > 1.0);
    // l2 leaves w0 free: with one class it still runs away
    assert_eq!(model(&spec([1.0; 4], 0.01)).optimum(), Ok(Optimum::Separable));
    // a gap where the classes only touch is enough
    let touching = json!({"x": [-1, 0, 0, 1], "labels": [0, 0, 1, 1], "degree": 1, "weights": [0, 0],
        "optimizer": {"kind": "sgd", "learning_rate": 0.1}});
    assert_eq!(model(&touching).optimum(), Ok(Optimum::Separable));
    assert!(!separation(&[-1.0, 0.0, 0.0, 1.0], &[0.0, 0.0, 1.0, 1.0], 1).complete);
}

#[test]
fn newton_finds_the_same_optimum_with_and_without_scaling() {
    let mut random = Random::new(35, &[]);
    for degree in 0..=8 {
        let mut spec = problem(&mut random, 120, degree, &optimizers()[0]);
        // far from 0 the powers of x are all but parallel
        let x: Vec<f64> = numbers(&spec["x"]).iter().map(|x| 8.0 + x).collect();
        spec["x"] = json!(x);
        let costs = ["none", "standardize"].map(|scaling| {
            spec["scaling"] = json!(scaling);
            match model(&spec).optimum().expect("finite powers") {
                Optimum::At { cost, .. } => cost,
                Optimum::Separable => panic!("the classes overlap"),
            }
        });
        assert_close("cost", &costs[..1], &costs[1..], 1e-8);
    }
}

#[test]
fn scaling_changes_the_weights_and_not_the_curve() {
    let mut spec = problem(&mut Random::new(36, &[]), 20, 4, &optimizers()[0]);
    spec["x"] = json!(numbers(&spec["x"]).iter().map(|x| 2.0 * x + 2.0).collect::<Vec<_>>());
    spec["weights"] = json!([0.3, -0.2, 0.1, 0.05, -0.03]);
    let plain = model(&spec);
    spec["scaling"] = json!("standardize");
    let scaled = model(&spec);
    let own = scaled.rescaled(plain.weights(), true);
    let x = [-1.0, -0.3, 0.0, 2.9, 4.5];
    let (u, _) = plain.curve(plain.weights(), &x);
    assert_close("u", &scaled.curve(&own, &x).0, &u, 1e-12);
    assert_close("w", &scaled.rescaled(&own, false), plain.weights(), 1e-12);
    let of = |model: &Logistic| model.curvature(&[0.0; 5]).condition.expect("more points than weights");
    assert!(of(&plain) > 10.0 * of(&scaled), "{} {}", of(&plain), of(&scaled));
}

#[test]
fn eigenvalues_are_those_of_the_hessian() {
    let mut random = Random::new(37, &[]);
    for degree in 0..=8 {
        let model = model(&problem(&mut random, 30, degree, &optimizers()[0]));
        let curvature = model.curvature(model.weights());
        let trace: f64 = (0..=degree).map(|place| curvature.hessian[place][place]).sum();
        assert_close("trace", &[curvature.eigenvalues.iter().sum()], &[trace], 1e-12);
        let squares: f64 = curvature.hessian.iter().flatten().map(|entry| entry * entry).sum();
        let of_values: f64 = curvature.eigenvalues.iter().map(|value| value * value).sum();
        assert_close("squares", &[of_values], &[squares], 1e-12);
        assert!(curvature.eigenvalues.is_sorted() && curvature.eigenvalues[0] > 0.0);
    }
}

#[test]
fn bad_input_has_its_place() {
    let good = json!({"x": [0, 1, 2], "labels": [0, 1, 1], "degree": 1, "weights": [0, 0],
        "optimizer": {"kind": "sgd", "learning_rate": 0.1}});
    let bad = |name: &str, value: Value, path: &str| {
        let mut spec = good.clone();
        spec[name] = value;
        let error = read(&spec).expect_err(name);
        assert_eq!(error.path, path, "{error}");
        assert!(error.message.len() > 10, "{error}");
    };
    bad("labels", json!([0, 0.5, 1]), "labels[1]");
    bad("labels", json!([0, -1, 1]), "labels[1]");
    bad("labels", json!([0, 1]), "labels");
    bad("labels", json!(["0", 1, 1]), "labels[0]");
    bad("x", json!([]), "x");
    bad("x", json!([0, null, 1]), "x[1]");
    bad("x", json!([0, 1]), "labels");
    bad("degree", json!(9), "degree");
    bad("degree", json!(1.5), "degree");
    bad("degree", json!(2), "weights");
    bad("weights", json!([1]), "weights");
    bad("l2", json!(-0.1), "l2");
    bad("batch_size", json!(4), "batch_size");
    bad("batch_size", json!(0), "batch_size");
    bad("rounding", json!({"digits": 4}), "rounding.mode");
    bad("seed", json!(-1), "seed");
    bad("scaling", json!("minmax"), "scaling");
    bad("optimizer", json!({"kind": "sgd"}), "optimizer.learning_rate");
    bad("surplus", json!(1), "surplus");
    let mut model = model(&good);
    model.iterate(3);
    assert_eq!(model.record(5).expect_err("not yet").path, "iteration");
    let mut wide = good.clone();
    wide["x"] = json!([0, 1, 1e300]);
    wide["degree"] = json!(2);
    wide["weights"] = json!([0, 0, 0]);
    wide["labels"] = json!([0, 1, 0]);
    wide["l2"] = json!(0.1);
    assert_eq!(self::model(&wide).optimum().expect_err("powers overflow").path, "x");
}

fn slice(axes: [usize; 2], measure: &str, others: &str, weights: &[f64]) -> Value {
    json!({"weights": weights, "axes": axes, "domain": [-2, 2, -1, 3], "columns": 5, "rows": 4,
        "measure": measure, "others": others})
}

#[test]
fn a_slice_has_the_costs_of_its_weights() {
    for degree in [1, 2, 4] {
        for l2 in [0.0, 0.2] {
            let mut spec = problem(&mut Random::new(38, &[]), 21, degree, &optimizers()[0]);
            spec["l2"] = json!(l2);
            let model = model(&spec);
            let axes = [degree, 0];
            let read = |measure, others| {
                let given = data(&slice(axes, measure, others, model.weights()));
                Slice::read(&Reader::new(&given), &model).expect("a slice")
            };
            let held = read("cross_entropy", "held");
            let heights = model.slice(&held, 0, 4);
            let best = model.slice(&read("cross_entropy", "best"), 0, 4);
            let squares = model.slice(&read("lse", "held"), 0, 4);
            for row in 0..4 {
                for column in 0..5 {
                    let mut weights = model.weights().to_vec();
                    weights[degree] = -2.0 + column as f64;
                    weights[0] = -1.0 + 4.0 * (row as f64 / 3.0);
                    let place = row * 5 + column;
                    assert_close("J", &[heights[place]], &[model.cost(&weights)], 1e-13);
                    assert!(best[place] <= heights[place] + 1e-12);
                    let (_, y) = model.curve(&weights, &model.spec().x);
                    let errors = y.iter().zip(&model.spec().labels).map(|(y, c)| (y - c) * (y - c) / 2.0);
                    let penalty: f64 = weights.iter().skip(1).map(|weight| weight * weight).sum();
                    let expected = errors.sum::<f64>() / 21.0 + l2 / 2.0 * penalty;
                    assert_close("squared error", &[squares[place]], &[expected], 1e-13);
                }
            }
            assert_eq!(model.slice(&held, 2, 3), heights[10..15]);
        }
    }
}

/// On the line of best others through the optimum the lowest cost is the optimum's.
#[test]
fn the_best_others_at_the_optimum_are_its_own() {
    let mut spec = problem(&mut Random::new(39, &[]), 60, 4, &optimizers()[0]);
    spec["l2"] = json!(0.01);
    let model = model(&spec);
    let Ok(Optimum::At { weights, cost, .. }) = model.optimum() else { panic!("l2 bounds the weights") };
    let mut given = slice([1, 3], "cross_entropy", "best", &[0.0; 5]);
    given["domain"] = json!([weights[1], weights[1] + 1.0, weights[3], weights[3] + 1.0]);
    let given = data(&given);
    let slice = Slice::read(&Reader::new(&given), &model).expect("a slice");
    assert_close("lowest", &model.slice(&slice, 0, 4)[..1], &[cost], 1e-12);
}

#[test]
fn a_faulty_slice_has_its_place() {
    let model = model(&problem(&mut Random::new(40, &[]), 5, 2, &optimizers()[0]));
    let bad = |change: &dyn Fn(&mut Value), path: &str| {
        let mut given = slice([0, 1], "lse", "held", &[0.0; 3]);
        change(&mut given);
        let given = data(&given);
        assert_eq!(Slice::read(&Reader::at(&given, "slice"), &model).expect_err("faulty").path, path);
    };
    bad(&|slice| slice["axes"] = json!([1, 1]), "slice.axes");
    bad(&|slice| slice["axes"] = json!([1, 3]), "slice.axes[1]");
    bad(&|slice| slice["axes"] = json!([1]), "slice.axes");
    bad(&|slice| slice["weights"] = json!([1]), "slice.weights");
    bad(&|slice| slice["others"] = json!("best"), "slice.others");
    bad(&|slice| slice["domain"] = json!([1, 0, 0, 1]), "slice.domain");
    bad(&|slice| slice["columns"] = json!(0), "slice.columns");
}

#[test]
fn generated_points_lie_as_their_kind_says() {
    let generate = |kind: &str, count: u64, seed: u64| {
        let [kind, count, seed] = [data(&json!(kind)), data(&json!(count)), data(&json!(seed))];
        let reader = |value, path: &str| Reader::at(value, path);
        Points::generate(&reader(&kind, "kind"), &reader(&count, "count"), &reader(&seed, "seed"))
    };
    let least = |kind| {
        let points = generate(kind, 200, 3).expect("points");
        assert_eq!(points, generate(kind, 200, 3).expect("the same points"));
        assert_ne!(points, generate(kind, 200, 4).expect("others"));
        separation(&points.x, &points.labels, 8).roots.len()
    };
    assert_eq!(least("separable"), 1);
    assert_eq!(least("alternating"), 3);
    assert_eq!(least("one_class"), 0);
    assert!(least("overlapping") > 8 && least("inside_outside") > 2);
    assert_eq!(generate("spiral", 5, 1).expect_err("unknown").path, "kind");
    assert_eq!(generate("separable", 0, 1).expect_err("none").path, "count");
}

/// What Dalal, Fowlkes & Hoadley (1989) find for the shuttle's O-rings: 15.0429 − 0.2322 t.
#[test]
fn the_o_rings_have_their_published_fit() {
    let preset = gradstep::preset::fits::all().into_iter().find(|(id, ..)| *id == "o-rings").expect("a preset");
    let model = Logistic::new(preset.3);
    let Ok(Optimum::At { weights, .. }) = model.optimum() else { panic!("the classes overlap") };
    let raw = model.rescaled(&weights, false);
    assert_eq!(format!("{:.4} {:.4}", raw[0], raw[1]), "15.0429 -0.2322");
}

#[test]
fn a_model_is_a_network_of_one_unit() {
    for spec in problems() {
        let mut model = model(&spec);
        let Ok(network) = model.network() else {
            assert!(model.spec().l2 > 0.0 || model.spec().degree == 0);
            continue;
        };
        // the two round by hand at different places
        if model.spec().rounding.is_some() {
            continue;
        }
        let mut network = gradstep::Network::new(network);
        network.iterate(20);
        model.iterate(20);
        assert_close("costs", model.costs(), network.costs(), 1e-12);
        let (weights, bias) = &network.parameters()[0];
        assert_close("weights", model.weights(), &[&bias[..], weights.values()].concat(), 1e-9);
    }
}

#[test]
fn of_the_presets_one_is_separable() {
    for (id, _, _, spec) in gradstep::preset::fits::all() {
        let separable = Logistic::new(spec).optimum() == Ok(Optimum::Separable);
        assert_eq!(separable, id == "separable", "{id}");
    }
}
