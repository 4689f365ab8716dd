//! What holds for every problem: shapes, ids, errors that have a place. Seeded, so that a failure can be seen again.
mod common;
use gradstep::Network;
use gradstep::num::random::Random;
use gradstep::quantity::Quantity;
use serde_json::{Value, json};

fn rows(random: &mut Random, rows: usize, columns: usize) -> Value {
    (0..rows).map(|_| (0..columns).map(|_| random.between(-1.0, 1.0)).collect::<Vec<_>>()).collect()
}

/// A random problem of 1 to 4 layers of 1 to 5 units.
fn problem(random: &mut Random) -> Value {
    let samples = 1 + random.below(6);
    let mut n_in = 1 + random.below(5);
    let inputs = rows(random, samples, n_in);
    let depth = 1 + random.below(4);
    let kinds = ["identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "silu"];
    let mut layers = Vec::new();
    for _ in 0..depth {
        let n_out = 1 + random.below(5);
        layers.push(json!({
            "weights": rows(random, n_out, n_in), "bias": rows(random, 1, n_out)[0],
            "activation": { "kind": kinds[random.below(kinds.len())] },
            "train_bias": random.below(4) > 0, "dropout": 0.25 * random.below(2) as f64,
            "residual": n_in == n_out && random.below(2) == 0,
        }));
        n_in = n_out;
    }
    json!({
        "layers": layers, "cost": { "kind": "lse" }, "reduction": if random.below(2) == 0 { "mean" } else { "sum" },
        "optimizer": { "kind": "adam", "learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8 },
        "inputs": inputs, "targets": rows(random, samples, n_in), "batch_size": 1 + random.below(samples), "seed": random.below(100),
    })
}

#[test]
fn every_quantity_has_the_shape_of_its_place() {
    let mut random = Random::new(1, &[]);
    for _ in 0..200 {
        let mut network = common::network(problem(&mut random));
        network.iterate(3);
        for iteration in 1..=4 {
            let record = network.record(iteration).expect("an iteration that is there");
            let samples = record.before(Quantity::Input).map_or(0, |x| x.columns());
            for (quantity, value) in record.before.iter().chain(&record.results) {
                let layer = quantity.layer().map(|layer| &network.spec().layers[layer - 1]);
                let (n_out, n_in) = layer.map_or((0, 0), |layer| (layer.n_out(), layer.n_in()));
                let id = quantity.to_string();
                let expected = match id.as_bytes() {
                    b"x" => (network.spec().inputs.columns(), samples),
                    b"y" => (network.spec().targets.columns(), samples),
                    b"cost" | b"cost_other" => (1, 1),
                    [b'z' | b'a', ..] | [b'd', b'e', ..] => (n_out, samples),
                    bytes if bytes.starts_with(b"mask") => (n_out, samples),
                    bytes if bytes.contains(&b'W') => (n_out, n_in),
                    _ => (n_out, 1),
                };
                assert_eq!(value.shape(), expected, "{id}");
                assert_eq!(Quantity::parse(&id), Some(*quantity), "{id}");
            }
        }
    }
}

/// Something else at a random place: the reader either takes it or names a place, and never panics.
#[test]
fn a_spoiled_problem_is_refused_with_a_place_or_is_still_a_problem() {
    let mut random = Random::new(2, &[]);
    let spoilers = [
        json!(null),
        json!("x"),
        json!(-3),
        json!(1e308),
        json!([]),
        json!([[]]),
        json!({}),
        json!(true),
        json!([1, 2, 3, 4, 5, 6, 7]),
    ];
    let mut refused = 0;
    for _ in 0..3000 {
        let mut json = problem(&mut random);
        let mut place = &mut json;
        while random.below(5) > 0 {
            let below: Vec<&mut Value> = match place {
                Value::Object(fields) => fields.values_mut().collect(),
                Value::Array(items) => items.iter_mut().collect(),
                _ => break,
            };
            let count = below.len();
            let Some(next) = below.into_iter().nth(random.below(count)) else {
                unreachable!("problems have no empty lists")
            };
            place = next;
        }
        *place = spoilers[random.below(spoilers.len())].clone();
        match common::spec(&json) {
            Ok(spec) => {
                let mut network = Network::new(spec);
                network.iterate(2);
                let _ = network.divergence();
            }
            Err(error) => {
                refused += 1;
                let whole = !matches!(json, Value::Object(_));
                assert!(!error.path.is_empty() || whole, "{error}: {json}");
                assert!(error.message.contains("expected") && error.message.contains("found"), "{error}");
            }
        }
    }
    assert!(refused > 1000, "only {refused} were refused");
}
