//! Starting and ending a browser: chromedriver on a free port, one headless chromium, a profile of its own.

use crate::{Trouble, wire};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The way out where there is no browser.
pub const HOW_TO_GET: &str = "On Debian: apt-get install chromium chromium-driver fontconfig \
                              fonts-dejavu-core fonts-noto-core (./test does)";

/// The environment variable that says what a missing browser means: `required` makes it a failure; unset,
/// tests of the browser say "not run".
pub const REQUIRED: &str = "STEADFAST_BROWSER";

/// The names under which systems install the browser.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// chromedriver names its port within a blink; a machine under full load needs longer.
const START_WAIT: Duration = Duration::from_secs(30);

/// Milliseconds that the driver gives a page to load and a script to end.
const STEP_WAIT_MS: u64 = 30_000;

/// The same picture on every machine, nothing of the host's profile, and nobody to talk to but this machine.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox", // CI runs as root, for whom chromium has no sandbox; it only ever opens our own pages
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--font-render-hinting=none",
    "--lang=en-US",
    "--hide-scrollbars", // as on a telephone, where they take no room
    "--window-size=1280,900",
];

/// A browser with one open page; dropping it ends both programs, also while a test is panicking.
pub(crate) struct Session {
    driver: Child,
    warden: Child,
    port: u16,
    id: Option<String>,
    profile: tempfile::TempDir,
}

/// Waits for the end of its standard input, which comes however this program ends, killed too; then it ends
/// the driver's group ($1), to which the browser belongs, and removes the profile ($2), once more where
/// something was being written just then.
const WARDEN: &str = r#"read -r _; kill -s KILL -- "-$1"; rm -rf -- "$2" || rm -rf -- "$2""#;

impl Session {
    /// Starts chromedriver and in it a browser with an empty profile.
    pub(crate) fn start() -> Result<Session, Trouble> {
        let driver = program("chromedriver").ok_or(Trouble::Missing { program: "chromedriver" })?;
        let browser = BROWSERS.iter().find_map(|name| program(name));
        let browser = browser.ok_or(Trouble::Missing { program: "chromium" })?;
        let profile = tempfile::Builder::new().prefix("steadfast-browser-").tempdir()?;
        // Whatever the two leave behind when they are killed, they leave in the folder that is removed.
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .env("TMPDIR", profile.path())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let warden = Command::new("sh")
            .args(["-c", WARDEN, "warden", &driver.id().to_string()])
            .arg(profile.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let port = port_named(&mut driver);
        // From here on dropping the session ends the driver.
        let mut session = Session { driver, warden, port: 0, id: None, profile };
        session.port = port?;
        let answer = wire::send(session.port, "POST", "/session", Some(&session.wishes(&browser)))?;
        let id = answer["sessionId"].as_str().ok_or_else(|| Trouble::Answer("no session id".into()))?;
        session.id = Some(id.to_owned());
        Ok(session)
    }

    fn wishes(&self, browser: &std::path::Path) -> Value {
        let profile = format!("--user-data-dir={}", self.profile.path().join("profile").display());
        let flags: Vec<&str> = FLAGS.iter().copied().chain([profile.as_str()]).collect();
        json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": browser, "args": flags},
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"implicit": 0, "pageLoad": STEP_WAIT_MS, "script": STEP_WAIT_MS},
            "pageLoadStrategy": "normal",
            "unhandledPromptBehavior": "dismiss and notify",
        }}})
    }

    /// A command of WebDriver; `path` is what follows the session, such as `/url`.
    pub(crate) fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Trouble> {
        let id = self.id.as_deref().unwrap_or_default();
        wire::send(self.port, method, &format!("/session/{id}{path}"), body)
    }

    /// A POST command of WebDriver.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Trouble> {
        self.command("POST", path, Some(body))
    }

    /// A GET command of WebDriver.
    pub(crate) fn get(&self, path: &str) -> Result<Value, Trouble> {
        self.command("GET", path, None)
    }

    /// A command of the Chrome DevTools Protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value, Trouble> {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Ending the session ends chromium. Nothing here may panic: a test may be panicking already.
        if self.id.is_some() {
            let _ = self.command("DELETE", "", None);
        }
        // Waiting closes its standard input, on which the warden does the rest. The driver's id is not given
        // to another program before it has been waited for.
        let _ = self.warden.wait();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver says it listens on. Its output is read on, unheeded, until it ends.
fn port_named(driver: &mut Child) -> Result<u16, Trouble> {
    let output = driver.stdout.take().ok_or_else(|| Trouble::NotStarted { printed: String::new() })?;
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any more once the port is known; the pipe must be emptied all the same.
            let _ = sender.send(line);
        }
    });
    let mut printed = String::new();
    while let Ok(line) = lines.recv_timeout(START_WAIT) {
        if let Some(port) = port_in(&line) {
            return Ok(port);
        }
        printed += &line;
        printed.push('\n');
    }
    Err(Trouble::NotStarted { printed })
}

fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

/// Where a program is, by the folders of `PATH`.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Whether a missing browser is a failure.
pub(crate) fn is_required() -> bool {
    std::env::var_os(REQUIRED).is_some_and(|value| value == "required")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_line_that_says_it_is_listening() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 35517."), Some(35517));
        assert_eq!(port_in("Starting ChromeDriver 156.0.8078.79 (a21ce95) on port 0"), None);
    }

    #[test]
    fn a_program_is_found_on_the_path_or_not() {
        assert!(program("sh").is_some());
        assert_eq!(program("no-program-has-this-name"), None);
    }
}
