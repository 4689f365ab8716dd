//! Networks against JAX and optax, the handout and Mazur's example.
mod common;
use common::{assert_close, numbers, spec};
use gradstep::quantity::Quantity;
use gradstep::{Network, preset};
use serde_json::Value;

/// Numbers made with JAX 0.10.2 and optax 0.2.8 in double precision.
const REFERENCE: &str = include_str!("reference/network.json");

#[test]
fn agrees_with_jax_and_optax() {
    let cases: Vec<Value> = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    assert!(!cases.is_empty());
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let mut network = Network::new(spec(&case["spec"]).unwrap_or_else(|error| panic!("{name}: {error}")));
        network.iterate(case["iterations"].as_u64().expect("a count"));
        assert_close(name, network.costs(), &numbers(&case["costs"]), 1e-9);
        for (iteration, values) in case["traces"].as_object().expect("traces by iteration") {
            let record = network.record(iteration.parse().expect("a number")).expect("an iteration that was done");
            for (id, value) in values.as_object().expect("values by id") {
                let found = record.result(Quantity::parse(id).expect("an id")).expect("a result of the iteration");
                assert_close(&format!("{name}, {id} of {iteration}"), found.values(), &numbers(value), 1e-9);
            }
        }
        for (layer, expected) in network.parameters().iter().zip(case["parameters"].as_array().expect("layers")) {
            assert_close(&format!("{name}: weights"), layer.0.values(), &numbers(&expected["weights"]), 1e-9);
            assert_close(&format!("{name}: bias"), &layer.1, &numbers(&expected["bias"]), 1e-9);
        }
    }
}

/// What is published: E = 0.298371109, then 0.291027774 after one update, and the weights after it.
#[test]
fn repeats_mazurs_example() {
    let mut network = Network::new(preset::spec("mazur").expect("a preset"));
    network.iterate(2);
    assert_eq!(format!("{:.9}", network.costs()[0]), "0.298371109");
    assert_eq!(format!("{:.9}", network.costs()[1]), "0.291027774");
    let record = network.record(2).expect("done");
    let weights = record.before(Quantity::parse("W2").expect("an id")).expect("an operand");
    assert_close("W2", weights.values(), &[0.35891648, 0.408666186, 0.511301270, 0.561370121], 1e-9);
}
