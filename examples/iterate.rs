//! Iterations a second of the native build: `cargo run --release --example iterate FILE`.
//!
//! FILE holds a JSON list of `{name, count, spec}`; the answer is a JSON list of `{name, ours}`, the median of nine
//! rounds of calls of `iterate(count)` on a new network each, as benches/js/measure.mjs measures wasm. The last of the
//! list is the processor's own limit with the same lanes, in operations a second.
use gradstep::input::{Reader, Value};
use gradstep::num::{LANES, Lanes};
use gradstep::{Network, NetworkSpec};
use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_millis(120);

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("which file of problems?")?;
    let problems: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut answers = Vec::new();
    for problem in problems {
        let spec: Value = serde_json::from_value(problem["spec"].clone())?;
        let spec = NetworkSpec::read(&Reader::new(&spec)).map_err(|error| error.to_string())?;
        let count = problem["count"].as_u64().ok_or("how many iterations a call?")?;
        speed(&spec, count);
        let mut rounds: Vec<f64> = (0..ROUNDS).map(|_| speed(&spec, count)).collect();
        rounds.sort_by(f64::total_cmp);
        answers.push(serde_json::json!({ "name": problem["name"], "ours": rounds[ROUNDS / 2] }));
    }
    answers.push(serde_json::json!({ "name": "limit", "ours": (0..ROUNDS).map(|_| limit()).fold(0.0, f64::max) }));
    println!("{}", serde_json::Value::Array(answers));
    Ok(())
}

/// Products and sums a second of chains that do nothing else, enough of them that none waits for itself.
fn limit() -> f64 {
    const CHAINS: usize = 12;
    const TURNS: usize = 1 << 22;
    let (factor, term) = (Lanes::splat(black_box(0.999)), Lanes::splat(black_box(0.001)));
    let mut chains = [Lanes::splat(1.0); CHAINS];
    let start = Instant::now();
    for _ in 0..TURNS {
        for chain in &mut chains {
            *chain = *chain * factor + term;
        }
    }
    black_box(chains);
    (2 * LANES * CHAINS * TURNS) as f64 / start.elapsed().as_secs_f64()
}

fn speed(spec: &NetworkSpec, count: u64) -> f64 {
    let mut network = Network::new(spec.clone());
    let start = Instant::now();
    let mut done = 0;
    while start.elapsed() < ROUND {
        network.iterate(count);
        done += count;
    }
    done as f64 / start.elapsed().as_secs_f64()
}
