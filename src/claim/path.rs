//! What the paths themselves look like: oscillation, the first steps, the effective rates.
use super::trial::{Method, Trial, adagrad, arrival, four, height, median, momentum, rmsprop, sgd};
use super::{Experiment, Measured, Rates};
use crate::optimizer::Optimizer;
use crate::race::Race;

/// "SGD oscillates where the loss is steep in one direction and flat in another."
pub const OSCILLATES: Experiment = Experiment {
    id: "oscillates",
    columns: &[("turns", 0)],
    places: &["ravine", "rotated_quadratic", "banana", "rosenbrock"],
    has_rates: true,
    measure: oscillates,
};

/// "Momentum has no real advantage in the first few updates and is faster later."
pub const LATER: Experiment = Experiment {
    id: "later",
    columns: &[("left_1", 3), ("left_3", 3), ("left_50", 3)],
    places: &["bowl", "ravine", "two_well", "banana", "rosenbrock"],
    has_rates: true,
    measure: later,
};

/// "Momentum with bias correction starts smoothly."
pub const SMOOTH: Experiment = Experiment {
    id: "smooth",
    columns: &[("step_1", 3), ("step_2", 3), ("step_5", 3), ("step_20", 3)],
    places: &["ravine", "two_well", "rosenbrock"],
    has_rates: false,
    measure: smooth,
};

/// "Adagrad's running sum of squares only grows, so its step shrinks for ever."
pub const SHRINKS: Experiment = Experiment {
    id: "shrinks",
    columns: &[("rate_1", 4), ("rate_10", 4), ("rate_100", 4), ("rate_1000", 4)],
    places: &["ravine", "ravine_noise", "two_well", "two_well_noise"],
    has_rates: false,
    measure: shrinks,
};

/// "SGD has one fixed rate, Momentum adapts the effective rate, RMSProp and Adam adapt it for each parameter."
pub const EFFECTIVE: Experiment = Experiment {
    id: "effective",
    columns: &[("change", 2), ("between", 2)],
    places: &["ravine", "banana", "two_well"],
    has_rates: true,
    measure: effective,
};

/// The gradient before a step and the step itself.
fn moved(race: &Race, racer: usize, step: usize) -> Option<([f64; 2], [f64; 2])> {
    let &[x, y, to_x, to_y] = race.path(racer).get(2 * step - 2..2 * step + 2)? else { return None };
    Some((race.gradient_used(step as u64, [x, y]), [to_x - x, to_y - y]))
}

/// At what share of the first 20 steps, in per cent, the slope across, along the Hessian's steepest direction, changes
/// its sign; steps after which that slope is below a millionth of its largest are left out.
fn turns(race: &Race) -> [f64; 1] {
    const STEPS: usize = 20;
    let field = race.spec().surface.field();
    let across = |point: &[f64]| {
        let jet = field.derivatives(point[0], point[1]);
        let [a, b] = jet.steepest();
        a * jet.gradient[0] + b * jet.gradient[1]
    };
    let slopes: Vec<f64> = race.path(0).chunks_exact(2).take(STEPS + 1).map(across).collect();
    let largest = slopes.iter().fold(0.0, |largest: f64, slope| largest.max(slope.abs()));
    let counted: Vec<&[f64]> = slopes.windows(2).filter(|pair| pair[1].abs() > 1e-6 * largest).collect();
    let turned = counted.iter().filter(|pair| pair[0] * pair[1] < 0.0).count();
    [100.0 * turned as f64 / counted.len().max(1) as f64]
}

fn oscillates(place: &str, rates: Rates) -> Measured {
    let trial = Trial::on(place, 8, 500);
    let measured = four().map(|method| {
        let best = trial.best(&method, rates, arrival, median);
        let [turned] = trial.medians(best.optimizer, &turns);
        (turned, method.row(&best.optimizer, &[turned]))
    });
    let holds = measured[0].0 >= 50.0;
    (measured.map(|(_, row)| row).to_vec(), Some(holds))
}

fn later(place: &str, rates: Rates) -> Measured {
    let trial = Trial::on(place, 8, 500);
    let left = |race: &Race| [1, 3, 50].map(|step| height(race, 0, step) / height(race, 0, 0));
    let [(plain, first), (heavy, second)] = [sgd(), momentum()].map(|method| {
        let best = trial.best(&method, rates, arrival, median);
        let figures = trial.medians(best.optimizer, &left);
        (figures, method.row(&best.optimizer, &figures))
    });
    let holds = heavy[1] >= 0.9 * plain[1] && heavy[2] < 0.9 * plain[2];
    (vec![first, second], Some(holds))
}

/// Lengths of steps as multiples of learning rate times gradient.
fn smooth(place: &str, _: Rates) -> Measured {
    const LEARNING_RATE: f64 = 1e-3;
    let trial = Trial::on(place, 8, 20);
    let lengths = |race: &Race| {
        [1, 2, 5, 20].map(|step| {
            moved(race, 0, step).map_or(f64::INFINITY, |(gradient, step)| size(step) / (LEARNING_RATE * size(gradient)))
        })
    };
    let average = |key, bias_correction| {
        let optimizer = Optimizer::EmaMomentum { learning_rate: LEARNING_RATE, momentum: 0.9, bias_correction };
        Method { key, stated: optimizer, at_rate: |learning_rate| Optimizer::Sgd { learning_rate } }
    };
    let measured = [average("ema_plain", false), average("ema_corrected", true)].map(|method| {
        let figures = trial.medians(method.stated, &lengths);
        (figures, method.row(&method.stated, &figures))
    });
    let [(plain, _), (corrected, _)] = &measured;
    let holds = corrected.iter().all(|length| (0.5..=2.0).contains(length)) && plain[0] < 0.5;
    (measured.map(|(_, row)| row).to_vec(), Some(holds))
}

fn size([x, y]: [f64; 2]) -> f64 {
    (x * x + y * y).sqrt()
}

/// |Δw| / |g| of one coordinate as a multiple of the learning rate.
fn rate(race: &Race, step: usize, axis: usize) -> f64 {
    let learning_rate = race.spec().optimizers[0].learning_rate();
    moved(race, 0, step).map_or(f64::INFINITY, |(gradient, step)| (step[axis] / (learning_rate * gradient[axis])).abs())
}

fn shrinks(place: &str, _: Rates) -> Measured {
    let (kind, noise) = place.strip_suffix("_noise").map_or((place, None), |kind| (kind, Some(0.5)));
    let trial = Trial { noise, ..Trial::on(kind, 4, 1000) };
    let rates = |race: &Race| [1, 10, 100, 1000].map(|step| rate(race, step, 0));
    let rmsprop = Method { stated: (rmsprop().at_rate)(0.1), ..rmsprop() };
    let measured = [adagrad(), rmsprop].map(|method| {
        let figures = trial.medians(method.stated, &rates);
        (figures, method.row(&method.stated, &figures))
    });
    let sum = measured[0].0;
    let falls = sum.windows(2).all(|pair| pair[1] < pair[0]);
    let holds = falls && sum[3] < 0.1 * sum[0];
    (measured.map(|(_, row)| row).to_vec(), Some(holds))
}

fn effective(place: &str, rates: Rates) -> Measured {
    const STEPS: usize = 20;
    let trial = Trial::on(place, 8, 500);
    let spread = |race: &Race| {
        let rates: Vec<[f64; 2]> = (1..=STEPS).map(|step| [rate(race, step, 0), rate(race, step, 1)]).collect();
        let x = || rates.iter().map(|rate| rate[0]).filter(|rate| rate.is_finite());
        let change = x().fold(0.0, f64::max) / x().fold(f64::INFINITY, f64::min);
        let apart: Vec<f64> = rates.iter().map(|[x, y]| (x / y).max(y / x)).collect();
        [change, median(&apart)]
    };
    let measured = four().map(|method| {
        let best = trial.best(&method, rates, arrival, median);
        let figures = trial.medians(best.optimizer, &spread);
        (figures, method.row(&best.optimizer, &figures))
    });
    let [sgd, momentum, rmsprop, adam] = [0, 1, 2, 3].map(|index: usize| measured[index].0);
    let one = |figure: f64| (figure - 1.0).abs() < 1e-3;
    let holds = one(sgd[0]) && one(sgd[1]) && momentum[0] > 1.1 && rmsprop[1] > 1.1 && adam[1] > 1.1;
    (measured.map(|(_, row)| row).to_vec(), Some(holds))
}
