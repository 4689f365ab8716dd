//! Initial weights, seeded.
use crate::activation::Activation;
use crate::error::{Error, Result};
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::num::random::Random;
use crate::spec::Layer;
use crate::words::{fill, text};
use serde::Serialize;

/// How the weights of a layer are drawn; n_in is its fan-in, n_out its fan-out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Initializer {
    Zeros,
    Constant {
        value: f64,
    },
    /// U[−1/√n_in, 1/√n_in] (LeCun et al. 1998 describe it; the heuristic that Glorot & Bengio 2010, eq. 1, examine)
    UniformFanIn,
    /// N(0, std²)
    Normal {
        std: f64,
    },
    /// U[−√(6/(n_in+n_out)), …] (Glorot & Bengio 2010, eq. 16)
    GlorotUniform,
    /// N(0, 2/(n_in+n_out)) (Glorot & Bengio 2010, eq. 12)
    GlorotNormal,
    /// U[−√(6/n_in), …] (He et al. 2015, eq. 10, as a uniform distribution)
    HeUniform,
    /// N(0, 2/n_in) (He et al. 2015, eq. 10)
    HeNormal,
    /// N(0, 1/n_in) (LeCun et al. 1998, eq. 16)
    LecunNormal,
    /// gain times a matrix with orthonormal rows or columns, whichever are fewer (Saxe, McClelland & Ganguli 2014)
    Orthogonal {
        gain: f64,
    },
}

/// What draws from a stream of its own.
const WEIGHTS: u64 = 4;

const KINDS: [&str; 10] = [
    "zeros",
    "constant",
    "uniform_fan_in",
    "normal",
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_normal",
    "orthogonal",
];

impl Initializer {
    /// # Errors
    /// An unknown kind; a missing or surplus field; a negative std.
    pub fn read(reader: &Reader) -> Result<Self> {
        let kind = reader.kind(&KINDS)?;
        let own = |name: &str| reader.object(&["kind", name])?.required(name);
        match kind {
            "constant" => return Ok(Self::Constant { value: own("value")?.number()? }),
            "normal" => return Ok(Self::Normal { std: own("std")?.number_where("≥ 0", |std| std >= 0.0)? }),
            "orthogonal" => return Ok(Self::Orthogonal { gain: own("gain")?.number()? }),
            _ => {}
        }
        reader.object(&["kind"])?;
        Ok(match kind {
            "zeros" => Self::Zeros,
            "uniform_fan_in" => Self::UniformFanIn,
            "glorot_uniform" => Self::GlorotUniform,
            "glorot_normal" => Self::GlorotNormal,
            "he_uniform" => Self::HeUniform,
            "he_normal" => Self::HeNormal,
            _ => Self::LecunNormal,
        })
    }

    /// (n_out, n_in) weights.
    fn draw(self, n_out: usize, n_in: usize, random: &mut Random) -> Matrix {
        let (fan_in, fan_out) = (n_in as f64, n_out as f64);
        let mut fill = |mut one: Box<dyn FnMut(&mut Random) -> f64>| Matrix::from_fn(n_out, n_in, |_, _| one(random));
        let uniform = |limit: f64| Box::new(move |random: &mut Random| random.between(-limit, limit));
        let normal = |std: f64| Box::new(move |random: &mut Random| std * random.normal());
        match self {
            Self::Zeros => fill(Box::new(|_| 0.0)),
            Self::Constant { value } => fill(Box::new(move |_| value)),
            Self::UniformFanIn => fill(uniform(1.0 / fan_in.sqrt())),
            Self::Normal { std } => fill(normal(std)),
            Self::GlorotUniform => fill(uniform((6.0 / (fan_in + fan_out)).sqrt())),
            Self::GlorotNormal => fill(normal((2.0 / (fan_in + fan_out)).sqrt())),
            Self::HeUniform => fill(uniform((6.0 / fan_in).sqrt())),
            Self::HeNormal => fill(normal((2.0 / fan_in).sqrt())),
            Self::LecunNormal => fill(normal((1.0 / fan_in).sqrt())),
            Self::Orthogonal { gain } => orthogonal(n_out, n_in, random).map(|value| gain * value),
        }
    }
}

/// A random matrix with orthonormal rows (n_out ≤ n_in) or columns: Gram–Schmidt on normal vectors, each made
/// orthogonal twice, since once is not enough in floating point (Giraud et al. 2005).
fn orthogonal(n_out: usize, n_in: usize, random: &mut Random) -> Matrix {
    let (count, length) = (n_out.min(n_in), n_out.max(n_in));
    let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(count);
    while vectors.len() < count {
        let mut vector: Vec<f64> = (0..length).map(|_| random.normal()).collect();
        for other in vectors.iter().chain(vectors.iter()) {
            let along = dot(&vector, other);
            vector.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
        }
        let norm = dot(&vector, &vector).sqrt();
        // a vector that lay among the others (chance 0) is drawn again
        if norm > 1e-6 {
            vectors.push(vector.iter().map(|value| value / norm).collect());
        }
    }
    let rows = Matrix::from_fn(count, length, |row, column| vectors[row][column]);
    if n_out <= n_in { rows } else { rows.transposed() }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

/// The largest network that is built by sizes: enough for every lab, too little to freeze a page.
const LARGEST_SIZE: u64 = 4096;
const MOST_SIZES: usize = 128;
/// As many as are read back.
const MOST_WEIGHTS: usize = crate::input::MOST_VALUES;

/// Layers for `sizes` = (n_0, n_1, …, n_L), biases 0, each layer's weights from a stream of its own.
///
/// # Errors
/// Fewer than two sizes; softmax before the output.
pub fn build_layers(
    sizes: &[usize],
    activation: Activation,
    output: Activation,
    initializer: Initializer,
    seed: u64,
) -> Result<Vec<Layer>> {
    if sizes.len() < 2 {
        return Err(Error::expected("sizes", text("expected.sizes"), &sizes.len().to_string()));
    }
    if activation == Activation::Softmax && sizes.len() > 2 {
        return Err(Error::expected("activation", text("expected.hidden_activation"), activation.kind()));
    }
    let last = sizes.len() - 2;
    let layer = |(index, pair): (usize, &[usize])| {
        let (n_in, n_out) = (pair[0], pair[1]);
        let mut random = Random::new(seed, &[WEIGHTS, index as u64 + 1]);
        Layer {
            weights: initializer.draw(n_out, n_in, &mut random),
            bias: vec![0.0; n_out],
            activation: if index == last { output } else { activation },
            train_bias: true,
            dropout: 0.0,
            residual: false,
        }
    };
    Ok(sizes.windows(2).enumerate().map(layer).collect())
}

/// Sizes as they come from outside: 2 to 128 whole numbers from 1 to 4096, with up to four million weights between them.
pub fn read_sizes(reader: &Reader) -> Result<Vec<usize>> {
    let list = reader.list()?;
    if list.len() < 2 || list.len() > MOST_SIZES {
        let expected = fill("expected.sizes", &[("most", &MOST_SIZES.to_string())]);
        return Err(reader.expected(&expected));
    }
    let sizes = list.iter().map(|size| Ok(size.integer(1, LARGEST_SIZE)? as usize)).collect::<Result<Vec<_>>>()?;
    let weights: usize = sizes.windows(2).map(|pair| pair[0] * pair[1]).sum();
    if weights > MOST_WEIGHTS {
        let expected = fill("expected.weights", &[("most", &MOST_WEIGHTS.to_string())]);
        return Err(Error::expected(reader.path(), &expected, &weights.to_string()));
    }
    Ok(sizes)
}
