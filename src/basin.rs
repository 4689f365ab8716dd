//! Basins of attraction: where an optimizer ends from each start of a grid, and after how many steps.
use crate::error::Result;
use crate::input::Reader;
use crate::num::{LANES, Lane, Lanes};
use crate::optimizer::rule::{MOST_CARRIED, Rule, State, Unwatched};
use crate::optimizer::{Optimizer, UseRule};
use crate::race::Scale;
use crate::surface::{Surface, Type};

/// Columns and rows of a map.
pub const MOST_CELLS: u64 = 4096;
/// The most steps: they are counted in 16 bits.
pub const MOST_STEPS: u64 = u16::MAX as u64;

/// Nowhere near a stationary point after all steps.
pub const NONE: i8 = -1;
/// Gone: farther away than a million times the surface's domain, or overflowed.
pub const DIVERGED: i8 = -2;

/// As `npm/gradstep.d.ts` has it. The starts span `domain`, edges included.
pub struct BasinSpec {
    pub surface: Surface,
    pub optimizer: Optimizer,
    pub domain: [f64; 4],
    pub columns: usize,
    pub rows: usize,
    pub steps: u64,
}

/// One number a start, row by row from y_min.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basin {
    /// The stationary point that the start ends near, as an index into the surface's list; [`NONE`], [`DIVERGED`].
    pub reached: Vec<i8>,
    /// The step from which on it stayed near that point; all steps where it reached none; where it diverged, those
    /// until that was noticed (at the end of a window of `WINDOW` steps).
    pub steps: Vec<u16>,
}

/// Pairs of starts that are advanced together: their numbers stay in the fastest cache.
const BLOCK: usize = 32;
/// After so many steps it is looked who has arrived. Paths are kept that long, so that the step of an arrival is exact.
const WINDOW: usize = 16;
/// Who moves less than this share of the domain in a whole window, near a minimum, has settled and stops.
const SETTLED: f64 = 1e-9;

impl BasinSpec {
    /// # Errors
    /// A faulty surface, optimizer or domain; sizes outside 1 to 4096; steps outside 1 to 65535.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&["surface", "optimizer", "domain", "columns", "rows", "steps"])?;
        let count = |name: &str, most: u64| fields.required(name)?.integer(1, most);
        Ok(Self {
            surface: Surface::read(&fields.required("surface")?)?,
            optimizer: Optimizer::read(&fields.required("optimizer")?)?,
            domain: fields.required("domain")?.domain()?,
            columns: count("columns", MOST_CELLS)? as usize,
            rows: count("rows", MOST_CELLS)? as usize,
            steps: count("steps", MOST_STEPS)?,
        })
    }

    /// The whole map.
    pub fn map(&self) -> Basin {
        self.map_rows(0, self.rows)
    }

    /// The rows from `first` up to, but not with, `end`: for workers that share a map.
    ///
    /// Each start takes `steps` steps, unless it has settled at a minimum before: then it stops where it is.
    pub fn map_rows(&self, first: usize, end: usize) -> Basin {
        let mut basin = Basin::default();
        let starts: Vec<[f64; 2]> = (first..end.min(self.rows))
            .flat_map(|row| (0..self.columns).map(move |column| (column, row)))
            .map(|(column, row)| self.start(column, row))
            .collect();
        let targets = Targets::of(&self.surface);
        for starts in starts.chunks(BLOCK * LANES) {
            Block::new(starts).run(self, &targets, &mut basin);
        }
        basin
    }

    fn start(&self, column: usize, row: usize) -> [f64; 2] {
        let [x_min, x_max, y_min, y_max] = self.domain;
        let place = |from: f64, to: f64, index: usize, count: usize| {
            if count < 2 { 0.5 * (from + to) } else { from + (to - from) * (index as f64 / (count - 1) as f64) }
        };
        [place(x_min, x_max, column, self.columns), place(y_min, y_max, row, self.rows)]
    }
}

/// Where a start can end.
struct Targets<'a> {
    surface: &'a Surface,
    scale: Scale,
}

impl<'a> Targets<'a> {
    fn of(surface: &'a Surface) -> Self {
        Self { surface, scale: Scale::of(surface) }
    }

    /// The nearest target, where one is near; only the first 128 have an index that fits a map.
    fn near(&self, point: [f64; 2]) -> Option<usize> {
        crate::race::reached(self.surface, point, self.scale.near).filter(|index| *index <= i8::MAX as usize)
    }

    fn is_minimum(&self, target: usize) -> bool {
        matches!(self.surface.stationary()[target].kind, Type::GlobalMinimum | Type::Minimum)
    }
}

/// Starts under way, two in a lane pair.
struct Block {
    /// Starts in it; the places beyond repeat the last one.
    count: usize,
    /// Pairs that still move; those that have stopped are swapped behind them.
    moving: usize,
    /// Where each pair began, as an index of pairs.
    origin: Vec<usize>,
    x: Vec<Lanes>,
    y: Vec<Lanes>,
    gx: Vec<Lanes>,
    gy: Vec<Lanes>,
    state: Vec<State<Lanes>>,
    /// x and y after each step of the window, pair by pair.
    window: Vec<[Lanes; 2]>,
    anchors: Vec<Anchor>,
}

/// Of each start in the order of `origin`: what it is near, and since when.
#[derive(Clone, Copy)]
struct Anchor {
    target: Option<usize>,
    /// The step from which on it has been near.
    since: u64,
    /// Diverged, or settled for good.
    stopped: Option<i8>,
}

impl Block {
    fn new(starts: &[[f64; 2]]) -> Self {
        let pairs = starts.len().div_ceil(LANES);
        let at = |axis: usize| -> Vec<Lanes> {
            let pair = |pair: usize| {
                let mut doubles = [0.0; LANES];
                for (lane, place) in doubles.iter_mut().enumerate() {
                    *place = starts[(pair * LANES + lane).min(starts.len() - 1)][axis];
                }
                Lanes::load(&doubles)
            };
            (0..pairs).map(pair).collect()
        };
        let zero = Lanes::splat(0.0);
        Self {
            count: starts.len(),
            moving: pairs,
            origin: (0..pairs).collect(),
            x: at(0),
            y: at(1),
            gx: vec![zero; pairs],
            gy: vec![zero; pairs],
            state: vec![[zero; MOST_CARRIED]; 2 * pairs],
            window: vec![[zero; 2]; pairs * WINDOW],
            anchors: vec![Anchor { target: None, since: 0, stopped: None }; pairs * LANES],
        }
    }

    fn run(mut self, spec: &BasinSpec, targets: &Targets, basin: &mut Basin) {
        for start in 0..self.anchors.len() {
            let (pair, lane) = (start / LANES, start % LANES);
            self.anchors[start].target = targets.near([lane_of(self.x[pair], lane), lane_of(self.y[pair], lane)]);
        }
        let mut done = 0;
        while done < spec.steps && self.moving > 0 {
            let steps = (WINDOW as u64).min(spec.steps - done) as usize;
            for step in 0..steps {
                self.step(spec, done + 1 + step as u64, step);
            }
            self.look(targets, done, steps);
            done += steps as u64;
        }
        for anchor in &self.anchors[..self.count] {
            let reached = anchor.stopped.or(anchor.target.map(|target| target as i8)).unwrap_or(NONE);
            basin.reached.push(reached);
            let steps = if reached == NONE { spec.steps } else { anchor.since };
            basin.steps.push(steps as u16);
        }
    }

    fn step(&mut self, spec: &BasinSpec, t: u64, in_window: usize) {
        let moving = self.moving;
        let (x, y) = (&mut self.x[..moving], &mut self.y[..moving]);
        let (gx, gy) = (&mut self.gx[..moving], &mut self.gy[..moving]);
        spec.surface.field().gradients(x, y, gx, gy);
        let window = &mut self.window[in_window * self.origin.len()..];
        spec.optimizer.rule(t, Update { x, y, gx, gy, state: &mut self.state[..2 * moving], window });
    }

    /// Who has come near, who has left, who has stopped, in the `steps` steps after `done`.
    fn look(&mut self, targets: &Targets, done: u64, steps: usize) {
        let pairs = self.origin.len();
        let mut pair = 0;
        while pair < self.moving {
            let mut stopped = true;
            for lane in 0..LANES {
                let at = |step: usize| {
                    let [x, y] = self.window[step * pairs + pair];
                    [lane_of(x, lane), lane_of(y, lane)]
                };
                let anchor = &mut self.anchors[self.origin[pair] * LANES + lane];
                if anchor.stopped.is_none() {
                    anchor.look(targets, done, steps, at);
                }
                stopped &= anchor.stopped.is_some();
            }
            if stopped {
                self.stop(pair);
            } else {
                pair += 1;
            }
        }
    }

    /// Swaps a pair behind those that move; its place holds another one then.
    fn stop(&mut self, pair: usize) {
        self.moving -= 1;
        let last = self.moving;
        self.origin.swap(pair, last);
        self.x.swap(pair, last);
        self.y.swap(pair, last);
        self.state.swap(2 * pair, 2 * last);
        self.state.swap(2 * pair + 1, 2 * last + 1);
        let pairs = self.origin.len();
        for step in 0..WINDOW {
            self.window.swap(step * pairs + pair, step * pairs + last);
        }
    }
}

impl Anchor {
    /// The window's `steps` steps after `done`; `at` gives the place after each.
    fn look(&mut self, targets: &Targets, done: u64, steps: usize, at: impl Fn(usize) -> [f64; 2]) {
        let end = at(steps - 1);
        if targets.scale.is_gone(end) {
            self.stopped = Some(DIVERGED);
            self.since = done + steps as u64;
            return;
        }
        let target = targets.near(end);
        let Some(found) = target else {
            self.target = None;
            return;
        };
        let point = targets.surface.stationary()[found];
        let near = targets.scale.near;
        let is_near = |[x, y]: [f64; 2]| (x - point.x).powi(2) + (y - point.y).powi(2) <= near * near;
        let outside = (0..steps).rev().find(|step| !is_near(at(*step)));
        match outside {
            Some(step) => self.since = done + step as u64 + 2,
            None if self.target != target => self.since = done + 1,
            None => {}
        }
        self.target = target;
        let [x, y] = at(0);
        let still = (0..steps).all(|step| {
            let [a, b] = at(step);
            (a - x).abs().max((b - y).abs()) <= SETTLED * near
        });
        if still && steps == WINDOW && targets.is_minimum(found) {
            self.stopped = Some(found as i8);
        }
    }
}

fn lane_of(lanes: Lanes, lane: usize) -> f64 {
    let mut doubles = [0.0; LANES];
    lanes.store(&mut doubles);
    doubles[lane]
}

/// One update of all pairs that move.
struct Update<'a> {
    x: &'a mut [Lanes],
    y: &'a mut [Lanes],
    gx: &'a [Lanes],
    gy: &'a [Lanes],
    state: &'a mut [State<Lanes>],
    window: &'a mut [[Lanes; 2]],
}

impl UseRule for Update<'_> {
    type Output = ();

    #[inline(always)]
    fn with<R: Rule>(self, rule: R) {
        let gradients = self.gx.iter().zip(self.gy);
        let places = self.x.iter_mut().zip(self.y.iter_mut()).zip(self.window);
        for (((gx, gy), ((x, y), kept)), state) in gradients.zip(places).zip(self.state.as_chunks_mut::<2>().0) {
            let [of_x, of_y] = state;
            *x = rule.step(*x, *gx, of_x, &mut Unwatched);
            *y = rule.step(*y, *gy, of_y, &mut Unwatched);
            *kept = [*x, *y];
        }
    }
}
