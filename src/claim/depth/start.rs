//! Gradients before the first update.
use super::{WIDTH, activation, activation_title, deep, initializer, initializer_title, loss, network, on_circle, row};
use crate::claim::{Experiment, Measured};
use crate::depth::{Architecture, Training};
use crate::initializer::Initializer;

pub const QUARTER: Experiment = Experiment {
    id: "quarter",
    columns: &[("largest_factor", 4), ("factor", 4)],
    places: &["chain_10", "chain_30", "ones_2", "ones_8"],
    has_rates: false,
    measure: |place, _| {
        let (depth, width) = match place {
            "chain_10" => (10, 1),
            "chain_30" => (30, 1),
            "ones_2" => (10, 2),
            _ => (10, 8),
        };
        let of = |kind: &str| {
            let network = network(depth, width, activation(kind), Initializer::Constant { value: 1.0 });
            let (factor, _) = loss(&network);
            (largest_factor(network), factor)
        };
        let rows = ["sigmoid", "tanh", "relu"].map(|kind| {
            let (largest, factor) = of(kind);
            row(&activation_title(kind), &[largest, factor])
        });
        let holds = of("sigmoid").0 <= 0.25;
        (rows.to_vec(), Some(holds))
    },
};

/// The largest factor of any hidden layer below the last, for one seed.
fn largest_factor(network: Architecture) -> f64 {
    let Ok(training) = Training::new(on_circle(network, 1), None) else { return f64::NAN };
    let factors = training.factors();
    factors.iter().skip(1).map(|factors| factors.by_weights * factors.by_slopes).fold(f64::NAN, f64::max)
}

pub const RECTIFIERS: Experiment = Experiment {
    id: "rectifiers",
    columns: &[("factor", 3), ("left", 6)],
    places: &["he_normal", "glorot_normal", "uniform_fan_in"],
    has_rates: false,
    measure: |place, _| {
        let found = ["relu", "leaky_relu", "rrelu", "sigmoid"]
            .map(|kind| (kind, loss(&deep(activation(kind), initializer(place)))));
        let rows = found.map(|(kind, (factor, left))| row(&activation_title(kind), &[factor, left]));
        let holds = found.iter().take(3).all(|(_, (factor, _))| *factor >= 0.9);
        (rows.to_vec(), Some(holds))
    },
};

pub const DEEPER: Experiment = Experiment {
    id: "deeper",
    columns: &[("left", 12)],
    places: &["sigmoid", "tanh", "relu"],
    has_rates: false,
    measure: |place, _| {
        let start = if place == "relu" { "he_normal" } else { "glorot_normal" };
        let found = [2, 5, 10, 20, 40]
            .map(|depth| (depth, loss(&network(depth, WIDTH, activation(place), initializer(start))).1));
        let layers = |depth: usize| crate::words::fill("claim.depth.method.layers", &[("count", &depth.to_string())]);
        let rows = found.map(|(depth, left)| row(&layers(depth), &[left]));
        let falls = found.windows(2).all(|pair| pair[1].1 < pair[0].1);
        (rows.to_vec(), Some(falls))
    },
};

pub const SIZE: Experiment = Experiment {
    id: "size",
    columns: &[("mean_slope", 1), ("saturated", 1), ("factor", 4)],
    places: &["sigmoid", "tanh"],
    has_rates: false,
    measure: |place, _| {
        let found = [0.01, 0.1, 1.0, 10.0, 100.0].map(|scale| {
            let std = scale / (WIDTH as f64).sqrt();
            let network = deep(activation(place), Initializer::Normal { std });
            let (slope, saturated) = slopes(&network);
            let name = crate::words::fill("claim.depth.method.scale", &[("scale", &scale.to_string())]);
            (row(&name, &[slope, saturated, loss(&network).0]), slope)
        });
        let [(_, small), .., (_, large)] = &found;
        let holds = *small < 10.0 && *large < 10.0;
        (found.map(|(row, _)| row).to_vec(), Some(holds))
    },
};

/// (mean |f′| in per cent of the largest there is, share saturated in per cent) over the hidden layers, for one seed.
fn slopes(network: &Architecture) -> (f64, f64) {
    let Ok(training) = Training::new(on_circle(network.clone(), 1), None) else { return (f64::NAN, f64::NAN) };
    let factors = training.factors();
    let count = factors.len() as f64;
    let slope = factors.iter().map(|layer| layer.mean_slope / layer.steepest).sum::<f64>() / count;
    let stats = training.network().stats_of(training.next());
    let saturated = stats.iter().take(factors.len()).map(|layer| layer.saturated).sum::<f64>() / count;
    (100.0 * slope, 100.0 * saturated)
}

pub const INITIAL: Experiment = Experiment {
    id: "initial",
    columns: &[("factor", 3), ("spread_left", 6)],
    places: &["sigmoid", "tanh", "relu", "leaky_relu"],
    has_rates: false,
    measure: |place, _| {
        let found = ["uniform_fan_in", "glorot_normal", "he_normal"].map(|start| {
            let network = deep(activation(place), initializer(start));
            let (factor, _) = loss(&network);
            (row(&initializer_title(start), &[factor, spread_left(network)]), factor)
        });
        let holds = found.iter().all(|(_, factor)| (0.9..=1.1).contains(factor));
        (found.map(|(row, _)| row).to_vec(), Some(holds))
    },
};

/// The spread of the last hidden layer's outputs over that of the first's, for one seed.
fn spread_left(network: Architecture) -> f64 {
    let depth = network.depth;
    let Ok(training) = Training::new(on_circle(network, 1), None) else { return f64::NAN };
    let stats = training.network().stats_of(training.next());
    let std = |layer: usize| stats.get(layer - 1).map_or(f64::NAN, |layer| layer.activation_std);
    std(depth) / std(1)
}

pub const RESIDUAL: Experiment = Experiment {
    id: "residual",
    columns: &[("factor", 3), ("left", 6)],
    places: &["sigmoid", "tanh", "relu"],
    has_rates: false,
    measure: |place, _| {
        let plain = deep(activation(place), initializer("uniform_fan_in"));
        let skipping = Architecture { residual: true, ..plain.clone() };
        compared(["without_skips", "with_skips"], [&plain, &skipping], |[without, with]| {
            with.0 >= 0.9 && with.0 > without.0
        })
    },
};

pub const DROPOUT: Experiment = Experiment {
    id: "dropout",
    columns: &[("factor", 3), ("left", 6)],
    places: &["sigmoid", "tanh", "relu"],
    has_rates: false,
    measure: |place, _| {
        let start = if place == "relu" { "he_normal" } else { "glorot_normal" };
        let plain = deep(activation(place), initializer(start));
        let dropping = Architecture { dropout: 0.5, ..plain.clone() };
        let nearer = |factor: f64| crate::num::ln(factor).abs();
        compared(["without_dropout", "with_dropout"], [&plain, &dropping], |[without, with]| {
            nearer(with.0) < 0.9 * nearer(without.0)
        })
    },
};

/// Two networks' losses side by side.
fn compared(names: [&str; 2], networks: [&Architecture; 2], holds: impl Fn([(f64, f64); 2]) -> bool) -> Measured {
    let found = networks.map(loss);
    let name = |key: &str| crate::words::text(&format!("claim.depth.method.{key}")).to_owned();
    let rows = names.iter().zip(found).map(|(key, (factor, left))| row(&name(key), &[factor, left])).collect();
    (rows, found.iter().all(|(factor, _)| factor.is_finite()).then(|| holds(found)))
}
