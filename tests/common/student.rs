//! Simulated students: a calculation rounded at every step, with slips or without.
use gradstep::Matrix;
use gradstep::check::{Answer, Mark, Misconception, Verdict, check};
use gradstep::derivation::{Rule, When, evaluate};
use gradstep::num::rounding::Rounding;
use gradstep::problem::Problem;
use gradstep::quantity::{Fit, Quantity};
use serde_json::{Value, json};

/// The numbers of one iteration as a student has them.
#[derive(Clone, Default)]
pub struct Paper {
    pub before: Vec<(Quantity, Matrix)>,
    pub after: Vec<(Quantity, Matrix)>,
}

impl Paper {
    pub fn get(&self, quantity: Quantity, when: When) -> Option<&Matrix> {
        let list = if when == When::Before { &self.before } else { &self.after };
        list.iter().find(|(known, _)| *known == quantity).map(|(_, value)| value)
    }

    pub fn now(&self, quantity: Quantity) -> &Matrix {
        self.get(quantity, When::After).expect("a step that was done")
    }

    pub fn old(&self, quantity: Quantity) -> &Matrix {
        self.get(quantity, When::Before).expect("a value from before")
    }
}

/// What a slip makes of a step that came to the last argument: `None` where it cannot happen there.
pub type Slip<'a> = Box<dyn Fn(&Paper, &Rule, &Matrix) -> Option<Matrix> + 'a>;

pub struct Student<'a> {
    pub rounding: Rounding,
    /// Whether the calculator keeps what the paper rounds.
    pub keeps_digits: bool,
    /// Iteration, step, slip.
    pub slips: Vec<(usize, Quantity, Slip<'a>)>,
}

impl Student<'_> {
    /// Works `iterations` of `problem`; gives the answers and, for each slip, how far it moved the step, or `None`
    /// where a slip could not be made.
    pub fn work(&self, problem: &mut dyn Problem, iterations: usize) -> Option<(Vec<Answer>, Vec<f64>)> {
        let mut last: Option<Paper> = None;
        let (mut answers, mut moved) = (Vec::new(), Vec::new());
        for iteration in 1..=iterations {
            let (rules, record) = problem.worked(iteration as u64).expect("the next iteration");
            let carried = |quantity: Quantity| {
                let last = last.as_ref().filter(|_| quantity.is_carried())?;
                last.get(quantity, When::After).or_else(|| last.get(quantity, When::Before)).cloned()
            };
            let given = |quantity, value: &Matrix| match quantity {
                Quantity::Fit(Fit::Features) if !self.keeps_digits => value.map(|value| self.rounding.apply(value)),
                _ => value.clone(),
            };
            let before = record
                .before
                .iter()
                .map(|(quantity, value)| (*quantity, carried(*quantity).unwrap_or_else(|| given(*quantity, value))));
            let mut paper = Paper { before: before.collect(), after: Vec::new() };
            for rule in rules {
                let mut value = evaluate(&rule.expr, &|quantity, when| paper.get(quantity, when));
                for (_, _, slip) in self.slips.iter().filter(|slip| (slip.0, slip.1) == (iteration, rule.quantity)) {
                    let wrong = slip(&paper, &rule, &value)?;
                    let off = wrong.values().iter().zip(value.values()).map(|(wrong, right)| (wrong - right).abs());
                    moved.push(off.fold(0.0, f64::max));
                    value = wrong;
                }
                let written = value.map(|value| self.rounding.apply(value));
                // what is infinite cannot be written
                if written.values().iter().all(|value| value.is_finite()) {
                    let answer =
                        Answer { iteration: iteration as u64, quantity: rule.quantity, value: written.clone() };
                    answers.push(answer);
                }
                paper.after.push((rule.quantity, if self.keeps_digits { value } else { written }));
            }
            last = Some(paper);
        }
        Some((answers, moved))
    }
}

pub fn mark(problem: &mut dyn Problem, answers: &[Answer], digits: u32) -> Vec<Verdict> {
    check(problem, answers, digits).expect("answers of the right shapes")
}

/// Entry by entry.
pub fn each(value: &Matrix, other: &Matrix, function: impl Fn(f64, f64) -> f64) -> Matrix {
    Matrix::from_fn(value.rows(), value.columns(), |row, column| {
        function(value.get(row, column), other.get(row, column))
    })
}

/// What an update comes to without its learning rate. The step is divided out again, and the noise of that is not the
/// student's: on paper −0.1 / 0.1 is −1, and 0.9 − 1 truncates to −0.1, not to −0.0999.
pub fn without_rate(old: f64, new: f64, rate: f64) -> f64 {
    old + ((new - old) / rate * 1e12).round() / 1e12
}

/// Whether what the slips changed shows in the digits: what rounding alone may do shows no slip.
pub fn shows(moved: &[f64], digits: u32) -> bool {
    moved.iter().all(|moved| *moved >= 3.0 * 0.1f64.powi(digits as i32))
}

/// The first iteration in which a slip changes anything: before the second there is no step to keep a part of.
pub fn shows_in(kind: Misconception) -> usize {
    if kind == Misconception::MissingMomentum { 2 } else { 1 }
}

/// Whether both slips of a student are flagged: as wrong or, where the second takes the first back, as such. `None` where
/// they are not two, cannot be made or do not show.
pub fn both_flagged(problem: &mut dyn Problem, student: &Student) -> Option<bool> {
    let [(first_at, first, _), (second_at, second, _)] = &student.slips[..] else { return None };
    if (first_at, first) == (second_at, second) {
        return None;
    }
    let (answers, moved) = student.work(problem, 2)?;
    if moved.len() < 2 || !shows(&moved, student.rounding.digits) {
        return None;
    }
    let verdicts = mark(problem, &answers, student.rounding.digits);
    let flagged = |(iteration, quantity, _): &(usize, Quantity, Slip)| {
        let here = |verdict: &&Verdict| {
            (verdict.iteration as usize, verdict.id.as_str()) == (*iteration, quantity.to_string().as_str())
        };
        let found = verdicts.iter().find(here).expect("judged");
        found.verdict == Mark::Wrong || found.diagnosis.is_some()
    };
    Some(student.slips.iter().all(flagged))
}

/// What one slip came to.
#[derive(Default, Debug)]
pub struct Tally {
    pub made: usize,
    pub named: usize,
    pub others_wrong: usize,
    pub others: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.made += other.made;
        self.named += other.named;
        self.others += other.others;
        self.others_wrong += other.others_wrong;
    }

    /// Whether 98 % are named (of fewer than fifty all but one) and 99 % of what is right is not marked wrong.
    pub fn holds(&self) -> bool {
        let missed = self.made - self.named;
        missed <= 1.max(self.made / 50) && self.others_wrong * 100 <= self.others
    }
}

/// Every kind of update rule, with settings under which its slips show.
pub fn optimizers() -> Vec<Value> {
    let adam = |kind: &str| json!({"kind": kind, "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-3});
    let mut adamw = adam("adamw");
    adamw["weight_decay"] = json!(0.1);
    vec![
        json!({"kind": "sgd", "learning_rate": 0.5}),
        json!({"kind": "momentum", "learning_rate": 0.6, "momentum": 0.9}),
        json!({"kind": "momentum", "learning_rate": 0.6, "momentum": 0.9, "form": "gradient"}),
        json!({"kind": "ema_momentum", "learning_rate": 0.7, "momentum": 0.8}),
        json!({"kind": "nesterov", "learning_rate": 0.4, "momentum": 0.9}),
        json!({"kind": "adagrad", "learning_rate": 0.3, "epsilon": 1e-2}),
        json!({"kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-2}),
        json!({"kind": "rmsprop", "learning_rate": 0.2, "decay": 0.9, "epsilon": 1e-2}),
        adam("adam"),
        adamw,
        adam("amsgrad"),
        adam("nadam"),
        json!({"kind": "lion", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99}),
    ]
}
