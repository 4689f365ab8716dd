//! `service-worker.js`: the page's files by name and hash, for the browser to keep each version whole.
use crate::{
    Outcome,
    compact::print,
    place,
    shell::{read, write},
    site,
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const NAME: &str = "service-worker.js";
/// The line of the source that the list stands for.
const LIST: &str = "const KEPT = ";
/// Put into the page, so that it can say of which version it is.
const MARK: &str = "<html lang=\"en\"";

/// Writes the worker for everything in `folder`, the last thing of all: whatever is changed later no longer fits its hash.
pub fn write_worker(folder: &Path) -> Outcome {
    site::remove(&folder.join("www").join(NAME))?;
    let source = text(&place::root().join("www").join(NAME))?;
    let program: String =
        source.lines().filter(|line| !line.starts_with(LIST)).map(|line| line.to_owned() + "\n").collect();
    let program = print(&program).map_err(|reason| format!("www/{NAME}: {reason}"))?;
    let version = version(&hashes(folder)?, &program);
    let page = folder.join("index.html");
    let marked = text(&page)?.replacen(MARK, &format!("{MARK} data-version=\"{version}\""), 1);
    write(&page, marked)?;
    let list = serde_json::json!({ "version": version, "files": hashes(folder)? });
    write(&folder.join(NAME), format!("{LIST}{list};\n{program}"))
}

/// Another one where any file, or the worker itself, is another one.
fn version(hashes: &BTreeMap<String, String>, program: &str) -> String {
    let mut all = Sha256::new();
    for (name, hash) in hashes {
        all.update(format!("{name} {hash}\n"));
    }
    all.update(program);
    hex(&all.finalize())[..16].to_owned()
}

fn hashes(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(inside) = open.pop() {
        let entries = fs::read_dir(&inside).map_err(|error| format!("cannot read {}: {error}", inside.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let parts = path.strip_prefix(folder).unwrap_or(&path).iter().map(|part| part.to_string_lossy());
            let name = parts.collect::<Vec<_>>().join("/");
            if name != NAME {
                found.insert(name, hex(&Sha256::digest(read(&path)?)));
            }
        }
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(path: &Path) -> Outcome<String> {
    String::from_utf8(read(path)?).map_err(|_| format!("{} is not UTF-8", path.display()))
}

#[cfg(test)]
mod tests {
    use super::version;
    use std::collections::BTreeMap;

    #[test]
    fn any_change_is_another_version() {
        let files = |hash: &str| BTreeMap::from([("index.html".to_owned(), hash.to_owned())]);
        let first = version(&files("a"), "program");
        assert_eq!(first, version(&files("a"), "program"));
        assert_ne!(first, version(&files("b"), "program"));
        assert_ne!(first, version(&files("a"), "another"));
    }
}
