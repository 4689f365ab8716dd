//! The languages of `locales/`, offered in the page's header.
use crate::{
    Outcome, place,
    shell::{read, write},
};
use std::{fs, path::Path};

/// Where the choice stands in the page.
const PLACE: &str = "<select id=\"language\"";

/// Their tags, in order.
pub fn tags() -> Outcome<Vec<String>> {
    let folder = place::root().join("locales");
    let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut tags: Vec<_> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    tags.sort();
    Ok(tags)
}

/// Puts them into index.html: their own names, as each catalogue gives them.
pub fn offer(folder: &Path) -> Outcome {
    let path = folder.join("index.html");
    let page = String::from_utf8(read(&path)?).map_err(|_| format!("{} is not UTF-8", path.display()))?;
    let mut options = String::new();
    for tag in tags()? {
        options.push_str(&option(&tag, &read(&place::root().join("locales").join(format!("{tag}.json")))?)?);
    }
    let at = page.find(PLACE).ok_or("index.html: no choice of languages")?;
    let end = at + page[at..].find("</select>").ok_or("index.html: a choice of languages that never ends")?;
    write(&path, [&page[..end], &options, &page[end..]].concat())
}

fn option(tag: &str, catalogue: &[u8]) -> Outcome<String> {
    let told = |error: serde_json::Error| format!("locales/{tag}.json: {error}");
    let words: serde_json::Value = serde_json::from_slice(catalogue).map_err(told)?;
    let text = |key: &str| {
        words["language"][key].as_str().ok_or_else(|| format!("locales/{tag}.json: no text for language.{key}"))
    };
    let direction = text("direction")?;
    if !["ltr", "rtl"].contains(&direction) {
        return Err(format!("locales/{tag}.json: language.direction is ltr or rtl, found {direction:?}"));
    }
    let (name, selected) = (text("name")?.replace('<', "&lt;"), if tag == "en" { " selected" } else { "" });
    Ok(format!("<option value=\"{tag}\" lang=\"{tag}\" dir=\"{direction}\"{selected}>{name}</option>"))
}

#[cfg(test)]
mod tests {
    use super::option;

    #[test]
    fn a_language_has_its_own_name_and_direction() {
        let catalogue = r#"{ "language": { "name": "فارسی", "direction": "rtl" } }"#;
        let shown = option("fa", catalogue.as_bytes());
        assert_eq!(shown.as_deref(), Ok("<option value=\"fa\" lang=\"fa\" dir=\"rtl\">فارسی</option>"));
        assert!(option("xx", b"{}").is_err_and(|sentence| sentence.contains("language.direction")));
    }
}
