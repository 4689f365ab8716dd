//! Several optimizers on one surface, from one start, step by step.
mod derive;
mod spec;
mod status;

use derive::Keep;

pub use spec::{Batch, Noise, RaceSpec};
pub(crate) use status::{Scale, reached};
pub use status::{Stability, State, Status};

use crate::error::{Error, Result};
use crate::network::Batches;
use crate::num::random::Random;
use crate::num::{LANES, Lane, Lanes};
use crate::optimizer::rule::{MOST_CARRIED, Rule, State as Carried};
use crate::optimizer::{Optimizer, UseRule};
use crate::words::fill;

/// What draws from a stream of its own.
const NOISE: u64 = 5;
/// States are kept every so many steps, so that any step can be derived without a run from the start.
const KEPT_EVERY: usize = 256;
/// A race takes no more steps than these: paths are kept whole.
pub const MOST_STEPS: u64 = 1_000_000;

/// A race under way. All optimizers start at one point and advance together; one whose numbers overflow stays where
/// it last had finite ones.
///
/// ```
/// use gradstep::{Optimizer, Surface, race::{Race, RaceSpec}};
/// let surface = Surface::named("bowl").expect("in the catalogue");
/// let optimizers = vec![Optimizer::Sgd { learning_rate: 0.25 }];
/// let mut race = Race::new(RaceSpec { surface, start: [2.0, -1.0], optimizers, noise: None, batch: None });
/// race.advance(2).expect("two steps");
/// assert_eq!(race.path(0), [2.0, -1.0, 1.0, -0.5, 0.5, -0.25]);
/// ```
pub struct Race {
    spec: RaceSpec,
    steps: u64,
    racers: Vec<Racer>,
    batches: Option<Batches>,
    block: Block,
}

struct Racer {
    optimizer: Optimizer,
    state: Carried<Lanes>,
    /// x₀ y₀ x₁ y₁ …
    path: Vec<f64>,
    /// The path's end.
    here: [f64; 2],
    /// The state after every [`KEPT_EVERY`] steps.
    kept: Vec<Carried<Lanes>>,
    /// Whether its numbers have overflowed.
    lost: bool,
}

/// Where all racers stand, side by side in lanes, and the gradients there.
struct Block {
    x: Vec<Lanes>,
    y: Vec<Lanes>,
    gx: Vec<Lanes>,
    gy: Vec<Lanes>,
}

const START: Carried<Lanes> = [Lanes::ZERO; MOST_CARRIED];

impl Racer {
    fn new(optimizer: Optimizer, [x, y]: [f64; 2]) -> Self {
        Self { optimizer, state: START, path: vec![x, y], here: [x, y], kept: vec![START], lost: false }
    }

    /// Steps done.
    fn steps(&self) -> usize {
        self.path.len() / 2 - 1
    }

    #[inline]
    fn step(&mut self, t: u64, gradient: [f64; 2]) {
        let state = self.state;
        let w = self
            .optimizer
            .rule(t, Move { w: pair(self.here), g: pair(gradient), state: &mut self.state, keep: Keep(None) });
        let [x, y] = parts(w);
        if !(x.is_finite() && y.is_finite()) {
            (self.state, self.lost) = (state, true);
            return;
        }
        self.here = [x, y];
        self.path.extend_from_slice(&self.here);
        if self.steps().is_multiple_of(KEPT_EVERY) {
            self.kept.push(self.state);
        }
    }
}

/// One update of a point: x and y are the two lanes.
struct Move<'a> {
    w: Lanes,
    g: Lanes,
    state: &'a mut Carried<Lanes>,
    /// Where its results are kept, if anywhere.
    keep: Keep<'a>,
}

impl UseRule for Move<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn with<R: Rule>(self, rule: R) -> Lanes {
        rule.step(self.w, self.g, self.state, &mut { self.keep })
    }
}

fn pair(point: [f64; 2]) -> Lanes {
    let mut doubles = [0.0; LANES];
    doubles[..2].copy_from_slice(&point);
    Lanes::load(&doubles)
}

fn parts(lanes: Lanes) -> [f64; 2] {
    let mut doubles = [0.0; LANES];
    lanes.store(&mut doubles);
    [doubles[0], doubles[1]]
}

impl Race {
    pub fn new(spec: RaceSpec) -> Self {
        let racers: Vec<Racer> = spec.optimizers.iter().map(|optimizer| Racer::new(*optimizer, spec.start)).collect();
        let zeros = || vec![Lanes::splat(0.0); racers.len().div_ceil(LANES)];
        let block = Block { x: zeros(), y: zeros(), gx: zeros(), gy: zeros() };
        let samples = spec.surface.model().map_or(0, |model| model.samples());
        let batches = spec.batch.map(|batch| Batches::new(samples, batch.size, batch.seed));
        Self { spec, steps: 0, racers, batches, block }
    }

    /// The same race from another start, no step done: what is known of the surface is kept.
    pub fn restart(&mut self, start: [f64; 2]) {
        self.spec.start = start;
        self.steps = 0;
        self.racers = self.spec.optimizers.iter().map(|optimizer| Racer::new(*optimizer, start)).collect();
    }

    pub fn spec(&self) -> &RaceSpec {
        &self.spec
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Takes `count` more steps. `advance(1)` n times and `advance(n)` give the same bits.
    ///
    /// # Errors
    /// More than a million steps in all (path `steps`): nothing is done then.
    #[inline(never)]
    pub fn advance(&mut self, count: u64) -> Result<()> {
        let left = MOST_STEPS - self.steps;
        if count > left {
            let expected =
                fill("expected.steps_left", &[("left", &left.to_string()), ("most", &MOST_STEPS.to_string())]);
            return Err(Error::expected("steps", &expected, &count.to_string()));
        }
        for racer in &mut self.racers {
            racer.path.reserve(2 * count as usize);
        }
        for _ in 0..count {
            self.steps += 1;
            self.step();
        }
        Ok(())
    }

    fn step(&mut self) {
        let t = self.steps;
        self.gradients();
        let noise = self.noise(t);
        let chosen = self.batches.as_mut().map(|batches| batches.of(t));
        for (index, racer) in self.racers.iter_mut().enumerate() {
            if racer.lost {
                continue;
            }
            let exact = || [lane(&self.block.gx, index), lane(&self.block.gy, index)];
            let [x, y] = racer.here;
            let drawn = chosen.zip(self.spec.surface.model()).map(|(chosen, model)| model.gradient_of(chosen, x, y));
            let [gx, gy] = drawn.unwrap_or_else(exact);
            racer.step(t, noise.map_or([gx, gy], |[nx, ny]| [gx + nx, gy + ny]));
        }
    }

    /// The whole gradients of all racers at once.
    fn gradients(&mut self) {
        if self.batches.is_some() {
            return;
        }
        let Block { x, y, gx, gy } = &mut self.block;
        for ((x, y), racers) in x.iter_mut().zip(y.iter_mut()).zip(self.racers.chunks(LANES)) {
            let mut xs = [0.0; LANES];
            let mut ys = [0.0; LANES];
            for (index, racer) in racers.iter().enumerate() {
                [xs[index], ys[index]] = racer.here;
            }
            (*x, *y) = (Lanes::load(&xs), Lanes::load(&ys));
        }
        self.spec.surface.field().gradients(x, y, gx, gy);
    }

    /// What step `t` adds to each component of every racer's gradient: the same for all, so that the race is fair.
    fn noise(&self, t: u64) -> Option<[f64; 2]> {
        self.spec.noise.map(|Noise { std, seed }| {
            let mut random = Random::new(seed, &[NOISE, t]);
            [std * random.normal(), std * random.normal()]
        })
    }

    /// The samples of step `t`'s mini-batch, by their index, where the race has one.
    pub fn batch(&self, t: u64) -> Option<Vec<usize>> {
        self.batches.as_ref().map(|batches| batches.clone().of(t).to_vec())
    }

    fn racer(&self, optimizer: usize) -> &Racer {
        &self.racers[optimizer.min(self.racers.len() - 1)]
    }

    /// x₀ y₀ x₁ y₁ …, from the start on. Shorter than the race where the numbers overflowed.
    pub fn path(&self, optimizer: usize) -> &[f64] {
        &self.racer(optimizer).path
    }

    /// The surface's height at each point of the path: of all samples, also where gradients come from mini-batches.
    pub fn values(&self, optimizer: usize) -> Vec<f64> {
        let field = self.spec.surface.field();
        self.path(optimizer).chunks_exact(2).map(|point| field.value(point[0], point[1])).collect()
    }
}

fn lane(lanes: &[Lanes], index: usize) -> f64 {
    let mut doubles = [0.0; LANES];
    lanes[index / LANES].store(&mut doubles);
    doubles[index % LANES]
}
