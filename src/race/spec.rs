//! A race as `npm/gradstep.d.ts` has it, checked once.
use crate::error::Result;
use crate::input::Reader;
use crate::optimizer::Optimizer;
use crate::spec::LARGEST_SEED;
use crate::surface::Surface;
use crate::words::{fill, text};

/// How many optimizers can race at once: each kind more than once, and no more paths than memory holds.
const MOST: usize = 32;

/// Normal noise on each component of each gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    pub std: f64,
    pub seed: u64,
}

/// Gradients over a random mini-batch of a data surface's samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch {
    pub size: usize,
    pub seed: u64,
}

pub struct RaceSpec {
    pub surface: Surface,
    pub start: [f64; 2],
    pub optimizers: Vec<Optimizer>,
    pub noise: Option<Noise>,
    pub batch: Option<Batch>,
}

impl RaceSpec {
    /// # Errors
    /// A faulty surface or optimizer; a start that is not two finite numbers; none or more than 32 optimizers; a
    /// batch on a surface without data, or larger than these.
    pub fn read(reader: &Reader) -> Result<Self> {
        let fields = reader.object(&["surface", "start", "optimizers", "noise", "batch"])?;
        let surface = Surface::read(&fields.required("surface")?)?;
        let start = fields.required("start")?.numbers_of(2)?;
        let list = fields.required("optimizers")?;
        let optimizers = list.list()?.iter().map(Optimizer::read).collect::<Result<Vec<_>>>()?;
        if optimizers.is_empty() || optimizers.len() > MOST {
            return Err(list.expected(&fill("expected.optimizers", &[("most", &MOST.to_string())])));
        }
        let noise = fields.optional("noise").map(|noise| read_noise(&noise)).transpose()?;
        let batch = fields.optional("batch").map(|batch| read_batch(&batch, &surface)).transpose()?;
        Ok(Self { surface, start: [start[0], start[1]], optimizers, noise, batch })
    }
}

fn read_noise(reader: &Reader) -> Result<Noise> {
    let fields = reader.object(&["std", "seed"])?;
    let std = fields.required("std")?.number_where("≥ 0", |std| std >= 0.0)?;
    Ok(Noise { std, seed: fields.required("seed")?.integer(0, LARGEST_SEED)? })
}

fn read_batch(reader: &Reader, surface: &Surface) -> Result<Batch> {
    let fields = reader.object(&["size", "seed"])?;
    let Some(model) = surface.model() else { return Err(reader.expected(text("expected.no_batch"))) };
    let size = fields.required("size")?.integer(1, model.samples() as u64)? as usize;
    Ok(Batch { size, seed: fields.required("seed")?.integer(0, LARGEST_SEED)? })
}
