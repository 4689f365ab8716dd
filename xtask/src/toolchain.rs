//! The compiler for wasm: rustup's target where it can be had, else Debian's compiler with the standard library built
//! from its source.
use crate::{
    Outcome,
    shell::{self, apt, command, output, say},
};
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

pub const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22", "rust-web-clippy"];

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Toolchain {
    /// The cargo that called us has the target.
    Rustup,
    /// `/usr/bin/cargo` with build-std.
    Debian,
}

/// Finds a compiler for wasm, installing one where there is none. `GRADSTEP_WASM=debian` (or `rustup`) chooses by hand.
pub fn ready() -> Outcome<Toolchain> {
    let wanted = env::var("GRADSTEP_WASM").unwrap_or_default();
    if wanted != "debian" && rustup_has_target() {
        return Ok(Toolchain::Rustup);
    }
    if wanted != "rustup" && debian_present() {
        return Ok(Toolchain::Debian);
    }
    if wanted != "debian" && rustup_adds_target() {
        return Ok(Toolchain::Rustup);
    }
    apt(&PACKAGES, "Rust has no wasm target here (`rustup target add wasm32-unknown-unknown` could not give it)")?;
    Ok(Toolchain::Debian)
}

impl Toolchain {
    /// The compiler's own words for itself.
    pub fn version(self) -> Outcome<String> {
        let rustc = if matches!(self, Toolchain::Rustup) { "rustc" } else { "/usr/bin/rustc" };
        crate::shell::output(command(rustc).arg("--version")).ok_or_else(|| format!("{rustc} does not say its version"))
    }

    /// A cargo command for wasm. The variables that switch build-std on belong to this one command: with them the
    /// host's own `cargo test` would look for a standard library source that rustup does not have.
    pub fn cargo(self, verb: &str) -> Command {
        let mut cargo = match self {
            Toolchain::Rustup => command("cargo"),
            Toolchain::Debian => {
                let mut cargo = command("/usr/bin/cargo");
                let path = env::var("PATH").unwrap_or_default();
                cargo.env("PATH", format!("/usr/bin:{path}")).env_remove("RUSTUP_TOOLCHAIN");
                cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
                cargo.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
                cargo
            }
        };
        cargo.args([verb, "--target", TARGET]);
        cargo
    }
}

fn rustup_has_target() -> bool {
    output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

fn debian_present() -> bool {
    let lld = ["/usr/bin/wasm-ld-22", "/usr/lib/llvm-22/bin/wasm-ld", "/usr/bin/rust-lld"];
    Path::new("/usr/lib/rustlib/src/rust/library").is_dir()
        && Path::new("/usr/bin/cargo").is_file()
        && lld.iter().any(|path| Path::new(path).exists())
}

/// Where rustup's server cannot be reached the wait is short: the next way is tried.
fn rustup_adds_target() -> bool {
    if !shell::has("rustup") {
        return false;
    }
    say("Rust has no wasm target here: rustup target add wasm32-unknown-unknown (about 20 MB)");
    let Ok(mut child) = command("rustup").args(["target", "add", TARGET]).stdin(Stdio::null()).spawn() else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        match child.try_wait() {
            Ok(Some(status)) => return status.success() && rustup_has_target(),
            Ok(None) => std::thread::sleep(Duration::from_millis(100)),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}
