//! Data to train on: two classes in the plane, drawn as TensorFlow Playground draws them, typed points, and
//! handwritten digits; and which of it is held out.
mod digits;
mod feature;
mod plane;
mod table;

use crate::error::Result;
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::num::random::Random;
use crate::words::{fill, text};
pub use digits::{DIGIT_BYTES, Digits, SIDE};
pub use feature::Feature;
pub use plane::{EXTENT, Shape};
use serde::Serialize;
pub use table::{points_of_csv, points_of_csv_by};

/// A point of the plane and its class, 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    pub class: f64,
}

impl Serialize for Point {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        [self.x, self.y, self.class].serialize(serializer)
    }
}

/// Where samples come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    Circle(Drawn),
    Xor(Drawn),
    Gauss(Drawn),
    Spiral(Drawn),
    /// The reader's own.
    Points {
        points: Vec<Point>,
        features: Vec<Feature>,
    },
    /// Handwritten digits, 8 × 8 (Alpaydin & Kaynak 1998).
    Digits,
}

/// How many points are drawn, and with how much noise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// 2 to 1000
    pub samples: usize,
    /// 0 to 0.5, as Playground's slider
    pub noise: f64,
    pub features: Vec<Feature>,
}

/// Data as a reader describes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataSpec {
    #[serde(flatten)]
    pub source: Source,
    /// The share that is not trained on, 0 to 0.9.
    pub held_out: f64,
}

/// Samples, one a row, beside their targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// (N, n_in)
    pub inputs: Matrix,
    /// (N, n_out): 0 or 1 for two classes, one 1 among ten for digits
    pub targets: Matrix,
    /// Of the plane: where each sample lies; empty for digits.
    pub points: Vec<Point>,
}

/// What is trained on and what is held out, which may be nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    pub training: Samples,
    pub held_out: Option<Samples>,
    /// Of the plane: the inputs made of x and y.
    pub features: Vec<Feature>,
}

const KINDS: [&str; 6] = ["circle", "xor", "gauss", "spiral", "points", "digits"];
const MOST_SAMPLES: u64 = 1000;

/// What draws from a stream of its own.
const POINTS: u64 = 5;
const HELD_OUT: u64 = 6;

impl DataSpec {
    /// # Errors
    /// Names the place of whatever is missing, surplus or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let kind = reader.kind(&KINDS)?;
        let own: &[&str] = match kind {
            "digits" => &["kind", "held_out"],
            "points" => &["kind", "held_out", "features", "points"],
            _ => &["kind", "held_out", "features", "samples", "noise"],
        };
        let fields = reader.object(own)?;
        let share = |share: &Reader| share.number_where("0 ≤ share ≤ 0.9", |share| (0.0..=0.9).contains(&share));
        let held_out = fields.or("held_out", 0.5, share)?;
        if kind == "digits" {
            return Ok(Self { source: Source::Digits, held_out });
        }
        let features = fields.or("features", vec![Feature::X, Feature::Y], Feature::read_list)?;
        if kind == "points" {
            let points = read_points(&fields.required("points")?)?;
            return Ok(Self { source: Source::Points { points, features }, held_out });
        }
        let samples = fields.or("samples", 200, |count| count.integer(2, MOST_SAMPLES))? as usize;
        let noise = |noise: &Reader| noise.number_where("0 ≤ noise ≤ 0.5", |noise| (0.0..=0.5).contains(&noise));
        let drawn = Drawn { samples, noise: fields.or("noise", 0.0, noise)?, features };
        let source = match kind {
            "circle" => Source::Circle(drawn),
            "xor" => Source::Xor(drawn),
            "gauss" => Source::Gauss(drawn),
            _ => Source::Spiral(drawn),
        };
        Ok(Self { source, held_out })
    }

    /// Draws the samples, shuffles them and sets aside what is held out; the same for the same seed.
    ///
    /// ```
    /// use gradstep::dataset::{DataSpec, Drawn, Feature, Source};
    /// let drawn = Drawn { samples: 200, noise: 0.0, features: vec![Feature::X, Feature::Y] };
    /// let data = DataSpec { source: Source::Circle(drawn), held_out: 0.25 }.draw(1, None)?;
    /// assert_eq!((data.training.inputs.rows(), data.training.inputs.columns()), (150, 2));
    /// # Ok::<(), gradstep::Error>(())
    /// ```
    ///
    /// # Errors
    /// Digits without their file (path `digits`).
    pub fn draw(&self, seed: u64, digits: Option<&Digits>) -> Result<Data> {
        let (shape, drawn) = match &self.source {
            Source::Circle(drawn) => (Shape::Circle, drawn),
            Source::Xor(drawn) => (Shape::Xor, drawn),
            Source::Gauss(drawn) => (Shape::Gauss, drawn),
            Source::Spiral(drawn) => (Shape::Spiral, drawn),
            Source::Points { points, features } => return Ok(self.split_plane(points, features, seed)),
            Source::Digits => {
                let missing = || crate::Error::expected("digits", text("expected.digits"), text("found.absent"));
                return Ok(self.split_digits(digits.ok_or_else(missing)?, seed));
            }
        };
        let points = shape.draw(drawn.samples, drawn.noise, &mut Random::new(seed, &[POINTS]));
        Ok(self.split_plane(&points, &drawn.features, seed))
    }

    /// How many samples there are in all.
    pub fn count(&self) -> usize {
        match &self.source {
            Source::Circle(drawn) | Source::Gauss(drawn) | Source::Spiral(drawn) => drawn.samples / 2 * 2,
            Source::Xor(drawn) => drawn.samples,
            Source::Points { points, .. } => points.len(),
            Source::Digits => digits::COUNT,
        }
    }

    /// How many of them are trained on: at least one.
    pub fn trained_on(&self) -> usize {
        let count = self.count();
        count - ((self.held_out * count as f64) as usize).min(count - 1)
    }

    /// A random order, cut in two: (trained on, held out). At least one sample is trained on.
    fn cut(&self, count: usize, seed: u64) -> (Vec<usize>, Vec<usize>) {
        let mut order: Vec<usize> = (0..count).collect();
        Random::new(seed, &[HELD_OUT]).shuffle(&mut order);
        let rest = order.split_off(count - self.trained_on());
        (rest, order)
    }

    fn split_plane(&self, points: &[Point], features: &[Feature], seed: u64) -> Data {
        let (training, held_out) = self.cut(points.len(), seed);
        let some = |chosen: &[usize]| {
            let points: Vec<Point> = chosen.iter().map(|place| points[*place]).collect();
            let at = |place: usize| (points[place].x, points[place].y);
            Samples {
                inputs: feature::inputs(features, points.len(), at),
                targets: Matrix::from_fn(points.len(), 1, |row, _| points[row].class),
                points,
            }
        };
        let held_out = (!held_out.is_empty()).then(|| some(&held_out));
        Data { training: some(&training), held_out, features: features.to_vec() }
    }

    fn split_digits(&self, digits: &Digits, seed: u64) -> Data {
        let (training, held_out) = self.cut(digits.count(), seed);
        let held_out = (!held_out.is_empty()).then(|| digits.samples(&held_out));
        Data { training: digits.samples(&training), held_out, features: vec![] }
    }
}

impl Data {
    /// The inputs of a grid over the plane, row by row from the lowest y: (columns · rows, n_in).
    pub fn grid(&self, columns: usize, rows: usize) -> Matrix {
        let place = |index: usize, count: usize| EXTENT * ((2 * index + 1) as f64 / count as f64 - 1.0);
        let at = |cell: usize| (place(cell % columns, columns), place(cell / columns, rows));
        feature::inputs(&self.features, columns * rows, at)
    }

    /// Whether it lies in the plane, so that maps can be drawn.
    pub fn is_plane(&self) -> bool {
        !self.features.is_empty()
    }
}

fn read_points(reader: &Reader) -> Result<Vec<Point>> {
    let rows = reader.list()?;
    let most = MOST_SAMPLES as usize;
    if rows.len() < 2 || rows.len() > most {
        return Err(reader.expected(&fill("expected.plane_points", &[("most", &most.to_string())])));
    }
    rows.iter().map(read_point).collect()
}

fn read_point(reader: &Reader) -> Result<Point> {
    let numbers = reader.numbers_of(3)?;
    let [x, y, class] = numbers[..] else { return Err(reader.expected(text("expected.list"))) };
    if class != 0.0 && class != 1.0 {
        return Err(crate::Error::expected(
            format!("{}[2]", reader.path()),
            text("expected.class"),
            &class.to_string(),
        ));
    }
    Ok(Point { x, y, class })
}
