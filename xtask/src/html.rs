//! index.html, as Trunk 0.21 leaves it with the settings in Trunk.toml: every `<link data-trunk …>` is put in place,
//! the bytes around it stay.
use crate::Outcome;

/// What starts the page; Trunk.toml's `pattern_script` with its `{base}` filled in.
const START: &str = r#"<script type="module" src="./www/boot.js"></script>"#;

/// What stands beside index.html, in the project as in the page.
pub const FILES: [&str; 2] = ["gradstep-lab.js", "embed.html"];

/// Puts every `<link data-trunk …>` of the page in place.
pub fn process(page: &str) -> Outcome<String> {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = next_tag(rest) {
        let (before, tag) = rest.split_at(at);
        let end = tag.find('>').ok_or("index.html: a <link …> that never ends")? + 1;
        let (tag, after) = tag.split_at(end);
        out.push_str(before);
        if has_attribute(tag, "data-trunk") {
            out.push_str(&replacement(tag)?);
        } else {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn replacement(tag: &str) -> Outcome<String> {
    match attribute(tag, "rel") {
        Some("rust") => Ok(START.into()),
        Some("copy-dir") if attribute(tag, "href") == Some("www") => Ok(String::new()),
        Some("copy-file") if attribute(tag, "href").is_some_and(|name| FILES.contains(&name)) => Ok(String::new()),
        _ => Err(format!(
            "index.html: only rel rust, copy-dir of www and copy-file of {FILES:?} are known here, found {tag}"
        )),
    }
}

/// The place of the next `<link` outside comments.
fn next_tag(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let link = from + text[from..].find("<link")?;
        match text[from..link].find("<!--") {
            Some(comment) => from += comment + text[from + comment..].find("-->")? + 3,
            None => return Some(link),
        }
    }
}

fn has_attribute(tag: &str, name: &str) -> bool {
    tag.trim_end_matches(['>', '/']).split_ascii_whitespace().any(|word| word == name)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::process;

    #[test]
    fn links_are_put_in_place_and_comments_left() {
        let page = "<!-- <link data-trunk rel=\"rust\"> -->\n<link rel=\"icon\" href=\"data:,\">\n  \
            <link data-trunk rel=\"rust\" data-wasm-opt=\"0\" data-type=\"main\">\n\
            <link data-trunk rel=\"copy-dir\" href=\"www\">|\n";
        let out = process(page);
        let expected = "<!-- <link data-trunk rel=\"rust\"> -->\n<link rel=\"icon\" href=\"data:,\">\n  \
            <script type=\"module\" src=\"./www/boot.js\"></script>\n|\n";
        assert_eq!(out.as_deref(), Ok(expected));
    }

    #[test]
    fn an_unknown_link_is_refused() {
        assert!(process("<link data-trunk rel=\"sass\" href=\"a.scss\">").is_err());
    }
}
