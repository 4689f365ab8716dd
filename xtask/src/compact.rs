//! JavaScript as it goes over the wire: the same program without comments and needless blanks, its own names short.
use crate::{
    Outcome,
    shell::{read, write},
};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::Mangler;
use oxc_parser::Parser;
use oxc_span::SourceType;
use std::{fs, path::Path};

/// Prints every module in `folder` compactly.
pub fn compact(folder: &Path) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            compact(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "js") {
            let source = String::from_utf8(read(&path)?).map_err(|_| format!("{} is not UTF-8", path.display()))?;
            write(&path, print(&source).map_err(|reason| format!("{}: {reason}", path.display()))?)?;
        }
    }
    Ok(())
}

/// One module, printed compactly: what it exports, and every property, keeps its name.
pub fn print(source: &str) -> Outcome<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        let reasons: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
        return Err(format!("no JavaScript module: {}", reasons.join("; ")));
    }
    let short = Mangler::new().build(&parsed.program);
    let codegen = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(Some(short.scoping));
    Ok(codegen.with_private_member_mappings(Some(short.class_private_mappings)).build(&parsed.program).code)
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn keeps_what_others_see() {
        let source = "/** A doc. */\nexport const t = (given) => {\n  // why\n  return `a  ${given.key}  b`;\n};\n";
        assert_eq!(print(source).as_deref(), Ok("export const t=e=>{return`a  ${e.key}  b`};"));
        let own = "const helper = (object) => object.name; export class Shown { #secret = helper(Shown); }";
        assert_eq!(print(own).as_deref(), Ok("const e=e=>e.name;export class Shown{#e=e(Shown)}"));
    }

    #[test]
    fn says_what_is_no_module() {
        assert!(print("const = 1;").is_err());
    }
}
