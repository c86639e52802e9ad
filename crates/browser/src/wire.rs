//! WebDriver's wire: one JSON command and one JSON answer over HTTP/1.1 on this machine.

use crate::Trouble;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// Longer than the longest wait of the driver itself (see `session.rs`), so that it is the driver who
/// complains.
const ANSWER_WAIT: Duration = Duration::from_secs(90);

/// Sends one command to the driver on `port`; the answer's `value`.
///
/// A connection each: a connect on this machine costs less than finding out whether a kept one is still good.
pub(crate) fn send(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Trouble> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(ANSWER_WAIT))?;
    stream.set_nodelay(true)?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    value_of(&read_body(&mut BufReader::new(stream))?)
}

/// The body of an answer whose length is given in its head, as chromedriver always does.
fn read_body(reader: &mut impl BufRead) -> Result<Vec<u8>, Trouble> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(Trouble::Answer("the head ended early".into()));
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.ok_or_else(|| Trouble::Answer("no content length".into()))?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

/// The `value` of an answer, or the error it stands for.
fn value_of(body: &[u8]) -> Result<Value, Trouble> {
    let mut answer: Value =
        serde_json::from_slice(body).map_err(|error| Trouble::Answer(error.to_string()))?;
    let value = answer.get_mut("value").map(Value::take).unwrap_or(json!(null));
    let Some(code) = value.get("error").and_then(Value::as_str) else { return Ok(value) };
    let message = value.get("message").and_then(Value::as_str).unwrap_or_default();
    let first_line = message.lines().next().unwrap_or_default();
    Err(Trouble::Refused { code: code.into(), message: first_line.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_by_its_length() {
        let mut text: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-LENGTH: 11\r\nx: y\r\n\r\n{\"value\":7}rest";
        assert_eq!(value_of(&read_body(&mut text).unwrap()).unwrap(), json!(7));
    }

    #[test]
    fn a_refusal_keeps_its_code_and_its_first_line() {
        let body = br#"{"value":{"error":"no such element","message":"none\n  (Session info: x)"}}"#;
        let trouble = value_of(body).unwrap_err();
        assert!(trouble.may_pass());
        assert_eq!(trouble.to_string(), "no such element: none");
    }

    #[test]
    fn a_cut_answer_is_an_error() {
        assert!(read_body(&mut &b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"[..]).is_err());
        assert!(read_body(&mut &b"HTTP/1.1 200 OK\r\n"[..]).is_err());
        assert!(read_body(&mut &b"HTTP/1.1 200 OK\r\n\r\n"[..]).is_err());
    }
}
