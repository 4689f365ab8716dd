//! Races: paths against JAX and optax, published end points, derivations against the path, statuses.
mod common;
use common::{assert_close, data, numbers};
use gradstep::derivation::Display;
use gradstep::input::Reader;
use gradstep::race::{Race, RaceSpec, State};
use serde_json::{Value, json};

/// Paths made with JAX 0.10.2 and optax 0.2.8 in double precision.
const REFERENCE: &str = include_str!("reference/paths.json");

fn read(spec: &Value) -> gradstep::Result<Race> {
    RaceSpec::read(&Reader::new(&data(spec))).map(Race::new)
}

fn race(spec: Value) -> Race {
    read(&spec).unwrap_or_else(|error| panic!("{spec}: {error}"))
}

fn run(surface: &Value, start: &Value, optimizer: &Value, steps: u64) -> Race {
    let mut race = race(json!({ "surface": surface, "start": start, "optimizers": [optimizer] }));
    race.advance(steps).expect("few steps");
    race
}

fn all_optimizers() -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    cases.iter().take(12).map(|case| case["optimizer"].clone()).collect()
}

#[test]
fn no_two_numbers_stand_side_by_side_in_a_gradient() {
    for entry in &gradstep::surface::catalogue::ENTRIES {
        let race =
            run(&json!({ "kind": entry.kind }), &json!([0.3, 0.4]), &json!({ "kind": "sgd", "learning_rate": 0 }), 1);
        let steps = race.derive(0, 1, Display::default()).expect("one step");
        let latex = &steps[1].formula.latex;
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let pieces: Vec<&str> = latex.split(" \\, ").collect();
        let beside = pieces.windows(2).any(|pair| digit(pair[0].chars().last()) && digit(pair[1].chars().next()));
        assert!(!beside, "{}: {latex}", entry.kind);
    }
}

#[test]
fn paths_agree_with_jax_and_optax() {
    let cases: Vec<Value> = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    assert_eq!(cases.len(), 13);
    for case in &cases {
        let steps = case["steps"].as_u64().expect("a count");
        for surface in [json!({ "kind": case["surface"] }), json!({ "expression": case["expression"] })] {
            let race = run(&surface, &case["start"], &case["optimizer"], steps);
            let name = format!("{surface}, {}", case["optimizer"]);
            let path: Vec<f64> = case["path"].as_array().expect("points").iter().flat_map(numbers).collect();
            assert_close(&name, race.path(0), &path, 1e-7);
            assert_close(&name, &race.values(0), &numbers(&case["values"]), 1e-7);
        }
    }
}

#[test]
fn published_end_points_are_reached() {
    let ravine = json!({ "kind": "ravine" });
    let heavy =
        |momentum: f64| json!({ "kind": "momentum", "learning_rate": 0.6, "momentum": momentum, "form": "gradient" });
    for (optimizer, end) in [
        (json!({ "kind": "sgd", "learning_rate": 0.4 }), [-0.943467, -0.000073]),
        (json!({ "kind": "sgd", "learning_rate": 0.6 }), [-0.387814, -1673.365109]),
        (heavy(0.5), [0.007188, 0.002553]),
        (heavy(0.25), [-0.126340, -0.186632]),
        (
            json!({ "kind": "adagrad", "learning_rate": 0.4, "epsilon": 1e-6, "epsilon_inside": true }),
            [-2.382563, -0.158591],
        ),
        (
            json!({ "kind": "rmsprop", "learning_rate": 0.4, "decay": 0.9, "epsilon": 1e-6, "epsilon_inside": true }),
            [-0.010599, 0.000000],
        ),
    ] {
        let race = run(&ravine, &json!([-5, -2]), &optimizer, 20);
        let path = race.path(0);
        for (found, expected) in path[40..].iter().zip(end) {
            assert!((found - expected).abs() < 5.1e-7, "{optimizer}: {:?}", &path[40..]);
        }
    }
}

#[test]
fn a_power_of_ten_is_bracketed_before_it_is_squared() {
    let race =
        run(&json!({ "kind": "bowl" }), &json!([3.5e-25, -2.0]), &json!({ "kind": "sgd", "learning_rate": 0 }), 1);
    let steps = race.derive(0, 1, Display::default()).expect("one step");
    let latex = &steps[0].substituted.latex;
    assert!(latex.contains(r"(3.5000 \times 10^{-25})}^{2}") && latex.contains("(-2)}^{2}"), "{latex}");
}

#[test]
fn every_step_is_derived_as_it_was_taken() {
    for surface in ["two_well", "rosenbrock", "himmelblau"] {
        for optimizer in all_optimizers() {
            let race = run(&json!({ "kind": surface }), &json!([0.7, 0.9]), &optimizer, 300);
            let path = race.path(0);
            for step in [1u64, 2, 7, 256, 257, 258, 300].into_iter().filter(|step| 2 * *step as usize + 1 < path.len())
            {
                let steps = race.derive(0, step, Display::default()).expect("a step that was taken");
                // Lion's mean follows the point
                let last = steps.iter().find(|step| step.id == "point").expect("the new point");
                let at = 2 * step as usize;
                assert_eq!(last.value.values(), &path[at..at + 2], "{surface}, {optimizer}, step {step}");
                assert_eq!(
                    [steps[0].id.as_str(), steps[1].id.as_str(), last.id.as_str()],
                    ["value", "gradient", "point"]
                );
                assert!(
                    steps.iter().all(|step| !step.title.contains("race.") && !step.why.contains("step.why")),
                    "{optimizer}"
                );
            }
        }
    }
}

#[test]
fn one_by_one_and_at_once_give_the_same_bits() {
    let spec = json!({ "surface": { "kind": "hills" }, "start": [3, 2.5], "optimizers": all_optimizers()[..8], "noise": { "std": 0.1, "seed": 4 } });
    let (mut once, mut single) = (race(spec.clone()), race(spec));
    once.advance(40).expect("few steps");
    (0..40).for_each(|_| single.advance(1).expect("one step"));
    for racer in 0..8 {
        assert_eq!(once.path(racer), single.path(racer));
    }
}

#[test]
fn a_racer_runs_alone_as_in_company() {
    for (surface, count) in [("two_well", 8), ("hills", 3)] {
        let optimizers = &all_optimizers()[..count];
        let mut all = race(json!({ "surface": { "kind": surface }, "start": [0.7, 0.9], "optimizers": optimizers }));
        all.advance(300).expect("few steps");
        for (racer, optimizer) in optimizers.iter().enumerate() {
            let alone = run(&json!({ "kind": surface }), &json!([0.7, 0.9]), optimizer, 300);
            assert_eq!(alone.path(0), all.path(racer), "{surface}, {optimizer}");
        }
    }
}

#[test]
fn what_overflows_stays_where_it_was_and_the_others_go_on() {
    let sgd = |rate: f64| json!({ "kind": "sgd", "learning_rate": rate });
    let spec =
        json!({ "surface": { "kind": "bowl" }, "start": [1, 1], "optimizers": [sgd(1.5), sgd(0.001), sgd(2.5)] });
    let (mut once, mut single) = (race(spec.clone()), race(spec));
    once.advance(2000).expect("few steps");
    (0..2000).for_each(|_| single.advance(1).expect("one step"));
    for racer in 0..3 {
        assert_eq!(once.path(racer), single.path(racer));
        assert!(once.path(racer).iter().all(|number| number.is_finite()));
    }
    // (1 − 3)ᵗ overflows at step 1024
    assert_eq!([once.path(0).len(), once.path(1).len()], [2 * 1024, 2 * 2001]);
    assert_eq!(once.status(0).state, State::Diverged);
}

#[test]
fn noise_is_seeded_and_the_same_for_all() {
    let spec = |seed: u64| {
        let sgd = json!({ "kind": "sgd", "learning_rate": 0.1 });
        json!({ "surface": { "kind": "bowl" }, "start": [1, 1], "optimizers": [sgd, sgd], "noise": { "std": 0.5, "seed": seed } })
    };
    let done = |seed| {
        let mut race = race(spec(seed));
        race.advance(20).expect("few steps");
        race
    };
    assert_eq!(done(1).path(0), done(1).path(1));
    assert_eq!(done(1).path(0), done(1).path(0));
    assert_ne!(done(1).path(0), done(2).path(0));
}

#[test]
fn mini_batches_of_all_samples_give_the_whole_gradient() {
    let x = [-2.0, -1.0, 0.5, 1.0, 3.0];
    let y = [0.0, 0.0, 1.0, 0.0, 1.0];
    for model in ["line", "logistic"] {
        let spec = |batch: Option<usize>| {
            let mut spec = json!({ "surface": { "model": model, "x": x, "y": y }, "start": [0.3, -0.2], "optimizers": [{ "kind": "sgd", "learning_rate": 0.1 }] });
            if let Some(size) = batch {
                spec["batch"] = json!({ "size": size, "seed": 3 });
            }
            spec
        };
        let run = |batch| {
            let mut race = race(spec(batch));
            race.advance(30).expect("few steps");
            race
        };
        assert_close(model, run(Some(5)).path(0), run(None).path(0), 1e-14);
        let small = run(Some(2));
        assert_ne!(small.path(0), run(None).path(0));
        let steps = small.derive(0, 9, Display::default()).expect("a step that was taken");
        assert_eq!(steps.last().expect("the point").value.values(), &small.path(0)[18..20]);
        assert!(steps[1].formula.latex.contains("w_{\\mathrm{0}}"), "{}", steps[1].formula.latex);
    }
}

#[test]
fn a_networks_cost_is_a_surface() {
    let network = gradstep::preset::spec("hw3-q1").expect("a preset");
    let spec = serde_json::to_value(&network).expect("plain data");
    let axis = |parameter: &str, column: usize| json!({ "parameter": parameter, "row": 0, "column": column });
    let surface = json!({ "network": spec, "axes": [axis("W1", 0), axis("W2", 1)] });
    let race = run(&surface, &json!([0.2, -0.2]), &json!({ "kind": "sgd", "learning_rate": 0.9 }), 1);
    let mut sgd = network;
    sgd.optimizer = gradstep::Optimizer::Sgd { learning_rate: 0.9 };
    let mut network = gradstep::Network::new(sgd);
    network.iterate(1);
    let parameters = network.parameters();
    assert_eq!(race.path(0)[2..], [parameters[0].0.get(0, 0), parameters[1].0.get(0, 1)]);
    assert_eq!(race.values(0)[0], network.costs()[0]);
}

#[test]
fn statuses_follow_their_rules() {
    let sgd = |rate: f64| json!({ "kind": "sgd", "learning_rate": rate });
    let bowl = json!({ "kind": "bowl" });
    let settled = run(&bowl, &json!([1, 1]), &sgd(0.3), 100).status(0);
    assert_eq!((settled.state, settled.reached), (State::Converged, Some(0)));
    assert!(settled.steps < 20, "{settled:?}");
    let gone = run(&bowl, &json!([1, 1]), &sgd(1.5), 2000);
    assert_eq!((gone.status(0).state, gone.status(0).reached), (State::Diverged, None));
    assert!(gone.path(0).iter().all(|number| number.is_finite()));
    let stability = gone.stability(0).expect("it ran away");
    assert_eq!((stability.step, stability.product, stability.limit), (0, 3.0, 2.0));
    let running = run(&bowl, &json!([3, 3]), &sgd(0.001), 10).status(0);
    assert_eq!((running.state, running.steps, running.reached), (State::Running, 10, None));
    assert!(run(&bowl, &json!([1, 1]), &sgd(0.3), 100).stability(0).is_none());
}

#[test]
fn faults_are_told_with_their_place() {
    let sgd = json!({ "kind": "sgd", "learning_rate": 0.1 });
    let good = json!({ "surface": { "kind": "bowl" }, "start": [0, 1], "optimizers": [sgd] });
    assert!(read(&good).is_ok());
    let path = |change: &[(&str, Value)]| {
        let mut spec = good.clone();
        change.iter().for_each(|(key, value)| spec[*key] = value.clone());
        read(&spec).err().map(|error| error.path)
    };
    for (change, place) in [
        (("start", json!([0])), "start"),
        (("start", json!([0, "1"])), "start[1]"),
        (("optimizers", json!([])), "optimizers"),
        (("optimizers", Value::Array(vec![sgd.clone(); 33])), "optimizers"),
        (("optimizers", json!([{ "kind": "sgd" }])), "optimizers[0].learning_rate"),
        (("surface", json!({ "kind": "tower" })), "surface.kind"),
        (("surface", json!({ "expression": "x +" })), "surface.expression"),
        (("surface", json!({ "model": "line", "x": [1], "y": [1, 2] })), "surface.y"),
        (("surface", json!({ "model": "logistic", "x": [1], "y": [2] })), "surface.y[0]"),
        (("noise", json!({ "std": -1, "seed": 0 })), "noise.std"),
        (("batch", json!({ "size": 1, "seed": 0 })), "batch"),
        (("extra", json!(1)), "extra"),
    ] {
        assert_eq!(path(std::slice::from_ref(&change)).as_deref(), Some(place), "{change:?}");
    }
    let mut race = race(good);
    race.advance(3).expect("few steps");
    assert_eq!(race.advance(1_000_000).expect_err("too many").path, "steps");
    assert_eq!(race.derive(0, 4, Display::default()).expect_err("not taken").path, "step");
    assert_eq!(race.steps(), 3);
}

#[test]
fn the_handouts_scenarios_end_where_it_says() {
    let preset = |id: &str| {
        let preset = gradstep::preset::presets().into_iter().find(|preset| preset.id == id).expect("a preset");
        serde_json::to_value(&preset.spec).expect("plain data")
    };
    let budgets = [500, 200, 300, 100];
    let ends = |spec: &Value| -> Vec<Option<usize>> {
        let alone = |(index, steps): (usize, &u64)| {
            run(&spec["surface"], &spec["start"], &spec["optimizers"][index], *steps).status(0).reached
        };
        budgets.iter().enumerate().map(alone).collect()
    };
    assert_eq!(ends(&preset("two-well-1")), [Some(1), Some(1), Some(0), Some(0)]);
    let second = preset("two-well-2");
    assert_eq!(ends(&second), [Some(0), Some(0), Some(0), Some(1)]);
    let mut race = race(second.clone());
    race.advance(200).expect("few steps");
    let global = race.spec().surface.stationary()[0];
    let needed: Vec<Option<usize>> =
        (0..3).map(|racer| race.steps_to_within(racer, [global.x, global.y], 0.1)).collect();
    assert_eq!(needed, [Some(33), Some(27), Some(56)]);
    // with the correction Adam does not end there
    let mut corrected = second;
    corrected["optimizers"][3]["bias_correction"] = json!(true);
    corrected["optimizers"][3]["beta1"] = json!(0.9);
    assert_ne!(ends(&corrected)[3], Some(1));
}

#[test]
fn every_preset_can_be_raced() {
    for preset in gradstep::preset::presets().iter().filter(|preset| preset.lab == "optimizers") {
        let mut race = race(serde_json::to_value(&preset.spec).expect("plain data"));
        race.advance(150).expect("few steps");
        assert!(
            race.spec().surface.stationary().iter().any(|point| point.kind == gradstep::surface::Type::GlobalMinimum),
            "{}",
            preset.id
        );
    }
}
