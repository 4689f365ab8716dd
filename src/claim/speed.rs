//! Which method is faster.
use super::trial::{Trial, arrival, finite_share, four, median, rmsprop, sgd};
use super::{Experiment, Measured, Rates};

const COLUMNS: &[(&str, u8)] = &[("median_steps", 0), ("arrived", 1)];
const PLACES: &[&str] =
    &["bowl", "ravine", "rotated_quadratic", "two_well", "banana", "rosenbrock", "himmelblau", "beale"];
const SIDE: usize = 10;
const STEPS: u64 = 2000;

/// "Adam generally converges faster."
pub const ADAM: Experiment =
    Experiment { id: "adam_faster", columns: COLUMNS, places: PLACES, has_rates: true, measure: adam };
/// "RMSProp converges faster than SGD."
pub const RMSPROP: Experiment =
    Experiment { id: "rmsprop_faster", columns: COLUMNS, places: PLACES, has_rates: true, measure: faster_than_sgd };

fn adam(place: &str, rates: Rates) -> Measured {
    race(place, rates, &four())
}

fn faster_than_sgd(place: &str, rates: Rates) -> Measured {
    race(place, rates, &[sgd(), rmsprop()])
}

/// Whether the last method has the lowest median.
fn race(place: &str, rates: Rates, methods: &[super::trial::Method]) -> Measured {
    let trial = Trial::on(place, SIDE, STEPS);
    let best: Vec<_> = methods.iter().map(|method| trial.best(method, rates, arrival, median)).collect();
    let medians: Vec<f64> = best.iter().map(|best| median(&best.scores)).collect();
    let rows = methods.iter().zip(&best).zip(&medians);
    let rows = rows.map(|((method, best), median)| method.row(&best.optimizer, &[*median, finite_share(&best.scores)]));
    let (last, others) = medians.split_last().unwrap_or((&f64::INFINITY, &[]));
    let said = medians.iter().any(|median| median.is_finite());
    (rows.collect(), said.then(|| others.iter().all(|other| last < other)))
}
