//! What a network is given of a point of the plane: the seven features of TensorFlow Playground.
use crate::error::Result;
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::words::text;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    X,
    Y,
    /// x²
    XSquared,
    /// y²
    YSquared,
    /// x y
    Product,
    /// sin x
    SinX,
    /// sin y
    SinY,
}

const NAMES: [(&str, Feature); 7] = [
    ("x", Feature::X),
    ("y", Feature::Y),
    ("x_squared", Feature::XSquared),
    ("y_squared", Feature::YSquared),
    ("product", Feature::Product),
    ("sin_x", Feature::SinX),
    ("sin_y", Feature::SinY),
];

impl Feature {
    pub fn at(self, x: f64, y: f64) -> f64 {
        match self {
            Self::X => x,
            Self::Y => y,
            Self::XSquared => x * x,
            Self::YSquared => y * y,
            Self::Product => x * y,
            Self::SinX => libm::sin(x),
            Self::SinY => libm::sin(y),
        }
    }

    /// # Errors
    /// An empty list, an unknown name, a name that stands twice.
    pub fn read_list(reader: &Reader) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for item in reader.list()? {
            let name = item.one_of(&NAMES.map(|(name, _)| name))?;
            let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, feature)| *feature);
            match known {
                Some(feature) if !found.contains(&feature) => found.push(feature),
                _ => return Err(item.expected(text("expected.once"))),
            }
        }
        if found.is_empty() { Err(reader.expected(text("expected.feature"))) } else { Ok(found) }
    }
}

/// (count, n_in) inputs for the points `at(0)`, `at(1)` …
pub fn inputs(features: &[Feature], count: usize, at: impl Fn(usize) -> (f64, f64)) -> Matrix {
    Matrix::from_fn(count, features.len(), |row, column| {
        let (x, y) = at(row);
        features[column].at(x, y)
    })
}
