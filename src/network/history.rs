//! States kept along the way, so that any iteration can be seen again without keeping them all.

/// States from before iterations 1, 1 + every, 1 + 2 · every …; when there are too many, every other one goes.
#[derive(Clone, Debug)]
pub struct History<State> {
    most: usize,
    every: u64,
    states: Vec<State>,
}

impl<State> History<State> {
    /// Keeps `most` states at the most, the first being `start`.
    pub fn new(start: State, most: usize) -> Self {
        Self { most, every: 1, states: vec![start] }
    }

    /// Whether the state after `done` iterations is one to keep.
    #[inline(always)]
    pub fn wants(&self, done: u64) -> bool {
        done == self.every * self.states.len() as u64
    }

    pub fn keep(&mut self, state: State) {
        self.states.push(state);
        if self.states.len() > self.most {
            let mut place = 0;
            self.states.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.every *= 2;
        }
    }

    /// The latest kept state with at most `done` iterations, and how many it has.
    pub fn nearest(&self, done: u64) -> (u64, &State) {
        let place = ((done / self.every) as usize).min(self.states.len() - 1);
        (place as u64 * self.every, &self.states[place])
    }

    /// All kept states with the iterations that each has.
    pub fn states(&self) -> impl DoubleEndedIterator<Item = (u64, &State)> {
        self.states.iter().enumerate().map(|(place, state)| (place as u64 * self.every, state))
    }
}
