//! What is said of optimizers and of vanishing gradients, put to experiments: each claim with its setup, its figures
//! and the rule by which they speak for it or against it.
//!
//! All methods of an experiment have the same starts, the same number of steps and the same noise. Their settings are
//! those that the comparison states, or each method's best learning rate out of [`trial::RATES`].
mod depth;
mod escape;
mod path;
mod share;
mod speed;
mod stochastic;
mod trial;

use crate::error::{Error, Result};
use crate::words::{fill, text};
use serde::Serialize;
pub use trial::RATES;

/// Which settings the methods get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rates {
    /// Those of the handout's simulations.
    Stated,
    /// Common constants, and the learning rate of [`RATES`] that does best in the very experiment.
    Best,
}

/// A claim with its experiment, as a page shows it before anything is measured.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    pub id: &'static str,
    pub statement: &'static str,
    /// What is run, and what the figures are.
    pub setup: &'static str,
    /// When a surface's figures speak for the claim.
    pub rule: &'static str,
    pub columns: Vec<Column>,
    /// The surfaces or settings, each measured by itself.
    pub parts: Vec<String>,
    /// Whether [`Rates`] make a difference.
    pub has_rates: bool,
}

/// A heading, and the decimals that its figures are worth.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub title: &'static str,
    pub digits: u8,
}

/// What was measured in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    pub title: String,
    pub rows: Vec<Row>,
    /// Whether the claim holds here; `None` where the figures do not say, since no method arrived.
    pub holds: Option<bool>,
}

/// One method's figures; `None` for one that is not finite: it never arrived, or overflowed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub method: String,
    /// `None` where nothing is trained.
    pub learning_rate: Option<f64>,
    pub figures: Vec<Option<f64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// In every place that says anything.
    Holds,
    /// In some.
    HoldsInSome,
    DoesNotHold,
    /// No place says anything.
    Undecided,
}

/// The figures, and whether they speak for the claim.
type Measured = (Vec<Row>, Option<bool>);

/// One experiment: keys of words, places, and the measuring itself.
struct Experiment {
    id: &'static str,
    /// Keys of headings, with decimals.
    columns: &'static [(&'static str, u8)],
    /// Kinds of surfaces, or keys of settings.
    places: &'static [&'static str],
    has_rates: bool,
    measure: fn(&str, Rates) -> Measured,
}

const EXPERIMENTS: [&Experiment; 11] = [
    &speed::ADAM,
    &speed::RMSPROP,
    &share::GLOBAL,
    &share::ALONE,
    &path::OSCILLATES,
    &path::LATER,
    &path::SMOOTH,
    &path::SHRINKS,
    &path::EFFECTIVE,
    &escape::SADDLE,
    &stochastic::NOISE,
];

/// What claims speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Optimizers,
    /// Vanishing gradients.
    Depth,
}

impl Topic {
    const ALL: [Topic; 2] = [Topic::Optimizers, Topic::Depth];

    fn experiments(self) -> &'static [&'static Experiment] {
        match self {
            Topic::Optimizers => &EXPERIMENTS,
            Topic::Depth => &depth::EXPERIMENTS,
        }
    }

    /// The key of one of its words.
    fn key(self, word: &str) -> String {
        match self {
            Topic::Optimizers => format!("claim.{word}"),
            Topic::Depth => format!("claim.depth.{word}"),
        }
    }

    /// The title of a place: a setting's, or a surface's.
    fn title(self, place: &str) -> String {
        let setting = || text(&self.key(&format!("place.{place}"))).to_owned();
        match self {
            Topic::Optimizers => crate::surface::Surface::named(place).map_or_else(setting, |surface| surface.title()),
            Topic::Depth => setting(),
        }
    }
}

/// All claims on a topic.
pub fn claims(topic: Topic) -> Vec<Claim> {
    topic.experiments().iter().map(|experiment| experiment.claim(topic)).collect()
}

/// Measures one place of a claim.
///
/// ```
/// use gradstep::claim::{Rates, measure};
/// let part = measure("shrinks", 0, Rates::Stated).expect("Adagrad's claim");
/// assert_eq!(part.rows.len(), 2);
/// ```
///
/// # Errors
/// An unknown claim (path `id`), a place that it has not (path `part`).
pub fn measure(id: &str, part: usize, rates: Rates) -> Result<Part> {
    let all = || Topic::ALL.into_iter().flat_map(|topic| topic.experiments().iter().map(move |known| (topic, known)));
    let Some((topic, experiment)) = all().find(|(_, experiment)| experiment.id == id) else {
        let ids: Vec<&str> = all().map(|(_, experiment)| experiment.id).collect();
        return Err(Error::expected("id", &ids.join(", "), id));
    };
    let Some(place) = experiment.places.get(part) else {
        let most = (experiment.places.len() - 1).to_string();
        let expected = fill("expected.integer", &[("least", "0"), ("most", &most)]);
        return Err(Error::expected("part", &expected, &part.to_string()));
    };
    let (rows, holds) = (experiment.measure)(place, rates);
    Ok(Part { title: topic.title(place), rows, holds })
}

/// What all places together say.
pub fn verdict(parts: &[Option<bool>]) -> Verdict {
    let said = || parts.iter().copied().flatten();
    match (said().any(|holds| holds), said().any(|holds| !holds)) {
        (true, false) => Verdict::Holds,
        (true, true) => Verdict::HoldsInSome,
        (false, true) => Verdict::DoesNotHold,
        (false, false) => Verdict::Undecided,
    }
}

impl Experiment {
    fn claim(&self, topic: Topic) -> Claim {
        let find = |name: &str, key: &str| text_of(&topic.key(&format!("{name}.{key}")));
        let word = |name: &str| find(name, self.id);
        let column = |&(key, digits): &(&str, u8)| Column { title: find("column", key), digits };
        Claim {
            id: self.id,
            statement: word("statement"),
            setup: word("setup"),
            rule: word("rule"),
            columns: self.columns.iter().map(column).collect(),
            parts: self.places.iter().map(|place| topic.title(place)).collect(),
            has_rates: self.has_rates,
        }
    }
}

/// A text of the catalogue, which lives as long as the program; nothing where it has none.
fn text_of(key: &str) -> &'static str {
    crate::words::find(key).unwrap_or_default()
}
