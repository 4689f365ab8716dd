//! Many races of one method: the same starts and seeds for every method, and the search for its best rate.
use super::{Rates, Row};
use crate::optimizer::{MomentumForm, Optimizer};
use crate::preset::races;
use crate::race::{Batch, Noise, Race, RaceSpec, Scale, reached};
use crate::surface::{Kind, Model, Surface, Type};
use crate::words::text;

/// The learning rates that are tried: all eight race at once.
pub const RATES: [f64; 8] = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0];

/// A method with its stated settings, and with common constants at any rate.
pub struct Method {
    /// Of its name: that of an optimizer, or one of its own.
    pub key: &'static str,
    pub stated: Optimizer,
    pub at_rate: fn(f64) -> Optimizer,
}

/// Where the methods run.
pub struct Trial {
    pub place: Place,
    pub starts: Vec<[f64; 2]>,
    pub steps: u64,
    /// Its standard deviation, where there is noise.
    pub noise: Option<f64>,
    /// The size of mini-batches, where there are such.
    pub batch: Option<usize>,
    /// How many draws of noise or batches each start meets.
    pub seeds: u64,
}

pub enum Place {
    Named(String),
    /// A line fitted to these x and y.
    Line(Vec<f64>, Vec<f64>),
}

/// The settings that a method ended up with, and its score from every start.
pub struct Best {
    pub optimizer: Optimizer,
    pub scores: Vec<f64>,
}

/// A number for one racer's path: the lower the better, infinite where it failed.
pub type Score = fn(&Race, usize) -> f64;

impl Trial {
    /// `side` × `side` starts on the named surface: the middles of equal cells of its domain.
    pub fn on(kind: &str, side: usize, steps: u64) -> Self {
        let [x_min, x_max, y_min, y_max] = Surface::named(kind).map_or([0.0, 1.0, 0.0, 1.0], |surface| surface.domain);
        let middle = |from: f64, to: f64, index: usize| from + (to - from) * ((index as f64 + 0.5) / side as f64);
        let cell = |index: usize| [middle(x_min, x_max, index % side), middle(y_min, y_max, index / side)];
        let starts = (0..side * side).map(cell).collect();
        Self { place: Place::Named(kind.to_owned()), starts, steps, noise: None, batch: None, seeds: 1 }
    }

    fn surface(&self) -> Option<Surface> {
        match &self.place {
            Place::Named(kind) => Surface::named(kind),
            Place::Line(x, y) => Some(Surface::of_model(Model::new(Kind::Line, x.clone(), y.clone()))),
        }
    }

    /// Lets the optimizers race from every start with every seed, and shows each finished race.
    pub fn run(&self, optimizers: &[Optimizer], see: &mut dyn FnMut(&Race)) {
        for seed in 0..self.seeds {
            let Some(surface) = self.surface() else { return };
            let noise = self.noise.map(|std| Noise { std, seed });
            let batch = self.batch.map(|size| Batch { size, seed });
            let start = self.starts.first().copied().unwrap_or_default();
            let mut race = Race::new(RaceSpec { surface, start, optimizers: optimizers.to_vec(), noise, batch });
            for start in &self.starts {
                race.restart(*start);
                // far below the most steps that a race takes
                let _ = race.advance(self.steps);
                see(&race);
            }
        }
    }

    /// The method's settings by `rates`, with its scores. Best: the lowest `summary`, then the most finite scores,
    /// then the smallest rate.
    pub fn best(&self, method: &Method, rates: Rates, score: Score, summary: fn(&[f64]) -> f64) -> Best {
        let tried = match rates {
            Rates::Stated => vec![method.stated],
            Rates::Best => RATES.map(method.at_rate).to_vec(),
        };
        let mut scores = vec![Vec::with_capacity(self.starts.len() * self.seeds as usize); tried.len()];
        self.run(&tried, &mut |race| {
            for (index, scores) in scores.iter_mut().enumerate() {
                scores.push(score(race, index));
            }
        });
        let failed = |scores: &[f64]| scores.iter().filter(|score| !score.is_finite()).count();
        let rank = |scores: &[f64]| (summary(scores), failed(scores));
        let all = tried.into_iter().zip(scores).map(|(optimizer, scores)| Best { optimizer, scores });
        let first = Best { optimizer: method.stated, scores: vec![] };
        let lower = |a: (f64, usize), b: (f64, usize)| a.0 < b.0 || (a.0 == b.0 && a.1 < b.1);
        all.reduce(|best, next| if lower(rank(&next.scores), rank(&best.scores)) { next } else { best })
            .unwrap_or(first)
    }

    /// Several figures of one setting: the median of each over all starts and seeds.
    pub fn medians<const COUNT: usize>(
        &self,
        optimizer: Optimizer,
        of: &dyn Fn(&Race) -> [f64; COUNT],
    ) -> [f64; COUNT] {
        let mut all = vec![];
        self.run(&[optimizer], &mut |race| all.push(of(race)));
        std::array::from_fn(|index| median(&all.iter().map(|figures| figures[index]).collect::<Vec<_>>()))
    }
}

impl Method {
    pub fn row(&self, optimizer: &Optimizer, figures: &[f64]) -> Row {
        let own = text(&format!("claim.method.{}", self.key)).to_owned();
        let method =
            if own.starts_with("claim.") { text(&format!("page.optimizer.{}", self.key)).to_owned() } else { own };
        let figures = figures.iter().map(|figure| figure.is_finite().then_some(*figure)).collect();
        Row { method, learning_rate: Some(optimizer.learning_rate()), figures }
    }
}

/// Steps until the path is within a thousandth of the minimum that it ends near; infinite where it ends near none.
pub fn arrival(race: &Race, racer: usize) -> f64 {
    const WITHIN: f64 = 1e-3;
    let surface = &race.spec().surface;
    let arrived = end_near(race, racer).filter(|index| is_minimum(surface, *index)).and_then(|index| {
        let point = surface.stationary()[index];
        race.steps_to_within(racer, [point.x, point.y], WITHIN)
    });
    arrived.map_or(f64::INFINITY, |steps| steps as f64)
}

/// The stationary point that a path ends near.
pub fn end_near(race: &Race, racer: usize) -> Option<usize> {
    let surface = &race.spec().surface;
    let path = race.path(racer);
    let whole = path.len() as u64 / 2 > race.steps();
    let end = [path[path.len() - 2], path[path.len() - 1]];
    whole.then(|| reached(surface, end, Scale::of(surface).near)).flatten()
}

pub fn is_minimum(surface: &Surface, index: usize) -> bool {
    matches!(surface.stationary()[index].kind, Type::GlobalMinimum | Type::Minimum)
}

/// How far the path's point after `step` stands above the lowest point; infinite where it has overflowed.
pub fn height(race: &Race, racer: usize, step: usize) -> f64 {
    let surface = &race.spec().surface;
    let lowest = surface.stationary().first().map_or(0.0, |point| point.value);
    let point = race.path(racer).get(2 * step..2 * step + 2);
    point.map_or(f64::INFINITY, |point| surface.field().value(point[0], point[1]) - lowest)
}

/// The middle one, or the mean of the two in the middle; infinite where that is not a number.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    let middle = match sorted.as_slice() {
        [] => f64::INFINITY,
        all if all.len() % 2 == 1 => all[half],
        all => 0.5 * (all[half - 1] + all[half]),
    };
    if middle.is_nan() { f64::INFINITY } else { middle }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The share of values that are finite, in per cent.
pub fn finite_share(values: &[f64]) -> f64 {
    100.0 * values.iter().filter(|value| value.is_finite()).count() as f64 / values.len().max(1) as f64
}

pub fn sgd() -> Method {
    Method { key: "sgd", stated: races::handout()[0], at_rate: |learning_rate| Optimizer::Sgd { learning_rate } }
}

pub fn momentum() -> Method {
    let at_rate = |learning_rate| Optimizer::Momentum { learning_rate, momentum: 0.9, form: MomentumForm::Step };
    Method { key: "momentum", stated: races::handout()[1], at_rate }
}

pub fn rmsprop() -> Method {
    let at_rate =
        |learning_rate| Optimizer::Rmsprop { learning_rate, decay: 0.9, epsilon: 1e-8, epsilon_inside: false };
    Method { key: "rmsprop", stated: races::handout()[2], at_rate }
}

pub fn adam() -> Method {
    Method { key: "adam", stated: races::handout()[3], at_rate: corrected_adam }
}

pub fn adagrad() -> Method {
    let at_rate = |learning_rate| Optimizer::Adagrad { learning_rate, epsilon: 1e-8, epsilon_inside: false };
    Method { key: "adagrad", stated: at_rate(0.1), at_rate }
}

fn corrected_adam(learning_rate: f64) -> Optimizer {
    let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8);
    Optimizer::Adam { learning_rate, beta1, beta2, epsilon, bias_correction: true, epsilon_inside: false }
}

/// The four of the handout's simulations.
pub fn four() -> [Method; 4] {
    [sgd(), momentum(), rmsprop(), adam()]
}
