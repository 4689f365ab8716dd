//! Counting what the test runners say, while showing it.
use crate::{
    Outcome,
    shell::{say, shown},
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

/// In which of two runs a test runner was content.
pub enum Runs {
    First,
    Second,
    Neither,
}

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

    /// Runs a test runner, and once more if it fails: real browsers on a busy machine may start late. Only the last run
    /// counts, and the caller says which it was, for what passes at the second try only is a defect, too.
    pub fn twice(&mut self, command: &mut Command) -> Runs {
        let mut first = Self::default();
        if first.count(command).is_ok() {
            self.passed += first.passed;
            return Runs::First;
        }
        say("failed; once more");
        let mut second = Self::default();
        let result = second.count(command);
        self.passed += second.passed;
        if result.is_ok() {
            return Runs::Second;
        }
        // A run that could not even count its failure has failed once.
        self.failed += second.failed.max(1);
        Runs::Neither
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
    use super::{Runs, Tally};
    use crate::shell::command;
    use std::process::Command;

    /// A runner that is content from its second run on, as `marker` is there then.
    fn unsteady(marker: &std::path::Path) -> Command {
        let mut shell = command("sh");
        shell.arg("-c").arg(
            "if [ -e \"$0\" ]; then echo '# pass 2'; else touch \"$0\"; echo '# pass 1'; echo '# fail 1'; exit 1; fi",
        );
        shell.arg(marker);
        shell
    }

    #[test]
    fn a_second_run_counts_alone_and_is_told() {
        let marker = std::env::temp_dir().join(format!("gradstep-unsteady-{}", std::process::id()));
        let _ = std::fs::remove_file(&marker);
        let mut tally = Tally::default();
        assert!(matches!(tally.twice(&mut unsteady(&marker)), Runs::Second));
        assert!(matches!(tally.twice(&mut unsteady(&marker)), Runs::First));
        assert_eq!((tally.passed, tally.failed), (4, 0));
        assert!(matches!(tally.twice(command("sh").args(["-c", "exit 3"])), Runs::Neither));
        assert_eq!((tally.passed, tally.failed), (4, 1));
        let _ = std::fs::remove_file(marker);
    }

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
