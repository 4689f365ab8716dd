//! `dist/`: the finished page, static files that work from any folder.
use crate::{
    Outcome, bindings,
    compact::compact,
    html, languages, offline, place,
    shell::{read, say, write},
    styles,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Builds into a folder of its own first: what was served before stays whole when something fails.
pub fn build(dev: bool) -> Outcome<PathBuf> {
    let staging = place::target().join("gradstep-page");
    remove(&staging)?;
    bindings::write_bindings(&staging, dev, false)?;
    copy(&place::root().join("www"), &staging.join("www"))?;
    copy_files(&staging)?;
    write_page(&staging)?;
    styles::join(&staging)?;
    languages::offer(&staging)?;
    if !dev {
        finish(&staging)?;
    }
    publish(&staging, &place::dist())?;
    say(&format!("the page is in {}", place::dist().display()));
    Ok(place::dist())
}

/// What stands beside index.html.
pub fn copy_files(folder: &Path) -> Outcome {
    html::FILES.iter().try_for_each(|name| write(&folder.join(name), read(&place::root().join(name))?))
}

/// index.html with its links put in place.
pub fn write_page(folder: &Path) -> Outcome {
    write(&folder.join("index.html"), html::process(&text("index.html")?)?)
}

/// Called by Trunk after its own build (Trunk.toml, hooks): the same last touch to the module as ours.
pub fn finish_for_trunk() -> Outcome {
    let folder =
        env::var_os("TRUNK_STAGING_DIR").ok_or("`finish` is for Trunk, which says where in TRUNK_STAGING_DIR")?;
    styles::join(Path::new(&folder))?;
    languages::offer(Path::new(&folder))?;
    finish(Path::new(&folder))
}

/// What a page that is not made anew at every change has more: few bytes, parts that come later, a worker that keeps it.
fn finish(folder: &Path) -> Outcome {
    compact(folder)?;
    bindings::finish_split(folder)?;
    offline::write_worker(folder)
}

/// Replaces what is in `to`, except the package, which is built apart.
fn publish(from: &Path, to: &Path) -> Outcome {
    for entry in fs::read_dir(to).into_iter().flatten().flatten() {
        if entry.file_name() != "npm" {
            remove(&entry.path())?;
        }
    }
    copy(from, to)
}

pub fn remove(path: &Path) -> Outcome {
    let done = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    let entries = fs::read_dir(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    for entry in entries.flatten() {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() { copy(&source, &target)? } else { write(&target, read(&source)?)? }
    }
    Ok(())
}

fn text(name: &str) -> Outcome<String> {
    String::from_utf8(read(&place::root().join(name))?).map_err(|_| format!("{name} is not UTF-8"))
}
