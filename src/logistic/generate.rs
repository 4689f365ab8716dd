//! Points with classes, drawn from a seed.
use crate::error::Result;
use crate::input::Reader;
use crate::num::random::Random;
use crate::num::rounding::{Mode, Rounding};
use crate::spec::LARGEST_SEED;
use serde::Serialize;

/// What draws from a stream of its own.
const POINTS: u64 = 11;

/// How the classes lie.
pub const KINDS: [&str; 5] = ["overlapping", "separable", "inside_outside", "alternating", "one_class"];

/// Points and their classes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Points {
    pub x: Vec<f64>,
    pub labels: Vec<f64>,
}

impl Points {
    /// `count` points of a kind, their x with two decimals, so that they can be worked by hand.
    ///
    /// - `overlapping`: normal around −1 (class 0) and 1 (class 1) with standard deviation 1.2
    /// - `separable`: uniform in [−3, −0.4] and [0.4, 3]
    /// - `inside_outside`: class 1 normal around 0 with standard deviation 0.8, class 0 around −2.4 and 2.4 with 0.7
    /// - `alternating`, the line's XOR: uniform around −3, −1, 1, 3, the classes 0, 1, 0, 1
    /// - `one_class`: class 1 only, uniform in [−2, 2]
    ///
    /// # Errors
    /// An unknown kind, a count that is not from 1 to 100,000, a seed that is none.
    pub fn generate(kind: &Reader, count: &Reader, seed: &Reader) -> Result<Self> {
        let kind = kind.one_of(&KINDS)?;
        let count = count.integer(1, 100_000)?;
        let mut random = Random::new(seed.integer(0, LARGEST_SEED)?, &[POINTS]);
        let two = Rounding { digits: 2, mode: Mode::HalfEven };
        let mut points = Self::default();
        for index in 0..count {
            let (x, class) = draw(kind, index, &mut random);
            points.x.push(two.apply(x));
            points.labels.push(f64::from(class));
        }
        Ok(points)
    }
}

/// One point; the classes take turns.
fn draw(kind: &str, index: u64, random: &mut Random) -> (f64, u8) {
    let class = (index % 2) as u8;
    let side = if class == 1 { 1.0 } else { -1.0 };
    match kind {
        "separable" => (side * random.between(0.4, 3.0), class),
        "inside_outside" if class == 1 => (0.8 * random.normal(), class),
        "inside_outside" => {
            let middle = if index.is_multiple_of(4) { -2.4 } else { 2.4 };
            (middle + 0.7 * random.normal(), class)
        }
        "alternating" => {
            let quarter = index % 4;
            (2.0 * quarter as f64 - 3.0 + random.between(-0.8, 0.8), class)
        }
        "one_class" => (random.between(-2.0, 2.0), 1),
        _ => (side + 1.2 * random.normal(), class),
    }
}
