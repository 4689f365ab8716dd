//! Handwritten digits: "Optical Recognition of Handwritten Digits" of the UCI repository (Alpaydin & Kaynak 1998,
//! CC BY 4.0), its 1,797 test samples of 8 × 8 pixels with 17 grey levels.
use super::Samples;
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::words::fill;

/// Pixels in a row and in a column.
pub const SIDE: usize = 8;
const PIXELS: usize = SIDE * SIDE;
pub(super) const COUNT: usize = 1797;
const CLASSES: usize = 10;
/// The largest grey level.
const DARKEST: f64 = 16.0;

/// How long the file is: first the 1,797 values of pixel 1, then those of pixel 2 …, at last the 1,797 digits.
pub const DIGIT_BYTES: usize = COUNT * (PIXELS + 1);

/// The file's bytes, checked once.
#[derive(Clone, Debug)]
pub struct Digits {
    bytes: Vec<u8>,
}

impl Digits {
    /// # Errors
    /// Where these are not the bytes of the file (path `digits`).
    pub fn new(bytes: Vec<u8>) -> Result<Self> {
        let (pixels, classes) = bytes.split_at(bytes.len().min(COUNT * PIXELS));
        let fits = bytes.len() == DIGIT_BYTES
            && pixels.iter().all(|grey| f64::from(*grey) <= DARKEST)
            && classes.iter().all(|class| usize::from(*class) < CLASSES);
        if fits {
            return Ok(Self { bytes });
        }
        let expected = fill("expected.digit_bytes", &[("count", &DIGIT_BYTES.to_string())]);
        Err(Error::expected("digits", &expected, &bytes.len().to_string()))
    }

    pub fn count(&self) -> usize {
        COUNT
    }

    /// The digit that a sample is meant to be.
    pub fn class(&self, sample: usize) -> usize {
        usize::from(self.bytes[COUNT * PIXELS + sample])
    }

    /// Pixels from 0 (paper) to 1 (ink), targets with a 1 at the digit.
    pub fn samples(&self, chosen: &[usize]) -> Samples {
        let pixel = |row: usize, column: usize| f64::from(self.bytes[column * COUNT + chosen[row]]) / DARKEST;
        let target = |row: usize, column: usize| if self.class(chosen[row]) == column { 1.0 } else { 0.0 };
        Samples {
            inputs: Matrix::from_fn(chosen.len(), PIXELS, pixel),
            targets: Matrix::from_fn(chosen.len(), CLASSES, target),
            points: vec![],
        }
    }
}
