//! The wasm module and its JavaScript, by the library behind the wasm-bindgen command: nothing to install.
use crate::{
    Outcome,
    parts::{PARTS, languages},
    place,
    shell::{read, say, write},
    split::split,
    toolchain,
};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};
use wasm_bindgen_cli_support::Bindgen;

pub const NAME: &str = "gradstep";

/// Compiles the crate and writes `gradstep.js` and `gradstep_bg.wasm` (and `gradstep.d.ts` when `types`) into `folder`.
pub fn write_bindings(folder: &Path, dev: bool, types: bool) -> Outcome {
    let module = compile(dev)?;
    let mut bindgen = Bindgen::new();
    let told = |error: &dyn std::fmt::Display| format!("wasm-bindgen could not read the module: {error:#}");
    bindgen.input_path(&module).out_name(NAME).web(true).map_err(|error| told(&error))?;
    bindgen.typescript(types).omit_default_module_path(false);
    bindgen.generate(folder).map_err(|error| told(&error))
}

fn compile(dev: bool) -> Outcome<PathBuf> {
    let toolchain = toolchain::ready()?;
    say(&format!("compiling the core to wasm ({toolchain:?})"));
    let mut cargo = toolchain.cargo("build");
    cargo.args(["--lib", "--locked", "--package", NAME]);
    if !dev {
        cargo.arg("--release");
    }
    let done = cargo.stdin(Stdio::null()).status().map_err(|error| format!("cannot start cargo: {error}"))?;
    if !done.success() {
        return Err("the core does not compile to wasm; the compiler says why above".into());
    }
    let profile = if dev { "debug" } else { "release" };
    Ok(place::target().join(toolchain::TARGET).join(profile).join(format!("{NAME}.wasm")))
}

/// Leaves the module in one piece, as it goes over the wire.
pub fn finish(folder: &Path) -> Outcome {
    let path = folder.join(format!("{NAME}_bg.wasm"));
    write_stripped(&path, &read(&path)?)
}

/// Leaves the module in parts, by its functions' names: what the first screen calls, and what comes when it is asked for.
pub fn finish_split(folder: &Path) -> Outcome {
    let path = folder.join(format!("{NAME}_bg.wasm"));
    let mut rest = read(&path)?;
    for part in languages()?.iter().chain(&PARTS) {
        let halves = split(&rest, part)?;
        write_stripped(&folder.join(format!("{NAME}_{}.wasm", part.name)), &halves.second)?;
        rest = halves.first;
    }
    write_stripped(&path, &rest)
}

/// Without the sections that no browser reads: the names of functions (a third of the file), of tools, of features.
fn write_stripped(path: &Path, bytes: &[u8]) -> Outcome {
    let unread = ["name", "producers", "target_features"];
    write(path, strip(bytes, &unread).ok_or_else(|| format!("{} is no wasm", path.display()))?)
}

/// The module without the custom sections of these names. A module is an 8-byte header and sections: one byte of kind
/// (0: custom), the length as LEB128, the content, which in a custom section begins with a length and a name.
fn strip(module: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut out = header.to_vec();
    while let Some(&kind) = rest.first() {
        let (length, after) = leb128(rest.get(1..)?)?;
        let content = after.get(..length)?;
        let whole = rest.len() - after.len() + length;
        let name = leb128(content).and_then(|(length, text)| text.get(..length));
        let unwanted = kind == 0 && names.iter().any(|wanted| name == Some(wanted.as_bytes()));
        if !unwanted {
            out.extend_from_slice(rest.get(..whole)?);
        }
        rest = rest.get(whole..)?;
    }
    Some(out)
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn only_the_named_custom_sections_go() {
        let header = b"\0asm\x01\0\0\0";
        let keep: &[u8] = &[1, 2, 9, 9, 0, 4, 2, b'h', b'i', 7];
        let name: &[u8] = &[0, 6, 4, b'n', b'a', b'm', b'e', 1];
        let module = [header, keep, name].concat();
        assert_eq!(strip(&module, &["name"]), Some([header, keep].concat()));
        assert_eq!(strip(&module[..module.len() - 1], &["name"]), None, "a section longer than the file");
    }
}
