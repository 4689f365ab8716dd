//! Whether the methods leave a saddle.
use super::trial::{Trial, finite_share, four, median};
use super::{Experiment, Measured, Rates};
use crate::race::{Race, Scale};

/// "At a saddle the gradient is 0 and SGD is stuck; noise frees it."
pub const SADDLE: Experiment = Experiment {
    id: "saddle",
    columns: &[("left_still", 0), ("left_noisy", 0), ("median_left", 0)],
    places: &["saddle", "monkey_saddle", "six_hump_camel"],
    has_rates: true,
    measure: saddle,
};

const STEPS: u64 = 500;
const NOISE: f64 = 0.01;
const SEEDS: u64 = 32;

/// Steps until the path has left the neighbourhood of its start; infinite where it has not.
fn departure(race: &Race, racer: usize) -> f64 {
    let near = Scale::of(&race.spec().surface).near;
    let [x, y] = race.spec().start;
    let has_left = |point: &[f64]| (point[0] - x).powi(2) + (point[1] - y).powi(2) > near * near;
    race.path(racer).chunks_exact(2).position(has_left).map_or(f64::INFINITY, |steps| steps as f64)
}

/// All start at the saddle itself, which is (0, 0) on these surfaces.
fn saddle(place: &str, rates: Rates) -> Measured {
    let starts = vec![[0.0, 0.0]];
    let still = Trial { starts: starts.clone(), ..Trial::on(place, 1, STEPS) };
    let noisy = Trial { starts, noise: Some(NOISE), seeds: SEEDS, ..Trial::on(place, 1, STEPS) };
    let measured = four().map(|method| {
        let best = noisy.best(&method, rates, departure, median);
        let mut alone = vec![];
        still.run(&[best.optimizer], &mut |race| alone.push(departure(race, 0)));
        let shares = [finite_share(&alone), finite_share(&best.scores)];
        (shares, method.row(&best.optimizer, &[shares[0], shares[1], median(&best.scores)]))
    });
    let [without, with] = measured[0].0;
    (measured.map(|(_, row)| row).to_vec(), Some(without == 0.0 && with >= 50.0))
}
