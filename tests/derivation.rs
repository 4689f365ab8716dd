//! The worked solution of the handout's network, as it reads.
mod common;

use gradstep::derivation::{Display, Step, steps};
use serde_json::json;

fn handout() -> gradstep::Network {
    common::network(json!({
        "layers": [
            {"weights": [[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], "bias": [-0.4, 0.2], "activation": {"kind": "sigmoid"}},
            {"weights": [[-0.3, -0.2]], "bias": [0.1], "activation": {"kind": "sigmoid"}}
        ],
        "cost": {"kind": "lse"},
        "optimizer": {"kind": "momentum", "learning_rate": 0.9, "momentum": 0.9},
        "inputs": [[1, 0, 1]],
        "targets": [[1]]
    }))
}

fn iteration(number: u64, display: Display) -> Vec<Step> {
    let mut network = handout();
    network.iterate(number - 1);
    let record = network.record(number).expect("an iteration that was done");
    steps(network.spec(), &record, display)
}

#[test]
fn blames_the_hidden_units() {
    let steps = iteration(1, Display::default());
    let step = steps.iter().find(|step| step.id == "delta1").expect("a step for delta1");
    assert_eq!(
        step.formula.latex,
        r"\delta^{(1)} = \left({W^{(2)}}^{\top} \, \delta^{(2)}\right) \circ a^{(1)} \circ \left(1 - a^{(1)}\right)"
    );
    assert_eq!(step.uses, ["W2", "delta2", "a1"]);
}
