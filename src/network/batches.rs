//! Which samples an iteration sees: all of them in order, or the next batch of a shuffled epoch.
use crate::num::random::Random;

/// What draws from a stream of its own.
const SHUFFLE: u64 = 3;

/// Batches of `size` out of `samples`; the last of an epoch may be short.
#[derive(Clone, Debug)]
pub struct Batches {
    samples: usize,
    size: usize,
    seed: u64,
    /// The epoch (from 0) whose order `order` holds.
    epoch: Option<u64>,
    order: Vec<usize>,
}

impl Batches {
    pub fn new(samples: usize, size: usize, seed: u64) -> Self {
        Self { samples, size, seed, epoch: None, order: (0..samples).collect() }
    }

    /// Whether every iteration sees the same samples.
    pub fn is_whole(&self) -> bool {
        self.size == self.samples
    }

    /// The samples of an iteration (from 1), in order.
    pub fn of(&mut self, iteration: u64) -> &[usize] {
        if self.is_whole() {
            return &self.order;
        }
        let (index, each) = (iteration.saturating_sub(1), self.samples.div_ceil(self.size) as u64);
        let (epoch, batch) = (index / each, (index % each) as usize);
        if self.epoch != Some(epoch) {
            for (place, sample) in self.order.iter_mut().enumerate() {
                *sample = place;
            }
            Random::new(self.seed, &[SHUFFLE, epoch]).shuffle(&mut self.order);
            self.epoch = Some(epoch);
        }
        let start = batch * self.size;
        &self.order[start..(start + self.size).min(self.samples)]
    }
}
