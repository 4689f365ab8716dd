//! Basin maps: the published shares, and every start as its race says.
mod common;
use common::data;
use gradstep::basin::{BasinSpec, DIVERGED, NONE};
use gradstep::input::Reader;
use gradstep::race::{Race, RaceSpec, State};
use serde_json::{Value, json};

fn spec(json: &Value) -> gradstep::Result<BasinSpec> {
    BasinSpec::read(&Reader::new(&data(json)))
}

/// The handout's settings, with the steps of its simulations.
fn handout() -> [(Value, u64, f64); 4] {
    [
        (json!({ "kind": "sgd", "learning_rate": 0.02 }), 500, 54.9),
        (json!({ "kind": "momentum", "learning_rate": 0.01, "momentum": 0.8 }), 200, 59.1),
        (
            json!({ "kind": "rmsprop", "learning_rate": 0.01, "decay": 0.99, "epsilon": 1e-6, "epsilon_inside": false }),
            300,
            65.4,
        ),
        (
            json!({ "kind": "adam", "learning_rate": 0.01, "beta1": 0.7, "beta2": 0.999, "epsilon": 1e-6, "bias_correction": false }),
            100,
            66.8,
        ),
    ]
}

fn map(optimizer: &Value, surface: &str, domain: [f64; 4], side: usize, steps: u64) -> BasinSpec {
    spec(&json!({ "surface": { "kind": surface }, "optimizer": optimizer, "domain": domain, "columns": side, "rows": side, "steps": steps }))
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn published_shares_are_found() {
    for (optimizer, steps, share) in handout() {
        let basin = map(&optimizer, "two_well", [-2.0, 2.0, -2.0, 2.0], 40, steps).map();
        let reached = basin.reached.iter().filter(|reached| **reached == 0).count();
        let found = 100.0 * reached as f64 / basin.reached.len() as f64;
        assert!((found - share).abs() <= 0.5, "{optimizer}: {found} % for {share} %");
    }
}

#[test]
fn every_start_ends_as_its_race_does() {
    for surface in ["two_well", "six_hump_camel", "saddle"] {
        for (optimizer, steps, _) in handout() {
            let map = map(&optimizer, surface, [-1.9, 1.8, -1.7, 1.9], 9, steps);
            let basin = map.map();
            let stationary = map.surface.stationary().to_vec();
            for (index, (reached, taken)) in basin.reached.iter().zip(&basin.steps).enumerate() {
                let place = |from: f64, to: f64, index: usize| from + (to - from) * (index as f64 / 8.0);
                let start = [place(-1.9, 1.8, index % 9), place(-1.7, 1.9, index / 9)];
                let race = json!({ "surface": { "kind": surface }, "start": start, "optimizers": [optimizer] });
                let mut race = Race::new(RaceSpec::read(&Reader::new(&data(&race))).expect("a race"));
                race.advance(steps).expect("few steps");
                let status = race.status(0);
                let found = format!("{surface}, {optimizer}, {start:?}: {status:?}");
                if status.state == State::Diverged {
                    assert_eq!(*reached, DIVERGED, "{found}");
                    continue;
                }
                assert_eq!(status.reached.map(|index| index as i8).unwrap_or(NONE), *reached, "{found}");
                let near = 0.025
                    * (map.surface.domain[1] - map.surface.domain[0])
                        .max(map.surface.domain[3] - map.surface.domain[2]);
                let expected = status.reached.map_or(steps as usize, |index| {
                    let (x, y) = (stationary[index].x, stationary[index].y);
                    let is_far = |point: &[f64]| (point[0] - x).hypot(point[1] - y) > near;
                    race.path(0).chunks_exact(2).rposition(is_far).map_or(0, |last| last + 1)
                });
                assert_eq!(expected, usize::from(*taken), "{found}");
            }
        }
    }
}

#[test]
fn rows_by_themselves_give_the_same_map() {
    let map = map(&handout()[1].0, "two_well", [-2.0, 2.0, -2.0, 2.0], 21, 150);
    let whole = map.map();
    let mut parts = map.map_rows(0, 8);
    let rest = map.map_rows(8, 21);
    parts.reached.extend(rest.reached);
    parts.steps.extend(rest.steps);
    assert_eq!(parts, whole);
}

#[test]
fn what_runs_away_is_told() {
    let fast = json!({ "kind": "sgd", "learning_rate": 1.5 });
    let basin = map(&fast, "bowl", [-1.0, 1.0, -1.0, 1.0], 5, 2000).map();
    assert_eq!(basin.reached.iter().filter(|reached| **reached == DIVERGED).count(), 24);
    assert_eq!((basin.reached[12], basin.steps[12]), (0, 0));
    let slow = json!({ "kind": "sgd", "learning_rate": 1e-6 });
    let basin = map(&slow, "bowl", [1.0, 2.0, 1.0, 2.0], 3, 7).map();
    assert!(basin.reached.iter().all(|reached| *reached == NONE) && basin.steps.iter().all(|steps| *steps == 7));
}

#[test]
fn faults_are_told_with_their_place() {
    let good = json!({ "surface": { "kind": "bowl" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 }, "domain": [0, 1, 0, 1], "columns": 2, "rows": 2, "steps": 3 });
    assert!(spec(&good).is_ok());
    for (key, value, place) in [
        ("domain", json!([1, 0, 0, 1]), "domain"),
        ("domain", json!([0, 1, 0]), "domain"),
        ("columns", json!(0), "columns"),
        ("rows", json!(5000), "rows"),
        ("steps", json!(65536), "steps"),
        ("steps", json!(1.5), "steps"),
        ("surface", json!({ "kind": "" }), "surface.kind"),
    ] {
        let mut bad = good.clone();
        bad[key] = value;
        assert_eq!(spec(&bad).err().map(|error| error.path).as_deref(), Some(place));
    }
}
