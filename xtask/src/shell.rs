//! Running other programs, and saying so.
use crate::Outcome;
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

/// A line about what happens now, on standard error as cargo's own.
pub fn say(line: &str) {
    eprintln!("\x1b[1;36m  gradstep\x1b[0m {line}");
}

/// A command without what `cargo run` put into our environment: cargo started anew must not take this crate's
/// variables for its own, and another toolchain must not find the first one's libraries.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|p| name.starts_with(p));
        if ours || ["CARGO", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "RUST_RECURSION_COUNT"].contains(&&*name)
        {
            command.env_remove(name);
        }
    }
    command
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs to the end with its output shown; failure is a sentence.
pub fn run(command: &mut Command) -> Outcome {
    let text = shown(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("cannot start `{text}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{text}` failed ({status})")) }
}

/// Runs silently and gives what it printed, or nothing when it failed or is not there.
pub fn output(command: &mut Command) -> Option<String> {
    printed(command.stderr(Stdio::null()))
}

/// Gives what a command printed, with its standard error shown.
pub fn printed(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().ok()?.wait_with_output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Whether a program of this name is on the PATH.
pub fn has(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Whether packages can be installed: Debian's apt, and root to run it.
pub fn can_apt() -> bool {
    has("apt-get") && output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs Debian packages with their progress shown.
pub fn apt(packages: &[&str], reason: &str) -> Outcome {
    let list = packages.join(" ");
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {list}");
    if !can_apt() {
        return Err(format!("{reason}; this needs to be installed by hand, as root: {by_hand}"));
    }
    say(&format!("{reason}: installing with apt-get: {list}"));
    let apt = || {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run(apt().args(["-q", "update"])).map_err(|error| format!("{error}; by hand: {by_hand}"))?;
    run(apt().args(["-q", "-y", "install", "--no-install-recommends"]).args(packages))
        .map_err(|error| format!("{error}; by hand: {by_hand}"))
}

pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    std::fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
