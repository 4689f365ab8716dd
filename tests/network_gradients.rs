//! Every gradient against central differences: activations × costs × reductions × dropout, residual, batches.
mod common;
use gradstep::network::Place;
use gradstep::{Network, num::random::Random};
use serde_json::{Value, json};

/// The largest error of a central difference in double precision is of the order of the cube root of epsilon squared,
/// 4e-11, over the size of the gradient.
const ABSOLUTE: f64 = 1e-8;
const RELATIVE: f64 = 1e-6;

fn matrix(random: &mut Random, rows: usize, columns: usize) -> Value {
    (0..rows).map(|_| (0..columns).map(|_| random.between(-1.2, 1.2)).collect::<Vec<_>>()).collect()
}

fn activations() -> Vec<Value> {
    let kinds = ["identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "silu"];
    let mut all: Vec<Value> = kinds.iter().map(|kind| json!({ "kind": kind })).collect();
    all.push(json!({ "kind": "leaky_relu", "slope": 0.1 }));
    all.push(json!({ "kind": "rrelu", "lower": 0.1, "upper": 0.4 }));
    all.push(json!({ "kind": "elu", "alpha": 1.3 }));
    all
}

/// A 2-3-3-2 network, the middle layer with what is asked for.
fn spec(random: &mut Random, hidden: &Value, output: &Value, cost: &Value, reduction: &str, extras: &Value) -> Value {
    let samples = 5;
    let mut middle = json!({ "weights": matrix(random, 3, 3), "bias": [0.1, -0.2, 0.3], "activation": hidden });
    for (name, value) in extras.as_object().expect("fields") {
        middle[name] = value.clone();
    }
    let softmax = output["kind"] == "softmax";
    let targets: Vec<Value> = (0..samples)
        .map(|sample| if softmax { [json!([1, 0]), json!([0.25, 0.75])][sample % 2].clone() } else { json!([0.2, 1]) })
        .collect();
    json!({
        "layers": [
            { "weights": matrix(random, 3, 2), "bias": [0.1, 0.2, -0.3], "activation": hidden, "dropout": 0.3 },
            middle,
            { "weights": matrix(random, 2, 3), "bias": [0.05, -0.1], "activation": output },
        ],
        "cost": cost, "reduction": reduction, "optimizer": { "kind": "sgd", "learning_rate": 0.1 },
        "inputs": matrix(random, samples, 2), "targets": targets, "batch_size": 3, "seed": 11, "l1": 0.03, "l2": 0.2,
    })
}

/// A step on a batch is the sum of the steps on its samples: batches of 1 to 24 fill lanes and tiles in every way.
#[test]
fn a_batch_of_any_size_is_the_sum_of_its_samples() {
    let mut random = Random::new(5, &[]);
    let most = 24;
    let (inputs, targets) = (matrix(&mut random, most, 3), matrix(&mut random, most, 3));
    let layers: Vec<Value> = [(3, 3), (5, 3), (4, 5), (3, 4)]
        .iter()
        .map(|(n_out, n_in)| {
            let bias: Vec<f64> = (0..*n_out).map(|_| random.between(-1.0, 1.0)).collect();
            json!({ "weights": matrix(&mut random, *n_out, *n_in), "bias": bias, "activation": { "kind": "tanh" } })
        })
        .collect();
    let stepped = |rows: std::ops::Range<usize>| {
        let some = |all: &Value| all.as_array().expect("rows")[rows.clone()].to_vec();
        let spec = json!({
            "layers": layers, "cost": { "kind": "lse", "factor": 0.5 }, "reduction": "sum",
            "optimizer": { "kind": "sgd", "learning_rate": 0.5 }, "inputs": some(&inputs), "targets": some(&targets),
        });
        let mut network = common::network(spec);
        let values = |network: &Network| -> Vec<f64> {
            let flat = |(weights, bias): &(gradstep::Matrix, Vec<f64>)| [weights.values(), bias].concat();
            network.parameters().iter().flat_map(flat).collect()
        };
        let before = values(&network);
        network.iterate(1);
        before.iter().zip(values(&network)).map(|(before, after)| after - before).collect::<Vec<_>>()
    };
    let alone: Vec<Vec<f64>> = (0..most).map(|sample| stepped(sample..sample + 1)).collect();
    for samples in 1..=most {
        for (place, step) in stepped(0..samples).iter().enumerate() {
            let sum: f64 = alone[..samples].iter().map(|steps| steps[place]).sum();
            assert!((step - sum).abs() < 1e-11, "{samples} samples, parameter {place}: {step} and {sum}");
        }
    }
}

#[track_caller]
fn check(network: &Network, what: &str) {
    for (layer, (weights, bias)) in network.parameters().iter().enumerate() {
        let entries = (0..weights.rows()).flat_map(|row| (0..weights.columns()).map(move |column| ("W", row, column)));
        for (name, row, column) in entries.chain((0..bias.len()).map(|row| ("b", row, 0))) {
            let at = Place { parameter: format!("{name}{}", layer + 1), row, column };
            let found = network.check_gradient(2, &at).expect("a parameter of this network");
            let off = (found.analytic - found.numeric).abs();
            let allowed = ABSOLUTE + RELATIVE * found.analytic.abs();
            assert!(off <= allowed, "{what}: {at:?}: {found:?}");
        }
    }
}

#[test]
fn agree_with_central_differences() {
    let mut random = Random::new(5, &[]);
    let costs = [
        (json!({ "kind": "lse" }), json!({ "kind": "tanh" })),
        (json!({ "kind": "lse", "factor": 1 }), json!({ "kind": "sigmoid" })),
        (json!({ "kind": "cross_entropy" }), json!({ "kind": "sigmoid" })),
        (json!({ "kind": "cross_entropy" }), json!({ "kind": "softmax" })),
    ];
    let extras = [
        json!({}),
        json!({ "residual": true }),
        json!({ "dropout": 0.4 }),
        json!({ "residual": true, "dropout": 0.4 }),
    ];
    for hidden in activations() {
        for (cost, output) in &costs {
            for reduction in ["mean", "sum"] {
                for extra in &extras {
                    let json = spec(&mut random, &hidden, output, cost, reduction, extra);
                    let mut network = common::network(json);
                    network.iterate(1);
                    check(&network, &format!("{hidden} {cost} {output} {reduction} {extra}"));
                }
            }
        }
    }
}

#[test]
fn of_every_output_activation_agree_for_least_squares() {
    let mut random = Random::new(6, &[]);
    for output in activations() {
        for extra in [json!({}), json!({ "residual": true, "dropout": 0.4 })] {
            let mut json =
                spec(&mut random, &json!({ "kind": "tanh" }), &output, &json!({ "kind": "lse" }), "mean", &extra);
            json["layers"][2]["dropout"] = json!(0.5);
            let mut network = common::network(json);
            network.iterate(1);
            check(&network, &format!("{output} {extra}"));
        }
    }
}

#[test]
fn residual_chains_down_to_the_input_and_up_to_the_output_agree() {
    let mut random = Random::new(7, &[]);
    let layers: Vec<Value> = (0..4)
        .map(|_| json!({ "weights": matrix(&mut random, 2, 2), "bias": [0.1, -0.1], "activation": { "kind": "tanh" }, "residual": true }))
        .collect();
    let mut network = common::network(json!({
        "layers": layers, "cost": { "kind": "lse" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 },
        "inputs": matrix(&mut random, 3, 2), "targets": matrix(&mut random, 3, 2),
    }));
    network.iterate(1);
    check(&network, "residual at every layer");
}
