//! Counting what the test runners say, while showing it.
use crate::{
    Outcome,
    shell::{say, shown},
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

#[derive(Default)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Runs a test runner, adding up its own counts.
    pub fn count(&mut self, command: &mut Command) -> Outcome {
        let text = shown(command);
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| format!("cannot start `{text}`: {error}"))?;
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                println!("{line}");
                self.add(&line);
            }
        }
        let status = child.wait().map_err(|error| format!("`{text}`: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("`{text}` failed ({status})")) }
    }

    /// Runs something that is right or wrong as a whole.
    pub fn check(&mut self, name: &str, command: &mut Command) -> Outcome {
        match crate::shell::run(command) {
            Ok(()) => {
                say(&format!("{name}: in order"));
                self.passed += 1;
                Ok(())
            }
            Err(sentence) => {
                self.failed += 1;
                Err(format!("{name}: {sentence}"))
            }
        }
    }

    fn add(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            // cargo test, wasm-bindgen-test: "test result: ok. 3 passed; 0 failed; …"
            self.passed += before(result, " passed");
            self.failed += before(result, " failed");
        } else if let Some(number) = line.strip_prefix("# pass ").or(line.strip_prefix("ℹ pass ")) {
            self.passed += number.parse().unwrap_or(0);
        } else if let Some(number) = line.strip_prefix("# fail ").or(line.strip_prefix("ℹ fail ")) {
            self.failed += number.parse().unwrap_or(0);
        }
    }
}

fn before(text: &str, word: &str) -> u64 {
    text.split(word).next().and_then(|left| left.rsplit(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn runners_are_understood() {
        let mut tally = Tally::default();
        for line in
            ["test result: FAILED. 3 passed; 1 failed; 0 ignored", "# pass 5", "# fail 2", "ℹ pass 1", "3 passed"]
        {
            tally.add(line);
        }
        assert_eq!((tally.passed, tally.failed), (9, 3));
    }
}
