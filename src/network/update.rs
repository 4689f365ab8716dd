//! The update: each trained parameter and its optimizer state, by the rule of this update.
use super::layout::Layout;
use super::observer::{Block, Observer, UpdateWatch};
use crate::num::{LANES, Lane, Lanes};
use crate::optimizer::rule::{MOST_CARRIED, Rule, State, Unwatched};
use crate::optimizer::{Optimizer, UseRule};
use crate::quantity::{Kind, Quantity};
use std::ops::Range;

/// The parameters and what the optimizer carries from update to update, all flat and of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    pub values: Vec<f64>,
    pub carried: [Vec<f64>; MOST_CARRIED],
}

/// Update `t` (from 1) of every trained parameter.
#[inline(never)]
pub fn update(
    layout: &Layout,
    optimizer: &Optimizer,
    t: u64,
    gradients: &[f64],
    parameters: &mut Parameters,
    observer: &mut Observer,
) {
    if observer.looks() {
        watched(optimizer, t, Watched { layout, gradients, parameters, observer });
    } else {
        optimizer.rule(t, Fast { layout, gradients, parameters });
    }
}

/// Apart, so that the fast run's code stays small.
#[cold]
#[inline(never)]
fn watched(optimizer: &Optimizer, t: u64, update: Watched) {
    optimizer.rule(t, update);
}

struct Fast<'a> {
    layout: &'a Layout,
    gradients: &'a [f64],
    parameters: &'a mut Parameters,
}

impl UseRule for Fast<'_> {
    type Output = ();

    #[inline(always)]
    fn with<R: Rule>(self, rule: R) {
        let Self { layout, gradients, parameters } = self;
        for range in &layout.trained {
            let g = &gradients[range.clone()];
            let w = &mut parameters.values[range.clone()];
            let mut carried = slices::<R>(&mut parameters.carried, range);
            let whole = w.len() - w.len() % LANES;
            lanes(rule, &mut w[..whole], g, &mut carried);
            if whole < w.len() {
                tail(
                    rule,
                    &mut w[whole..],
                    &g[whole..],
                    &mut carried.map(|values| values.get_mut(whole..).unwrap_or_default()),
                );
            }
        }
    }
}

fn slices<'a, R: Rule>(
    carried: &'a mut [Vec<f64>; MOST_CARRIED],
    range: &Range<usize>,
) -> [&'a mut [f64]; MOST_CARRIED] {
    let mut count = 0;
    carried.each_mut().map(|values| {
        count += 1;
        if count <= R::CARRIED.len() { &mut values[range.clone()] } else { &mut [][..] }
    })
}

/// Whole lanes only.
#[inline(never)]
fn lanes<R: Rule>(rule: R, w: &mut [f64], g: &[f64], carried: &mut [&mut [f64]; MOST_CARRIED]) {
    for at in (0..w.len()).step_by(LANES) {
        let mut state: State<Lanes> = [Lanes::splat(0.0); MOST_CARRIED];
        for (value, values) in state.iter_mut().zip(carried.iter()).take(R::CARRIED.len()) {
            *value = Lanes::load(&values[at..]);
        }
        rule.step(Lanes::load(&w[at..]), Lanes::load(&g[at..]), &mut state, &mut Unwatched).store(&mut w[at..]);
        for (value, values) in state.iter().zip(carried.iter_mut()).take(R::CARRIED.len()) {
            value.store(&mut values[at..]);
        }
    }
}

/// What is left over, filled up to whole lanes, so that one copy of the rule's code serves both.
fn tail<R: Rule>(rule: R, w: &mut [f64], g: &[f64], carried: &mut [&mut [f64]; MOST_CARRIED]) {
    let count = w.len();
    let fill = |values: &[f64]| {
        let mut filled = [0.0; LANES];
        let count = count.min(values.len());
        filled[..count].copy_from_slice(&values[..count]);
        filled
    };
    let (mut filled, gradients) = (fill(w), fill(g));
    let mut state = carried.each_ref().map(|values| fill(values));
    let [first, second, third] = &mut state;
    lanes(rule, &mut filled, &gradients, &mut [first, second, third]);
    w.copy_from_slice(&filled[..count]);
    for (values, state) in carried.iter_mut().zip(&state).take(R::CARRIED.len()) {
        values.copy_from_slice(&state[..count]);
    }
}

struct Watched<'a> {
    layout: &'a Layout,
    gradients: &'a [f64],
    parameters: &'a mut Parameters,
    observer: &'a mut Observer,
}

impl UseRule for Watched<'_> {
    type Output = ();

    fn with<R: Rule>(self, rule: R) {
        self.walk(R::CARRIED.len(), &mut |w, g, state, watch| rule.step(w, g, state, watch));
    }
}

/// One element of an update: parameter, gradient, state and who watches, to the new parameter.
type Element<'e> = dyn FnMut(f64, f64, &mut State<f64>, &mut UpdateWatch) -> f64 + 'e;

impl Watched<'_> {
    /// From the output down, W before b, element by element: the order of the worked solution.
    fn walk(self, carried: usize, element: &mut Element) {
        let Self { layout, gradients, parameters, observer } = self;
        for (index, layer) in layout.layers.iter().enumerate().rev() {
            for kind in [Kind::Weights, Kind::Bias] {
                if kind == Kind::Bias && !layer.train_bias {
                    continue;
                }
                let mut watch = UpdateWatch { rounding: observer.rounding, results: Vec::new() };
                for at in layer.range(kind) {
                    let mut state = [0.0; MOST_CARRIED];
                    for (value, values) in state.iter_mut().zip(&parameters.carried).take(carried) {
                        *value = values[at];
                    }
                    parameters.values[at] = element(parameters.values[at], gradients[at], &mut state, &mut watch);
                    for (value, values) in state.iter().zip(&mut parameters.carried).take(carried) {
                        values[at] = *value;
                    }
                }
                if observer.keeps() {
                    let (rows, columns) = layer.shape(kind);
                    for (slot, mut values) in watch.results {
                        let quantity = match slot {
                            Some(slot) => Quantity::State(slot, kind, index + 1),
                            None => Quantity::Parameter(kind, index + 1),
                        };
                        observer.see(quantity, Block::dense(rows, columns), &mut values);
                    }
                }
            }
        }
    }
}
