//! Where a student stands within an iteration: four readings of the same quantities.
use super::bounds::{Bounds, bounds};
use super::frame::Frame;
use super::slip::Source;
use super::written::Digits;
use crate::derivation::{Expr, Phase, Rule, evaluate};
use crate::matrix::Matrix;
use crate::quantity::{Fit, Kind, Quantity};
use crate::record::Record;

/// The quantities of one iteration so far.
#[derive(Clone, Debug)]
pub struct Stand {
    /// As the student wrote them; what was not asked for, computed from these.
    pub own: Frame<Matrix>,
    /// The unrounded numbers that most likely stand behind them.
    behind: Frame<Matrix>,
    /// What the student may have calculated on with.
    may: Frame<Bounds>,
    /// What a faultless calculation may have come to, whatever it rounded on the way.
    faultless: Frame<Bounds>,
    /// Quantities that an earlier mistake may have changed.
    tainted: Vec<Quantity>,
}

/// The same values in the readings of a [`Stand`].
pub struct Entry {
    pub own: Matrix,
    pub behind: Matrix,
    pub may: Bounds,
    pub faultless: Bounds,
    pub tainted: bool,
}

impl Stand {
    pub fn begin(record: &Record, last: Option<&Self>, digits: &Digits) -> Self {
        let exact = |_, value: &Matrix| value.clone();
        // what is given may be calculated with as it is; powers of x are given, but not to the last digit on paper
        let written = |quantity, value: &Matrix| match quantity {
            Quantity::Fit(Fit::Features) => digits.all_written(&Bounds::points(value)),
            _ => Bounds::points(value),
        };
        Self {
            own: Frame::begin(record, last.map(|last| &last.own), exact),
            behind: Frame::begin(record, last.map(|last| &last.behind), exact),
            may: Frame::begin(record, last.map(|last| &last.may), written),
            faultless: Frame::begin(record, last.map(|last| &last.faultless), written),
            tainted: last.map_or_else(Vec::new, |last| last.carries_taint()),
        }
    }

    fn carries_taint(&self) -> Vec<Quantity> {
        self.tainted.iter().filter(|quantity| quantity.is_carried()).copied().collect()
    }

    pub fn put(&mut self, quantity: Quantity, entry: Entry) {
        self.own.put(quantity, entry.own);
        self.behind.put(quantity, entry.behind);
        self.may.put(quantity, entry.may);
        self.faultless.put(quantity, entry.faultless);
        self.tainted.retain(|tainted| *tainted != quantity);
        if entry.tainted {
            self.tainted.push(quantity);
        }
    }

    pub fn taints(&self, rule: &Rule) -> bool {
        rule.uses.iter().any(|used| self.tainted.contains(used))
    }

    pub fn own_value(&self, expr: &Expr) -> Matrix {
        evaluate(expr, &|quantity, when| self.own.get(quantity, when))
    }

    pub fn behind_value(&self, expr: &Expr) -> Matrix {
        evaluate(expr, &|quantity, when| self.behind.get(quantity, when))
    }

    pub fn may_be(&self, expr: &Expr) -> Bounds {
        bounds(expr, &|quantity, when| self.may.get(quantity, when))
    }

    pub fn faultless(&self, expr: &Expr) -> Bounds {
        bounds(expr, &|quantity, when| self.faultless.get(quantity, when))
    }

    /// The values that a slip is computed from. `written` gives the student's answer to a later step.
    pub fn as_seen_from(
        &self,
        source: Source,
        last: Option<&Self>,
        rules: &[Rule],
        digits: &Digits,
        written: &dyn Fn(Quantity) -> Option<Matrix>,
    ) -> Option<Self> {
        match source {
            Source::Own => Some(self.clone()),
            Source::Stale => last.map(|last| Self {
                own: self.own.with_biases_of(&last.own),
                behind: self.behind.with_biases_of(&last.behind),
                may: self.may.with_biases_of(&last.may),
                ..self.clone()
            }),
            Source::Updated(layer) => {
                let mut ahead = self.clone();
                let of_weights = |quantity: Quantity| match quantity {
                    Quantity::Parameter(kind, found) | Quantity::State(_, kind, found) => {
                        kind == Kind::Weights && found > layer
                    }
                    _ => false,
                };
                for rule in rules.iter().filter(|rule| rule.phase == Phase::Update && of_weights(rule.quantity)) {
                    ahead.look_ahead(rule, digits, written(rule.quantity));
                }
                Some(ahead)
            }
        }
    }

    fn look_ahead(&mut self, rule: &Rule, digits: &Digits, written: Option<Matrix>) {
        let own = self.own_value(&rule.expr);
        let behind = self.behind_value(&rule.expr);
        let may = self.may_be(&rule.expr);
        let right = |written: &Matrix| digits.fit(written, &may).is_some_and(|fits| fits.iter().all(|fits| *fits));
        let entry = match written.filter(|written| written.shape() == own.shape()) {
            Some(written) if right(&written) => (written.clone(), behind, digits.in_use(&written, Some(&may))),
            Some(written) => (written.clone(), written.clone(), digits.in_use(&written, None)),
            None => (own, behind, digits.all_written(&may)),
        };
        let (own, behind, may) = entry;
        self.put(rule.quantity, Entry { own, behind, faultless: may.clone(), may, tainted: false });
    }

    /// Every matrix that stood on the paper before: given or answered.
    pub fn lines(&self) -> impl Iterator<Item = &Matrix> {
        self.own.given()
    }
}
