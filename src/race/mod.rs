//! Several optimizers on one surface, from one start, step by step.
mod derive;
mod spec;
mod status;

pub use spec::{Batch, Noise, RaceSpec};
pub(crate) use status::{Scale, reached};
pub use status::{Stability, State, Status};

use crate::error::{Error, Result};
use crate::network::Batches;
use crate::num::random::Random;
use crate::num::{self, LANES, Lane, Lanes};
use crate::optimizer::rule::{MOST_CARRIED, Rule, State as Carried, Unwatched, Watch};
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
    /// The path's end: x and y are the two lanes.
    here: Lanes,
    /// The state after every [`KEPT_EVERY`] steps.
    kept: Vec<Carried<Lanes>>,
    /// Whether its numbers have overflowed.
    lost: bool,
}

/// Where all racers stand, side by side in lanes, and the slopes there.
struct Block {
    x: Vec<Lanes>,
    y: Vec<Lanes>,
    gx: Vec<Lanes>,
    gy: Vec<Lanes>,
    /// Each racer's own gradient: x and y are the two lanes.
    gradients: Vec<Lanes>,
}

const START: Carried<Lanes> = [Lanes::ZERO; MOST_CARRIED];

impl Racer {
    fn new(optimizer: Optimizer, [x, y]: [f64; 2]) -> Self {
        Self { optimizer, state: START, path: vec![x, y], here: pair([x, y]), kept: vec![START], lost: false }
    }

    /// Steps done.
    fn steps(&self) -> usize {
        self.path.len() / 2 - 1
    }

    /// Step `t`; the new point goes to `place` in the path.
    #[inline(always)]
    fn step(&mut self, t: u64, gradient: Lanes, place: usize) {
        let here = Move { w: self.here, g: gradient, state: &mut self.state, watch: Unwatched };
        self.here = self.optimizer.rule(t, here);
        if let Some(place) = self.path.get_mut(place..place + 2) {
            self.here.store(place);
        }
    }

    /// Cuts the path, of which all from `first` on is new, where its numbers overflow.
    fn look(&mut self, first: usize) {
        let is_lost = |point: &[f64]| !point.iter().all(|part| part.is_finite());
        if let Some(step) = self.path[first..].chunks_exact(2).position(is_lost) {
            self.path.truncate(first + 2 * step);
            self.lost = true;
            self.here = Lanes::load(&self.path[self.path.len() - 2..]);
        } else if self.steps().is_multiple_of(KEPT_EVERY) {
            self.kept.push(self.state);
        }
    }
}

/// One update of a point: x and y are the two lanes.
struct Move<'a, K> {
    w: Lanes,
    g: Lanes,
    state: &'a mut Carried<Lanes>,
    /// Sees its results.
    watch: K,
}

impl<K: Watch<Lanes>> UseRule for Move<'_, K> {
    type Output = Lanes;

    #[inline(always)]
    fn with<R: Rule>(mut self, rule: R) -> Lanes {
        rule.step(self.w, self.g, self.state, &mut self.watch)
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
        let zeros = |count: usize| vec![Lanes::splat(0.0); count];
        let side = || zeros(racers.len().div_ceil(LANES));
        let block = Block { x: side(), y: side(), gx: side(), gy: side(), gradients: zeros(racers.len()) };
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
        let end = self.steps + count;
        while self.steps < end {
            let to_kept = KEPT_EVERY as u64 - self.steps % KEPT_EVERY as u64;
            self.stretch(to_kept.min(end - self.steps) as usize);
        }
        Ok(())
    }

    /// Steps between which nothing is looked at: states are kept, and overflow is found, at the end.
    fn stretch(&mut self, count: usize) {
        let first = 2 * (self.steps as usize + 1);
        for racer in self.racers.iter_mut().filter(|racer| !racer.lost) {
            racer.path.resize(first + 2 * count, 0.0);
        }
        for step in 0..count {
            self.step(first + 2 * step);
        }
        for racer in self.racers.iter_mut().filter(|racer| !racer.lost) {
            racer.look(first);
        }
    }

    /// One step of all; the new points go to `place` in their paths.
    fn step(&mut self, place: usize) {
        self.steps += 1;
        let t = self.steps;
        if self.batches.is_some() {
            self.drawn_gradients(t)
        } else {
            self.whole_gradients()
        }
        let noise = self.noise(t).map(pair);
        for (racer, gradient) in self.racers.iter_mut().zip(&self.block.gradients) {
            if !racer.lost {
                racer.step(t, noise.map_or(*gradient, |noise| *gradient + noise), place);
            }
        }
    }

    /// The gradients of all racers at once, as many racers side by side as there are lanes.
    fn whole_gradients(&mut self) {
        let Block { x, y, gx, gy, gradients } = &mut self.block;
        for ((x, y), racers) in x.iter_mut().zip(y.iter_mut()).zip(self.racers.chunks(LANES)) {
            // whole registers: to put doubles together in memory costs more than the update does
            if let (Some(first), Some(last)) = (racers.first(), racers.last()) {
                [*x, *y] = num::transposed([first.here, last.here]);
            }
        }
        self.spec.surface.field().gradients(x, y, gx, gy);
        for ((gx, gy), gradients) in gx.iter().zip(gy).zip(gradients.chunks_mut(LANES)) {
            for (gradient, own) in gradients.iter_mut().zip(num::transposed([*gx, *gy])) {
                *gradient = own;
            }
        }
    }

    /// Each racer's gradient over the samples of step `t`. Apart, so that its registers do not crowd the other's loop.
    #[inline(never)]
    fn drawn_gradients(&mut self, t: u64) {
        let Some((batches, model)) = self.batches.as_mut().zip(self.spec.surface.model()) else { return };
        let chosen = batches.of(t);
        for (racer, gradient) in self.racers.iter().zip(&mut self.block.gradients) {
            let [x, y] = parts(racer.here);
            *gradient = pair(model.gradient_of(chosen, x, y));
        }
    }

    /// What step `t` adds to each component of every racer's gradient: the same for all, so that the race is fair.
    #[inline(never)]
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
