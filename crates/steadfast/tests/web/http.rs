//! A plain request over a connection of its own, for what a browser would never do.

use crate::server::Server;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The password of the first account here.
pub const PASSWORD: &str = "four plain wooden words";

/// An answer: its status line and headers, and its body.
pub struct Answer {
    /// Status line and headers.
    pub head: String,
    /// The page.
    pub body: String,
}

impl Answer {
    /// Whether it has this status.
    pub fn is(&self, status: &str) -> bool {
        self.head.starts_with(&format!("HTTP/1.1 {status}"))
    }
}

/// One request on a connection of its own; `None` when the server went away before it had answered whole.
pub fn ask(address: &str, method: &str, path: &str, cookie: &str, form: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut text = Vec::new();
    stream.read_to_end(&mut text).ok()?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Answer { head: head.to_owned(), body: body.to_owned() })
}

/// Makes the first account; its cookie and the token of its forms.
pub fn sign_in(server: &Server) -> (String, String) {
    let path = server.link.split_once("/welcome/").unwrap().1;
    let form = format!(
        "business=Test&timezone=UTC&currency=EUR&name=Ann&email=ann%40hale.example&password={}",
        PASSWORD.replace(' ', "+")
    );
    let answer = ask(server.address(), "POST", &format!("/welcome/{path}"), "", &form).unwrap();
    assert!(answer.is("303"), "{} {}", answer.head, answer.body);
    let line = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = line.split(';').next().unwrap().to_owned();
    let page = ask(server.address(), "GET", "/account", &cookie, "").unwrap();
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    (cookie, csrf.to_owned())
}
