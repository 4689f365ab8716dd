//! The problem as plain data: what `npm/gradstep.d.ts` calls `LogisticSpec`, checked once when it is read.
use super::features::Scaling;
use crate::error::Result;
use crate::input::Reader;
use crate::num::rounding::Rounding;
use crate::optimizer::Optimizer;
use crate::spec::{read_rounding, read_seed};
use crate::words::text;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// No polynomial has a higher degree.
pub const HIGHEST_DEGREE: usize = 8;

/// Points on a line with their classes, a polynomial's weights, and how they are trained. Whoever holds one knows that
/// the lengths agree.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticSpec {
    /// N points
    pub x: Vec<f64>,
    /// N classes, each 0 or 1
    pub labels: Vec<f64>,
    /// d, 0 to 8
    pub degree: usize,
    /// d + 1 weights: of 1, x, …, x^d, or of these scaled
    pub weights: Vec<f64>,
    pub optimizer: Optimizer,
    /// λ₂ ≥ 0 in J = mean cross-entropy + λ₂/2 (w₁² + …): w₀ is left out
    pub l2: f64,
    /// 1 to N
    pub batch_size: usize,
    pub seed: u64,
    pub rounding: Option<Rounding>,
    pub scaling: Scaling,
}

impl Serialize for LogisticSpec {
    /// With every default filled in but a batch of all points: whoever adds points to it means all of them still.
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        // a field that is added has to be written, too
        let Self { x, labels, degree, weights, optimizer, l2, batch_size, seed, rounding, scaling } = self;
        let mut out = to.serialize_struct("LogisticSpec", 10)?;
        out.serialize_field("x", x)?;
        out.serialize_field("labels", labels)?;
        out.serialize_field("degree", degree)?;
        out.serialize_field("weights", weights)?;
        out.serialize_field("optimizer", optimizer)?;
        out.serialize_field("l2", l2)?;
        if *batch_size < self.samples() {
            out.serialize_field("batch_size", batch_size)?;
        }
        out.serialize_field("seed", seed)?;
        if let Some(rounding) = rounding {
            out.serialize_field("rounding", rounding)?;
        }
        out.serialize_field("scaling", scaling)?;
        out.end()
    }
}

impl LogisticSpec {
    /// # Errors
    /// Names the place of whatever is missing, surplus, of the wrong length or out of range.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&[
            "x",
            "labels",
            "degree",
            "weights",
            "optimizer",
            "l2",
            "batch_size",
            "seed",
            "rounding",
            "scaling",
        ])?;
        let points = fields.required("x")?;
        let x = points.numbers()?;
        if x.is_empty() {
            return Err(points.expected(text("expected.points")));
        }
        let classes = fields.required("labels")?;
        let labels = classes.numbers_of(x.len())?;
        if let Some(place) = labels.iter().position(|label| *label != 0.0 && *label != 1.0) {
            let list = classes.list()?;
            return Err(list.get(place).unwrap_or(&classes).expected(text("expected.class")));
        }
        let degree = fields.required("degree")?.integer(0, HIGHEST_DEGREE as u64)? as usize;
        let samples = x.len() as u64;
        Ok(Self {
            degree,
            weights: fields.required("weights")?.numbers_of(degree + 1)?,
            optimizer: Optimizer::read(&fields.required("optimizer")?)?,
            l2: fields.or("l2", 0.0, |l2| l2.number_where("≥ 0", |l2| l2 >= 0.0))?,
            batch_size: fields.or("batch_size", samples, |size| size.integer(1, samples))? as usize,
            seed: fields.or("seed", 0, read_seed)?,
            rounding: fields.optional("rounding").map(|reader| read_rounding(&reader)).transpose()?,
            scaling: fields.or("scaling", Scaling::None, Scaling::read)?,
            x,
            labels,
        })
    }

    pub fn samples(&self) -> usize {
        self.x.len()
    }
}
