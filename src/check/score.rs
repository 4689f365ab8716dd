//! What a sheet is worth, by a rule that whoever set it chooses.
use super::{Mark, Misconception};
use crate::error::Result;
use crate::input::Reader;
use serde::Serialize;

/// What each kind of answer earns, as a share of its quantity's weight, and what each quantity weighs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreRule {
    pub correct: f64,
    pub rounding: f64,
    /// Wrong, but right from an earlier mistake.
    pub follows: f64,
    /// Right, though it does not follow from what stands before it.
    pub cancels: f64,
    pub wrong: f64,
    /// Asked for, and not answered.
    pub missing: f64,
    /// By id, in every iteration; 1 where an id is not named, and 0 for what does not count.
    pub weights: Vec<(String, f64)>,
}

impl Default for ScoreRule {
    fn default() -> Self {
        let weights = Vec::new();
        Self { correct: 1.0, rounding: 1.0, follows: 1.0, cancels: 1.0, wrong: 0.0, missing: 0.0, weights }
    }
}

/// Beyond this no rule makes sense.
const MOST: f64 = 1000.0;

impl ScoreRule {
    /// The names of the kinds of answers.
    pub const KINDS: [&'static str; 6] = ["correct", "rounding", "follows", "cancels", "wrong", "missing"];

    /// Every field may be missing. Shares from −1000 to 1000 (a negative one takes away), weights from 0 to 1000.
    ///
    /// # Errors
    /// Names the place of whatever is surplus or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let known: Vec<&str> = Self::KINDS.into_iter().chain(["weights"]).collect();
        let fields = reader.object(&known)?;
        let usual = Self::default();
        let share = |name: &str, usual: f64| {
            fields.or(name, usual, |share| share.number_where("−1000 … 1000", |share| share.abs() <= MOST))
        };
        let weight = |(id, weight): &(String, Reader)| {
            let weight = weight.number_where("0 … 1000", |weight| (0.0..=MOST).contains(&weight))?;
            Ok((id.clone(), weight))
        };
        let weights = fields.or("weights", Vec::new(), |weights| weights.entries()?.iter().map(weight).collect())?;
        Ok(Self {
            correct: share("correct", usual.correct)?,
            rounding: share("rounding", usual.rounding)?,
            follows: share("follows", usual.follows)?,
            cancels: share("cancels", usual.cancels)?,
            wrong: share("wrong", usual.wrong)?,
            missing: share("missing", usual.missing)?,
            weights,
        })
    }

    fn weight(&self, id: &str) -> f64 {
        self.weights.iter().find(|(known, _)| known == id).map_or(1.0, |(_, weight)| *weight)
    }

    fn share(&self, marked: Option<(Mark, bool)>) -> f64 {
        match marked {
            None => self.missing,
            Some((Mark::Correct | Mark::Rounding, true)) => self.cancels,
            Some((Mark::Correct, _)) => self.correct,
            Some((Mark::Rounding, _)) => self.rounding,
            Some((Mark::Follows, _)) => self.follows,
            Some((Mark::Wrong, _)) => self.wrong,
        }
    }
}

/// How one quantity was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    pub iteration: u64,
    pub id: String,
    pub mark: Mark,
    /// Whether it is right by two mistakes.
    pub cancels: bool,
}

/// One quantity's share of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Points {
    pub iteration: u64,
    pub id: String,
    pub weight: f64,
    pub points: f64,
}

/// What a sheet came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The sum of the points; never below 0.
    pub score: f64,
    /// What a sheet without a mistake comes to.
    pub most: f64,
    pub points: Vec<Points>,
}

/// The score of a sheet that asks for `asked` (iteration, id) and was answered as `marked`.
///
/// ```
/// use gradstep::check::{Mark, Marked, ScoreRule, score};
/// let rule = ScoreRule { follows: 0.5, weights: vec![("cost".into(), 2.0)], ..ScoreRule::default() };
/// let asked = [(1, "z1".to_owned()), (1, "cost".to_owned())];
/// let marked = [Marked { iteration: 1, id: "cost".into(), mark: Mark::Follows, cancels: false }];
/// let score = score(&asked, &marked, &rule);
/// assert_eq!((score.score, score.most), (1.0, 3.0));
/// ```
pub fn score(asked: &[(u64, String)], marked: &[Marked], rule: &ScoreRule) -> Score {
    let one = |(iteration, id): &(u64, String)| {
        let found = marked.iter().find(|marked| marked.iteration == *iteration && marked.id == *id);
        let weight = rule.weight(id);
        let points = weight * rule.share(found.map(|found| (found.mark, found.cancels)));
        Points { iteration: *iteration, id: id.clone(), weight, points }
    };
    let points: Vec<Points> = asked.iter().map(one).collect();
    let sum = |of: fn(&Points) -> f64| points.iter().map(of).sum::<f64>();
    Score { score: sum(|one| one.points).max(0.0), most: rule.correct * sum(|one| one.weight), points }
}

/// Quantities that are asked for.
///
/// # Errors
/// Names the place of whatever is missing or surplus.
pub fn read_asked(reader: &Reader) -> Result<Vec<(u64, String)>> {
    let one = |reader: &Reader| {
        let fields = reader.object(&["iteration", "id"])?;
        Ok((fields.required("iteration")?.integer(1, super::read::LATEST)?, fields.required("id")?.text()?))
    };
    reader.list()?.iter().map(one).collect()
}

/// Verdicts as [`check`](super::check) gives them.
///
/// # Errors
/// Names the place of whatever is missing or surplus.
pub fn read_marked(reader: &Reader) -> Result<Vec<Marked>> {
    let one = |reader: &Reader| {
        let known = ["iteration", "id", "verdict", "expected", "expected_from_yours", "diagnosis"];
        let fields = reader.object(&known)?;
        let names = [Mark::Correct, Mark::Rounding, Mark::Follows, Mark::Wrong].map(|mark| (mark.name(), mark));
        let name = fields.required("verdict")?.one_of(&names.map(|(name, _)| name))?;
        let mark = names.into_iter().find(|(known, _)| *known == name).map_or(Mark::Wrong, |(_, mark)| mark);
        let kind = |reader: &Reader| reader.object(&["kind", "message"])?.required("kind")?.text();
        let kind = fields.optional("diagnosis").map(|reader| kind(&reader)).transpose()?;
        Ok(Marked {
            iteration: fields.required("iteration")?.integer(1, super::read::LATEST)?,
            id: fields.required("id")?.text()?,
            mark,
            cancels: kind.as_deref() == Some(Misconception::Cancels.name()),
        })
    };
    reader.list()?.iter().map(one).collect()
}
