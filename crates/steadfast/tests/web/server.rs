//! `steadfast serve` as a program: started on a free port, asked, ended or killed.

#![allow(dead_code, reason = "each flow uses what it needs")]

use crate::common::Desk;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server prints, before its address, once it answers.
const READY: &str = "Steadfast is at ";
/// Longer than any start; a start that takes so long is a failure.
const START_WAIT: Duration = Duration::from_secs(60);

/// A running server, ended when dropped, also while a test is panicking.
pub struct Server {
    program: Child,
    /// The address that it printed: on an empty book with the one link of the first run.
    pub link: String,
    lines: Receiver<String>,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Serves the desk's book (`./steadfast.db` unless the arguments say otherwise) on a free port of this
    /// machine.
    #[track_caller]
    pub fn start(desk: &Desk, arguments: &[&str]) -> Server {
        Server::start_on(desk, "127.0.0.1:0", arguments)
    }

    /// Serves on a given address: a server that was killed is started again where its visitors look for it.
    #[track_caller]
    pub fn start_on(desk: &Desk, listen: &str, arguments: &[&str]) -> Server {
        let arguments = [&["serve", "--listen", listen], arguments].concat();
        Server::of(desk.command(&arguments))
    }

    /// A server by its command; returns once it has printed its address.
    #[track_caller]
    fn of(mut command: Command) -> Server {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = command.spawn().unwrap();
        let lines = lines_of(program.stdout.take().unwrap());
        let log = log_of(program.stderr.take().unwrap());
        // From here on a panic ends the program.
        let mut server = Server { program, link: String::new(), lines, log };
        let mut printed = Vec::new();
        while let Ok(line) = server.lines.recv_timeout(START_WAIT) {
            if let Some(link) = link_in(&line) {
                link.clone_into(&mut server.link);
                return server;
            }
            printed.push(line);
        }
        panic!("the server did not say its address\nprinted: {printed:?}\nlog: {}", server.log());
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Host and port: `127.0.0.1:41234`.
    pub fn address(&self) -> &str {
        address_in(&self.link)
    }

    /// All that was logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Process id, for measuring its memory by `/proc`.
    pub fn process_id(&self) -> u32 {
        self.program.id()
    }

    /// Asks it to end (SIGTERM), as a service manager does; waits for that.
    #[track_caller]
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.program.id().to_string()]).status().unwrap();
        assert!(asked.success(), "the server had ended by itself: {}", self.log());
        self.program.wait().unwrap()
    }

    /// Ends it without a word (SIGKILL), as a power cut does.
    pub fn kill(mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The lines of an output, as they come, read until it ends.
fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The pipe is emptied to its end, whether or not anybody still listens.
            let _ = sender.send(line);
        }
    });
    lines
}

fn log_of(output: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let log = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&log);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            *kept.lock().unwrap() += &(line + "\n");
        }
    });
    log
}

/// The address in the line that says where the server is.
fn link_in(line: &str) -> Option<&str> {
    let (_, link) = line.split_once(READY)?;
    link.split_whitespace().next().filter(|link| link.starts_with("http://"))
}

fn address_in(link: &str) -> &str {
    let address = link.trim_start_matches("http://");
    address.split('/').next().unwrap_or(address)
}

#[test]
fn the_address_is_read_from_the_line_that_names_it() {
    let link = "http://127.0.0.1:80/welcome/x1";
    assert_eq!(link_in(&format!("Steadfast is at {link} (once)")), Some(link));
    assert_eq!(link_in("reading steadfast.db"), None);
    assert_eq!(address_in("http://127.0.0.1:8080/welcome/x1"), "127.0.0.1:8080");
    assert_eq!(address_in("http://127.0.0.1:8080"), "127.0.0.1:8080");
}

/// A stand-in that prints what a server prints and then waits for a signal.
fn stand_in(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

#[test]
fn a_server_is_stopped_or_killed() {
    use std::os::unix::process::ExitStatusExt;
    let script = "echo opening; echo Steadfast is at http://127.0.0.1:9/; exec tail -f /dev/null";
    let server = Server::of(stand_in(script));
    assert_eq!(server.at("/today"), "http://127.0.0.1:9/today");
    server.kill();
    assert_eq!(Server::of(stand_in(script)).stop().signal(), Some(15));
}

#[test]
fn a_server_that_ends_at_once_is_a_failure_with_its_log() {
    let start = std::panic::catch_unwind(|| Server::of(stand_in("echo no such book >&2; exit 1")));
    let message = *start.err().unwrap().downcast::<String>().unwrap();
    assert!(message.starts_with("the server did not say its address"), "{message}");
}
