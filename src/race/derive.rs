//! One step of one racer, written out: height, gradient, the optimizer's state, the new point.
use super::{Move, Race, Racer, pair, parts};
use crate::derivation::{self, Display, Expr, Function, Letter, Over, Step, When, coordinates};
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::num::Lanes;
use crate::optimizer::rule::Watch;
use crate::quantity::{Axis, Quantity, Slot};
use crate::surface::{self, Surface, coordinate};
use crate::words::fill;

/// The numbers of one step, before it and by it.
#[derive(Default)]
struct Numbers {
    before: Vec<(Quantity, Matrix)>,
    results: Vec<(Quantity, Matrix)>,
}

/// Keeps each result of an update, or none.
struct Keep<'a>(Option<&'a mut Vec<(Quantity, Matrix)>>);

impl Keep<'_> {
    #[cold]
    fn push(results: &mut Vec<(Quantity, Matrix)>, quantity: Quantity, value: Lanes) {
        results.push((quantity, column(parts(value))));
    }
}

impl Watch<Lanes> for Keep<'_> {
    #[inline(always)]
    fn state(&mut self, slot: Slot, value: Lanes) -> Lanes {
        if let Some(results) = &mut self.0 {
            Self::push(results, Quantity::Momentum(slot), value);
        }
        value
    }

    #[inline(always)]
    fn parameter(&mut self, value: Lanes) -> Lanes {
        if let Some(results) = &mut self.0 {
            Self::push(results, Quantity::Point, value);
        }
        value
    }
}

fn column([x, y]: [f64; 2]) -> Matrix {
    Matrix::from_fn(2, 1, |row, _| if row == 0 { x } else { y })
}

impl Race {
    /// Step `step` (from 1) of one racer as a worked solution. Ids: `value`, `gradient` (both before the step), the
    /// optimizer's state (`v`, `m`, `mhat`, `s`, `shat`, `u`, `x`), then `point`: (x, y) after it. On a surface of
    /// data the coordinates are written w₀ and w₁; `gradient` is the one that was used, of the mini-batch and with
    /// the noise where there are such.
    ///
    /// # Errors
    /// A step that this racer has not taken (path `step`).
    pub fn derive(&self, optimizer: usize, step: u64, display: Display) -> Result<Vec<Step>> {
        let racer = self.racer(optimizer);
        let most = racer.steps() as u64;
        if step == 0 || step > most {
            let expected = fill("expected.integer", &[("least", "1"), ("most", &most.to_string())]);
            return Err(Error::expected("step", &expected, &step.to_string()));
        }
        let numbers = self.numbers(racer, step);
        let rules = self.rules(racer, step);
        let lookup = |quantity: Quantity, when: When| {
            let list = if when == When::Before { &numbers.before } else { &numbers.results };
            list.iter().find(|(known, _)| *known == quantity).map(|(_, value)| value)
        };
        let on_data = self.spec.surface.expr().is_none();
        Ok(rules
            .iter()
            .map(|rule| coordinates::step(rule, (&racer.optimizer, step), &lookup, display, on_data))
            .collect())
    }

    /// The gradient that step `t` (from 1) uses at a point: of its mini-batch and with its noise, where there are such.
    pub fn gradient_used(&self, t: u64, at: [f64; 2]) -> [f64; 2] {
        self.gradient_at(t, at).0
    }

    /// The gradient that step `t` uses at a point, and the noise in it.
    fn gradient_at(&self, t: u64, [x, y]: [f64; 2]) -> ([f64; 2], Option<[f64; 2]>) {
        let surface = &self.spec.surface;
        let drawn = self.batch(t).zip(surface.model()).map(|(chosen, model)| model.gradient_of(&chosen, x, y));
        let [gx, gy] = drawn.unwrap_or_else(|| surface.field().gradient(x, y));
        let noise = self.noise(t);
        (noise.map_or([gx, gy], |[nx, ny]| [gx + nx, gy + ny]), noise)
    }

    fn numbers(&self, racer: &Racer, step: u64) -> Numbers {
        let at = |done: u64| [racer.path[2 * done as usize], racer.path[2 * done as usize + 1]];
        let done = step - 1;
        let kept = (done as usize / super::KEPT_EVERY).min(racer.kept.len() - 1);
        let mut state = racer.kept[kept];
        for earlier in (kept * super::KEPT_EVERY) as u64 + 1..step {
            let (gradient, _) = self.gradient_at(earlier, at(earlier - 1));
            let (w, g) = (pair(at(earlier - 1)), pair(gradient));
            racer.optimizer.rule(earlier, Move { w, g, state: &mut state, watch: Keep(None) });
        }
        let [x, y] = at(done);
        let (gradient, noise) = self.gradient_at(step, [x, y]);
        let mut numbers = Numbers::default();
        let before = &mut numbers.before;
        before.push((Quantity::Coordinate(Axis::X), Matrix::scalar(x)));
        before.push((Quantity::Coordinate(Axis::Y), Matrix::scalar(y)));
        before.push((Quantity::Point, column([x, y])));
        for (slot, value) in racer.optimizer.carried().iter().zip(state) {
            before.push((Quantity::Momentum(*slot), column(parts(value))));
        }
        if let Some(noise) = noise {
            before.push((Quantity::Noise, column(noise)));
        }
        self.data(step, before);
        let height = match self.batch(step).zip(self.spec.surface.model()) {
            Some((chosen, model)) => model.value_of(&chosen, x, y),
            None => self.spec.surface.field().value(x, y),
        };
        numbers.results.push((Quantity::Height, Matrix::scalar(height)));
        numbers.results.push((Quantity::Slant, column(gradient)));
        let watch = Keep(Some(&mut numbers.results));
        racer.optimizer.rule(step, Move { w: pair([x, y]), g: pair(gradient), state: &mut state, watch });
        numbers
    }

    /// The samples that this step's formulas speak of.
    fn data(&self, step: u64, before: &mut Vec<(Quantity, Matrix)>) {
        let Some(model) = self.spec.surface.model() else { return };
        let chosen = self.batch(step).unwrap_or_else(|| (0..model.samples()).collect());
        let row = |values: &[f64]| Matrix::from_fn(1, chosen.len(), |_, place| values[chosen[place]]);
        let (x, y) = model.data();
        before.push((Quantity::Input, row(x)));
        before.push((Quantity::Target, row(y)));
    }

    fn rules(&self, racer: &Racer, step: u64) -> Vec<derivation::Rule> {
        use derivation::{Phase, Rule};
        let samples = self.batch(step).map(|chosen| chosen.len());
        let (height, partials) = formulas(&self.spec.surface, samples);
        let mut gradient = Expr::Column(partials.into());
        if self.spec.noise.is_some() {
            gradient = gradient + Expr::before(Quantity::Noise);
        }
        let mut rules = vec![
            Rule::new(Quantity::Height, Phase::Cost, height),
            Rule::new(Quantity::Slant, Phase::Backward, gradient),
        ];
        coordinates::update(&racer.optimizer, step, &mut rules);
        rules
    }
}

/// f and its partial derivatives as formulas.
fn formulas(surface: &Surface, samples: Option<usize>) -> (Expr, [Expr; 2]) {
    if let Some(expr) = surface.expr() {
        let partials = [Axis::X, Axis::Y].map(|axis| surface::partial(&expr, axis));
        return (expr, partials);
    }
    let Some(model) = surface.model() else {
        // A network's cost: its own lab derives it.
        let named = |quantity| Expr::Symbol(quantity, When::After);
        return (named(Quantity::Cost), [Axis::X, Axis::Y].map(|axis| named(Quantity::Partial(axis))));
    };
    let (x, y) = (Expr::before(Quantity::Input), Expr::before(Quantity::Target));
    let count = samples.unwrap_or_else(|| model.samples()) as f64;
    let mean =
        |factor: f64, inner: Expr| Expr::Number(factor) / Expr::Letter(Letter::Samples, count) * inner.sum(Over::All);
    let u = || coordinate(Axis::X) + coordinate(Axis::Y) * x.clone();
    let (height, factor, error) = match model.kind {
        surface::Kind::Line => (mean(1.0, (u() - y.clone()).squared()), 2.0, u() - y.clone()),
        surface::Kind::Logistic => {
            let surprise = u().apply(Function::Softplus) - y.clone().hadamard(u());
            (mean(1.0, surprise), 1.0, u().apply(Function::Sigmoid) - y.clone())
        }
    };
    (height, [mean(factor, error.clone()), mean(factor, error.hadamard(x.clone()))])
}
