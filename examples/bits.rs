//! Prints the bits of trained parameters and costs, to hold wasm against: `cargo run --example bits FILE`.
//!
//! FILE holds a JSON list of `{name, iterations, spec}`. The answer is a JSON object, name to a list of doubles as
//! 16 hexadecimal digits: each layer's weights row by row and biases, then the costs.
use gradstep::input::{Reader, Value};
use gradstep::{Network, NetworkSpec};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("which file of specs?")?;
    let cases: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut all = serde_json::Map::new();
    for case in cases {
        let name = case["name"].as_str().ok_or("a case without a name")?;
        let spec: Value = serde_json::from_value(case["spec"].clone())?;
        let spec = NetworkSpec::read(&Reader::new(&spec)).map_err(|error| format!("{name}: {error}"))?;
        let mut network = Network::new(spec);
        network.iterate(case["iterations"].as_u64().ok_or("how many iterations?")?);
        all.insert(name.to_owned(), bits(&network).into());
    }
    println!("{}", serde_json::Value::Object(all));
    Ok(())
}

fn bits(network: &Network) -> Vec<String> {
    let mut numbers = Vec::new();
    for (weights, bias) in network.parameters() {
        numbers.extend_from_slice(weights.values());
        numbers.extend(bias);
    }
    numbers.extend_from_slice(network.costs());
    // Which of its many bit patterns a NaN has is left open by WebAssembly: all are written as one.
    let bits = |number: f64| if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() };
    numbers.into_iter().map(|number| format!("{:016x}", bits(number))).collect()
}
