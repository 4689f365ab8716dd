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

/// Tools outlive a checkout, so a fresh clone finds them again: `$XDG_CACHE_HOME/gradstep`, else `~/.cache/gradstep`.
pub fn cache() -> PathBuf {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/tmp".into())).join(".cache"),
    };
    base.join("gradstep")
}

/// Cargo's output folder, wherever the user has put it.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}
