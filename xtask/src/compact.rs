//! JavaScript as it goes over the wire: the same program without comments and needless blanks.
use crate::{
    Outcome,
    shell::{read, write},
};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use std::{fs, path::Path};

/// Prints every module in `folder` compactly. Names stay, so that an error still says where it was.
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

/// One module, printed compactly.
pub fn print(source: &str) -> Outcome<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        let reasons: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
        return Err(format!("no JavaScript module: {}", reasons.join("; ")));
    }
    Ok(Codegen::new().with_options(CodegenOptions::minify()).build(&parsed.program).code)
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn drops_comments_and_blanks_and_nothing_else() {
        let source = "/** A doc. */\nexport const t = (key) => {\n  // why\n  return `a  ${key}  b`;\n};\n";
        assert_eq!(print(source).as_deref(), Ok("export const t=key=>{return`a  ${key}  b`};"));
    }

    #[test]
    fn says_what_is_no_module() {
        assert!(print("const = 1;").is_err());
    }
}
