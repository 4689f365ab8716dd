//! Style sheets as they go over the wire: one file where a source imports others.
use crate::{
    Outcome,
    shell::{read, write},
};
use std::path::Path;

/// Puts the imported files of `page.css` in their places: one request for the first screen.
pub fn join(folder: &Path) -> Outcome {
    let styles = folder.join("www/styles");
    let text = |name: &str| {
        String::from_utf8(read(&styles.join(name))?).map_err(|_| format!("www/styles/{name} is not UTF-8"))
    };
    let joined = put_together(&text("page.css")?, text)?;
    write(&styles.join("page.css"), joined)
}

fn put_together(sheet: &str, text: impl Fn(&str) -> Outcome<String>) -> Outcome<String> {
    let mut out = String::new();
    for line in sheet.lines() {
        match line.strip_prefix("@import url(\"").and_then(|rest| rest.strip_suffix("\");")) {
            Some(name) => out.push_str(&text(name)?),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::put_together;

    #[test]
    fn imports_are_put_in_place() {
        let out = put_together("/* a */\n@import url(\"b.css\");\nc {}\n", |name| Ok(format!("/* {name} */\n")));
        assert_eq!(out.as_deref(), Ok("/* a */\n/* b.css */\nc {}\n"));
    }
}
