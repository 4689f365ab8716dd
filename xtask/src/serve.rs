//! The page on this machine: built, served, rebuilt on change, and open pages told to reload.
use crate::{Outcome, place, shell::say, site, watch};
use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};
use tiny_http::{Header, Request, Response, Server};

const RELOAD_SCRIPT: &str = "gradstep-reload.js";
const RELOAD_WAIT: &str = "gradstep-reload";
/// While the page is worked on nothing of it is kept: each load shows the last build.
const WORKER: &str = "service-worker.js";
const RELOAD_TAG: &str = "<script type=\"module\" src=\"./gradstep-reload.js\"></script>\n</body>";

/// The number of the last build; a change of it reloads the open pages.
#[derive(Default)]
struct Builds {
    last: Mutex<u64>,
    changed: Condvar,
}

impl Builds {
    fn set(&self, number: u64) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.changed.notify_all();
    }

    /// Answers when the number is another than `known`, or after a while in any case.
    fn after(&self, known: &str) -> u64 {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = self.changed.wait_timeout_while(last, Duration::from_secs(25), |last| last.to_string() == known);
        *wait.unwrap_or_else(PoisonError::into_inner).0
    }
}

pub fn serve(port: u16, dev: bool) -> Outcome {
    let mut seen = watch::fingerprint();
    site::build(dev)?;
    let (server, port) = listen(port)?;
    let builds = Arc::new(Builds::default());
    builds.set(seen);
    say(&format!("serving http://127.0.0.1:{port}/ (Ctrl-C ends it; a saved change rebuilds and reloads)"));
    let answering = Arc::clone(&builds);
    thread::spawn(move || {
        for request in server.incoming_requests() {
            let builds = Arc::clone(&answering);
            thread::spawn(move || answer(request, &builds));
        }
    });
    loop {
        thread::sleep(Duration::from_millis(250));
        let now = watch::fingerprint();
        if now == seen {
            continue;
        }
        seen = now;
        match site::build(dev) {
            Ok(_) => builds.set(now),
            Err(sentence) => say(&format!("{sentence}; the last good build is still served")),
        }
    }
}

/// Takes this port, or the next free one.
fn listen(port: u16) -> Outcome<(Server, u16)> {
    for port in port..=port.saturating_add(50) {
        if let Ok(server) = Server::http(("127.0.0.1", port)) {
            return Ok((server, port));
        }
    }
    Err(format!("no free port from {port} to {}: give another with --port", port.saturating_add(50)))
}

fn answer(request: Request, builds: &Builds) {
    let url = request.url().to_owned();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let done = match path.trim_start_matches('/') {
        RELOAD_SCRIPT => send(request, 200, "text/javascript", include_bytes!("reload.js").to_vec()),
        WORKER => send(request, 200, "text/javascript", include_bytes!("forget.js").to_vec()),
        RELOAD_WAIT => {
            let number = builds.after(query.strip_prefix("after=").unwrap_or("")).to_string();
            send(request, 200, "text/plain", number.into_bytes())
        }
        name => match file(&place::dist(), name) {
            Some((path, bytes)) => send(request, 200, mime(&path), with_reload(&path, bytes)),
            None => send(request, 404, "text/plain; charset=utf-8", format!("There is no {path} here.\n").into_bytes()),
        },
    };
    drop(done); // the browser went away: nothing to do
}

fn send(request: Request, status: u16, kind: &str, body: Vec<u8>) -> io::Result<()> {
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")]
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

/// A file of the folder; a name that would leave it is not found.
fn file(folder: &Path, name: &str) -> Option<(PathBuf, Vec<u8>)> {
    let name = percent_decoded(name)?;
    let inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    let mut path = folder.join(Some(&name).filter(|_| inside && !name.contains('\\'))?);
    if path.is_dir() {
        path.push("index.html");
    }
    fs::read(&path).ok().map(|bytes| (path, bytes))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut out = parts.next()?.as_bytes().to_vec();
    for part in parts {
        out.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        out.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(out).ok()
}

fn with_reload(path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    if path != place::dist().join("index.html") {
        return bytes;
    }
    String::from_utf8_lossy(&bytes).replacen("</body>", RELOAD_TAG, 1).into_bytes()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::file;
    use std::path::Path;

    #[test]
    fn no_name_leaves_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(file(&folder, "main.rs").is_some());
        assert!(file(&folder, "m%61in.rs").is_some());
        for name in ["../Cargo.toml", "%2e%2e/Cargo.toml", "..%2fCargo.toml", "/etc/passwd", "%2fetc/passwd", "%zz"] {
            assert!(file(&folder, name).is_none(), "{name}");
        }
    }
}
