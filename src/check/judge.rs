//! The verdicts: each step from the exact numbers, from the student's own, and from what rounding can do to them.
use super::bounds::Bounds;
use super::message::diagnosis;
use super::slip::{Slip, Source, slips};
use super::stand::{Entry, Stand};
use super::written::Digits;
use super::{Answer, Mark, Misconception, Verdict};
use crate::derivation::{Rule, evaluate, lookup};
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::problem::Problem;
use crate::quantity::Quantity;
use crate::record::Record;
use crate::words::{fill, text};

/// The verdicts, and the numbers of each iteration from the first answered as the student has them.
pub fn judge(problem: &mut dyn Problem, answers: &[Answer], digits: u32) -> Result<(Vec<Verdict>, Vec<Record>)> {
    refuse_twice(answers)?;
    let (Some(first), Some(last)) = (iterations(answers).min(), iterations(answers).max()) else {
        return Ok((Vec::new(), Vec::new()));
    };
    let mut own = Vec::new();
    let mut verdicts: Vec<Option<Verdict>> = answers.iter().map(|_| None).collect();
    let mut stand: Option<Stand> = None;
    let mut lines: Vec<Matrix> = Vec::new();
    for iteration in first..=last {
        let (rules, record) = problem.worked(iteration)?;
        refuse_strangers(answers, iteration, &rules, &record)?;
        let digits = Digits::new(digits, problem.rounding());
        let mut work = Work {
            problem: &*problem,
            answers,
            rules: &rules,
            record: &record,
            stand: Stand::begin(&record, stand.as_ref(), &digits),
            digits,
            last: stand.as_ref(),
            lines: &mut lines,
        };
        for rule in &rules {
            if let Some((place, verdict)) = work.step(rule)
                && let Some(slot) = verdicts.get_mut(place)
            {
                *slot = Some(verdict);
            }
        }
        own.push(work.stand.own.record(record.iteration));
        stand = Some(work.stand);
    }
    Ok((verdicts.into_iter().flatten().collect(), own))
}

fn iterations(answers: &[Answer]) -> impl Iterator<Item = u64> + '_ {
    answers.iter().map(|answer| answer.iteration)
}

fn refuse_twice(answers: &[Answer]) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for (place, answer) in answers.iter().enumerate() {
        if !seen.insert((answer.iteration, answer.quantity)) {
            let found = fill("found.text", &[("text", &answer.quantity.to_string())]);
            return Err(Error::expected(format!("answers[{place}].id"), text("expected.once"), &found));
        }
    }
    Ok(())
}

fn refuse_strangers(answers: &[Answer], iteration: u64, rules: &[Rule], record: &Record) -> Result<()> {
    for (place, answer) in answers.iter().enumerate().filter(|(_, answer)| answer.iteration == iteration) {
        let shape = rules
            .iter()
            .find(|rule| rule.quantity == answer.quantity)
            .and_then(|rule| record.result(rule.quantity))
            .map(Matrix::shape);
        let Some((rows, columns)) = shape else {
            let names: Vec<String> = rules.iter().map(|rule| rule.quantity.to_string()).collect();
            let expected = fill("expected.one_of", &[("names", &names.join(", "))]);
            let found = fill("found.text", &[("text", &answer.quantity.to_string())]);
            return Err(Error::expected(format!("answers[{place}].id"), &expected, &found));
        };
        let found = answer.value.shape();
        if found != (rows, columns) && found != (columns, rows) {
            let size = |(rows, columns): (usize, usize)| {
                fill("expected.shape", &[("rows", &rows.to_string()), ("columns", &columns.to_string())])
            };
            let path = format!("answers[{place}].value");
            return Err(Error::expected(path, &size((rows, columns)), &size(found)));
        }
    }
    Ok(())
}

/// One iteration on the desk.
struct Work<'a> {
    problem: &'a dyn Problem,
    digits: Digits,
    answers: &'a [Answer],
    rules: &'a [Rule],
    record: &'a Record,
    stand: Stand,
    last: Option<&'a Stand>,
    /// The student's answers so far, in all iterations.
    lines: &'a mut Vec<Matrix>,
}

/// How an answer came to be.
struct Finding {
    mark: Mark,
    kinds: Vec<Misconception>,
    /// The unrounded value that explains it.
    behind: Option<Matrix>,
}

impl Finding {
    fn plain(mark: Mark) -> Self {
        Self { mark, kinds: Vec::new(), behind: None }
    }

    fn cancels(mark: Mark) -> Self {
        Self { mark, kinds: vec![Misconception::Cancels], behind: None }
    }
}

impl<'a> Work<'a> {
    /// Judges the answer to one step, if there is one, and takes note of what the student goes on with.
    fn step(&mut self, rule: &Rule) -> Option<(usize, Verdict)> {
        let expected = self.record.result(rule.quantity)?.clone();
        let mut own = self.stand.own_value(&rule.expr);
        if let Some(rounding) = self.problem.rounding() {
            own = own.map(|value| rounding.apply(value));
        }
        let Some((place, answer)) = self.answer(rule.quantity) else {
            self.skip(rule, own, &expected);
            return None;
        };
        let turned = answer.value.shape() != expected.shape();
        let written = if turned { answer.value.transposed() } else { answer.value.clone() };
        let mut finding = self.find(rule, &written, &expected);
        let verdict = |finding: &Finding| Verdict {
            iteration: answer.iteration,
            id: rule.quantity.to_string(),
            verdict: finding.mark,
            expected: expected.clone(),
            expected_from_yours: (!self.digits.all_agree(&own, &expected)).then(|| own.clone()),
            diagnosis: (!finding.kinds.is_empty()).then(|| diagnosis(&finding.kinds, rule.quantity)),
        };
        let shown = if turned {
            // the values may be right all the same, and then the steps after it are not to suffer
            let fits = finding.mark != Mark::Wrong;
            let kinds = vec![if fits { Misconception::Transposed } else { Misconception::Arithmetic }];
            verdict(&Finding { mark: Mark::Wrong, kinds, behind: None })
        } else {
            verdict(&finding)
        };
        if finding.mark == Mark::Wrong && finding.kinds == [Misconception::Arithmetic] && self.is_trivial(&written) {
            self.skip(rule, own, &expected);
        } else {
            finding.behind.get_or_insert_with(|| written.clone());
            self.keep(rule, &written, &expected, finding);
        }
        self.lines.push(written);
        Some((place, shown))
    }

    /// The student's answer, and where it stands in the list.
    fn answer(&self, quantity: Quantity) -> Option<(usize, &'a Answer)> {
        let iteration = self.record.iteration as u64;
        let same = |(_, answer): &(usize, &Answer)| (answer.iteration, answer.quantity) == (iteration, quantity);
        self.answers.iter().enumerate().find(same)
    }

    /// What was not asked for, or earns no credit: taken as computed.
    fn skip(&mut self, rule: &Rule, own: Matrix, expected: &Matrix) {
        let tainted = self.stand.taints(rule);
        let may = self.digits.all_written(&self.stand.may_be(&rule.expr));
        let entry = Entry {
            own,
            behind: if tainted { self.stand.behind_value(&rule.expr) } else { expected.clone() },
            may,
            faultless: self.faultless(rule, expected),
            tainted,
        };
        self.stand.put(rule.quantity, entry);
    }

    /// What may be written for the step by a calculation that rounds and is right.
    fn faultless(&self, rule: &Rule, expected: &Matrix) -> Bounds {
        let exact = Bounds::points(expected);
        self.digits.all_written(&self.stand.faultless(&rule.expr)).hull(&exact)
    }

    fn keep(&mut self, rule: &Rule, written: &Matrix, expected: &Matrix, finding: Finding) {
        let exact = Bounds::points(expected);
        let behind = finding.behind.unwrap_or_else(|| written.clone());
        let results = match finding.mark {
            Mark::Correct if finding.kinds.is_empty() => self.stand.may_be(&rule.expr).hull(&exact),
            Mark::Correct => exact,
            Mark::Rounding | Mark::Follows => self.stand.may_be(&rule.expr),
            Mark::Wrong => Bounds::points(&behind),
        };
        let unexplained = finding.kinds == [Misconception::Arithmetic];
        let entry = Entry {
            own: written.clone(),
            may: self.digits.in_use(written, (!unexplained).then_some(&results)),
            faultless: self.faultless(rule, expected),
            behind: if finding.mark == Mark::Correct { expected.clone() } else { behind },
            tainted: matches!(finding.mark, Mark::Wrong | Mark::Follows),
        };
        self.stand.put(rule.quantity, entry);
    }

    /// All zeros, or the numbers of a line that stood there before, in whatever shape: nothing was calculated.
    fn is_trivial(&self, written: &Matrix) -> bool {
        let same = |line: &Matrix| line.values() == written.values();
        written.values().iter().all(|value| *value == 0.0)
            || self.lines.iter().any(same)
            || self.stand.lines().any(same)
    }

    fn find(&self, rule: &Rule, written: &Matrix, expected: &Matrix) -> Finding {
        let fits = |results| self.digits.fit(written, &results).is_some_and(|fits| fits.iter().all(|fits| *fits));
        let forms = rule.expr.forms();
        let follows = forms.iter().any(|form| fits(self.stand.may_be(form)));
        let tainted = self.stand.taints(rule);
        if self.digits.all_agree(written, expected) {
            return if tainted && !follows { Finding::cancels(Mark::Correct) } else { Finding::plain(Mark::Correct) };
        }
        let explained = forms.iter().any(|form| fits(self.stand.faultless(form)));
        if follows {
            let mark = if tainted && !explained { Mark::Follows } else { Mark::Rounding };
            let behind = Some(self.stand.behind_value(&rule.expr)).filter(|value| self.is_written(written, value));
            return Finding { behind, ..Finding::plain(mark) };
        }
        let comes_right = tainted && explained;
        if comes_right && self.digits.all_near(written, expected) {
            return Finding::cancels(Mark::Rounding);
        }
        match self.slip(rule, written) {
            Some((kinds, behind)) => Finding { mark: Mark::Wrong, kinds, behind: Some(behind) },
            None if comes_right => Finding::cancels(Mark::Rounding),
            None => Finding { kinds: vec![Misconception::Arithmetic], ..Finding::plain(Mark::Wrong) },
        }
    }

    fn is_written(&self, written: &Matrix, value: &Matrix) -> bool {
        let fits = self.digits.fit(written, &Bounds::points(value));
        fits.is_some_and(|fits| fits.iter().all(|fits| *fits))
    }

    /// The simplest slips that lead to `written`, and the unrounded value of the first of them.
    fn slip(&self, rule: &Rule, written: &Matrix) -> Option<(Vec<Misconception>, Matrix)> {
        let right = self.right_entries(rule, written);
        let mut found: Vec<((u8, u8), Misconception, Matrix)> = Vec::new();
        for slip in slips(self.problem, self.rules, rule) {
            if let Some((tier, value)) = self.fits_slip(&slip, written, &right) {
                found.push(((tier, slip.rank), slip.kind, value));
            }
        }
        let best = found.iter().map(|(key, ..)| *key).min()?;
        found.retain(|(key, ..)| *key == best);
        found.sort_by_key(|(_, kind, _)| *kind);
        let behind = found.first()?.2.clone();
        let mut kinds: Vec<Misconception> = found.into_iter().map(|(_, kind, _)| kind).collect();
        kinds.dedup();
        Some((kinds, behind))
    }

    /// Which entries of the answer are right from the student's own numbers.
    fn right_entries(&self, rule: &Rule, written: &Matrix) -> Vec<bool> {
        let none = || vec![false; written.values().len()];
        self.digits.fit(written, &self.stand.may_be(&rule.expr)).unwrap_or_else(none)
    }

    /// How closely a slip explains an answer, 0 for the closest, with its unrounded value: every entry from the
    /// numbers as written or from those behind them; every entry by what rounding can do; or the entries that are
    /// not right already in one of these ways.
    fn fits_slip(&self, slip: &Slip, written: &Matrix, right: &[bool]) -> Option<(u8, Matrix)> {
        let ahead;
        let mut values = Vec::new();
        let stand = if slip.source == Source::Own {
            &self.stand
        } else {
            let seen = |given: &dyn Fn(Quantity) -> Option<Matrix>| {
                self.stand.as_seen_from(slip.source, self.last, self.rules, &self.digits, given)
            };
            ahead = seen(&|quantity| self.answer(quantity).map(|(_, answer)| answer.value.clone()))?;
            // who calculated ahead in one go did not use what was written down of it later
            let in_one_go = seen(&|_| None)?;
            values.extend([in_one_go.behind_value(&slip.expr), in_one_go.own_value(&slip.expr)]);
            &ahead
        };
        values.splice(0..0, [stand.behind_value(&slip.expr), stand.own_value(&slip.expr)]);
        let close = values.iter().map(|value| self.digits.fit(written, &Bounds::points(value)));
        let close: Vec<Vec<bool>> = close.collect::<Option<_>>()?;
        let wide = self.digits.fit(written, &stand.may_be(&slip.expr))?;
        let all = |fits: &Vec<bool>| fits.iter().all(|fits| *fits);
        let rest = |fits: &Vec<bool>| fits.iter().zip(right).all(|(fits, right)| *fits || *right);
        let closest = |place: Option<usize>| place.and_then(|place| values.get(place)).cloned();
        if let Some(value) = closest(close.iter().position(all)) {
            return Some((0, value));
        }
        if all(&wide) {
            return Some((1, written.clone()));
        }
        if let Some(value) = closest(close.iter().position(rest)) {
            return Some((2, value));
        }
        rest(&wide).then(|| (3, written.clone()))
    }
}

/// Of the slips that can be made in an iteration, how many would show in `digits` decimals, and how many there are.
/// Those that change nothing at all there are left out, and so is ε's place, which no digits show.
pub fn visible_slips(problem: &dyn Problem, rules: &[Rule], record: &Record, digits: u32) -> (usize, usize) {
    let unit = 1.0 / 10u64.pow(digits.min(15)) as f64;
    let numbers = lookup(record);
    let (mut shown, mut all) = (0, 0);
    for rule in rules {
        let Some(right) = record.result(rule.quantity) else { continue };
        for slip in slips(problem, rules, rule) {
            if slip.rank > 0 || slip.source == Source::Stale || slip.kind == Misconception::EpsilonPlace {
                continue;
            }
            let wrong = evaluate(&slip.expr, &numbers);
            if wrong.shape() != right.shape() {
                continue;
            }
            let off = wrong.values().iter().zip(right.values()).map(|(wrong, right)| (wrong - right).abs());
            let off = off.fold(0.0, f64::max);
            if off > 1e-12 {
                all += 1;
                shown += usize::from(off >= 3.0 * unit);
            }
        }
    }
    (shown, all)
}
