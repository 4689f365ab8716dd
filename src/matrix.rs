//! A dense row-major matrix whose shape was checked once.
use crate::error::{Error, Result};
use serde::{Serialize, Serializer, ser::SerializeSeq};

/// `rows` × `columns` numbers, row-major; serialised as an array of rows.
///
/// ```
/// let matrix = gradstep::Matrix::new(1, 2, vec![0.5, -1.0])?;
/// assert_eq!(matrix.get(0, 1), -1.0);
/// # Ok::<(), gradstep::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// # Errors
    /// Where `values` does not hold `rows * columns` numbers.
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self> {
        if values.len() != rows * columns {
            let expected = crate::words::fill("error.numbers", &[("count", &(rows * columns).to_string())]);
            return Err(Error::expected("", &expected, &values.len().to_string()));
        }
        Ok(Self { rows, columns, values })
    }

    /// A matrix whose entry at (row, column) is `entry(row, column)`.
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let values = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { rows, columns, values: values.map(|(row, column)| entry(row, column)).collect() }
    }

    /// 1 × 1.
    pub fn scalar(value: f64) -> Self {
        Self { rows: 1, columns: 1, values: vec![value] }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// Row-major entries.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// The entry at (row, column); NaN outside the matrix, so that a wrong index shows and never traps.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        if row < self.rows && column < self.columns { self.values[row * self.columns + column] } else { f64::NAN }
    }

    pub fn row(&self, row: usize) -> &[f64] {
        self.values.get(row * self.columns..(row + 1) * self.columns).unwrap_or(&[])
    }

    pub fn map(&self, function: impl FnMut(f64) -> f64) -> Self {
        Self { rows: self.rows, columns: self.columns, values: self.values.iter().copied().map(function).collect() }
    }

    pub fn transposed(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |row, column| self.get(column, row))
    }
}

impl Serialize for Matrix {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.rows))?;
        for row in 0..self.rows {
            rows.serialize_element(self.row(row))?;
        }
        rows.end()
    }
}
