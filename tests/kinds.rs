//! What a new activation or optimizer needs, found by its name: what this test asks for is all that it takes.
mod common;

use gradstep::derivation::{Display, steps};
use gradstep::input::Reader;
use gradstep::{Activation, Network, Optimizer, preset, words};
use serde_json::{Value, json};
use std::fs;

/// What `read` makes of `all`, once the fields that it does not know are left out.
fn read<T: serde::Serialize>(mut all: Value, read: impl Fn(&Reader) -> gradstep::Result<T>) -> T {
    loop {
        match read(&Reader::new(&common::data(&all))) {
            Ok(made) => break made,
            Err(error) => {
                let surplus = all.as_object_mut().expect("an object").remove(&error.path);
                assert!(error.path != "kind" && surplus.is_some(), "{all}: {error}");
            }
        }
    }
}

/// Files that name every kind, and how.
fn named(kind: &str, files: &[(&str, String)], keys: &[String]) {
    for (file, form) in files {
        let text = fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the project");
        assert!(text.contains(form), "{file} has no {form}");
    }
    for key in keys {
        assert!(words::find(key).is_some(), "{kind} has no text {key}");
    }
}

fn files(kind: &str) -> [(&'static str, String); 2] {
    [("npm/gradstep.d.ts", format!("{{ kind: \"{kind}\"")), ("www/fields.js", format!(" {kind}: {{"))]
}

#[test]
fn every_optimizer_has_all_that_it_needs() {
    for kind in Optimizer::KINDS {
        let all = json!({
            "kind": kind, "learning_rate": 0.1, "momentum": 0.9, "form": "step", "decay": 0.9, "beta1": 0.9, "beta2": 0.99,
            "epsilon": 1e-3, "weight_decay": 0.1, "bias_correction": true, "epsilon_inside": true,
        });
        let optimizer = read(all, Optimizer::read);
        assert_eq!(serde_json::to_value(optimizer).expect("plain data")["kind"], kind);
        let mut spec = preset::spec("hw3-q1").expect("a preset");
        spec.optimizer = optimizer;
        let network = Network::new(spec.clone());
        let written = steps(&spec, &network.record(1).expect("the first"), Display::default());
        let ids: Vec<_> = written.iter().map(|step| step.id.as_str()).collect();
        for slot in optimizer.carried() {
            let state = gradstep::quantity::Quantity::State(*slot, gradstep::quantity::Kind::Weights, 1).to_string();
            assert!(ids.contains(&state.as_str()), "{kind} writes no {state}: {ids:?}");
        }
        assert!(ids.contains(&"W1") && ids.contains(&"b2"), "{kind}: {ids:?}");
        named(kind, &files(kind), &["page.optimizer", "step.why.update"].map(|key| format!("{key}.{kind}")));
    }
}

#[test]
fn every_activation_has_all_that_it_needs() {
    for kind in Activation::KINDS {
        let all = json!({"kind": kind, "slope": 0.1, "lower": 0.1, "upper": 0.3, "alpha": 1.0});
        let activation = read(all, Activation::read);
        assert_eq!(activation.kind(), kind);
        assert_eq!(serde_json::to_value(activation).expect("plain data")["kind"], kind);
        let keys = ["page.activation", "step.why.activation", "step.why.slope"].map(|key| format!("{key}.{kind}"));
        named(kind, &files(kind), &keys);
    }
}
