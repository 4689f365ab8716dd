//! Where things are.
use std::{
    env,
    path::{Path, PathBuf},
};

/// The folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The finished page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Cargo's output folder, wherever the user has put it.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}
