//! Noisy gradients.
use super::trial::{Place, Trial, four, height, median, momentum, sgd};
use super::{Experiment, Measured, Rates};
use crate::preset::races::points;
use crate::race::Race;

/// "Momentum suits noisy gradients."
pub const NOISE: Experiment = Experiment {
    id: "noise",
    columns: &[("floor", 4)],
    places: &["bowl", "ravine", "banana", "line_batches"],
    has_rates: true,
    measure: noise,
};

/// The mean height above the lowest point in the last fifth of the steps.
fn floor(race: &Race, racer: usize) -> f64 {
    let steps = race.steps() as usize;
    let last = steps - steps / 5..=steps;
    let count = last.clone().count() as f64;
    last.map(|step| height(race, racer, step)).sum::<f64>() / count
}

fn noise(place: &str, rates: Rates) -> Measured {
    let trial = if place == "line_batches" {
        let (x, y) = points();
        let starts = vec![[0.0, 0.0], [-2.0, 2.5]];
        Trial { place: Place::Line(x, y), starts, steps: 500, noise: None, batch: Some(1), seeds: 8 }
    } else {
        Trial { noise: Some(0.5), seeds: 4, ..Trial::on(place, 3, 500) }
    };
    let [plain, heavy] = [sgd(), momentum()].map(|method| trial.best(&method, rates, floor, median));
    let [low, lower] = [median(&plain.scores), median(&heavy.scores)];
    let mut rows = vec![sgd().row(&plain.optimizer, &[low]), momentum().row(&heavy.optimizer, &[lower])];
    for method in &four()[2..] {
        let best = trial.best(method, rates, floor, median);
        rows.push(method.row(&best.optimizer, &[median(&best.scores)]));
    }
    (rows, (low.is_finite() || lower.is_finite()).then_some(lower < 0.9 * low))
}
