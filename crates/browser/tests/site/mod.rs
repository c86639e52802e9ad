//! A few pages on a port of this machine, served by a thread, with a strict content security policy.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::JoinHandle;

/// Nothing inline, nothing from elsewhere: what the pages of the product promise.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is served where.
const PAGES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("good.html")),
    ("/faults", "text/html; charset=utf-8", include_str!("faults.html")),
    ("/good.css", "text/css", include_str!("good.css")),
    ("/good.js", "text/javascript", include_str!("good.js")),
    ("/favicon.ico", "image/x-icon", ""),
    ("/list.csv", "text/csv; charset=utf-8", "name\r\nZoë\r\n"),
];

/// The server; dropping it ends its thread.
pub struct Site {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Listens on a free port.
    pub fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let serve = move || {
            for stream in listener.incoming() {
                // A browser opens connections that it may never use: each gets a thread, and bad ones are
                // dropped.
                let Ok(stream) = stream else { continue };
                match answer_next(stream) {
                    Next::Go => {}
                    Next::Stop => return,
                }
            }
        };
        Site { address, thread: Some(std::thread::spawn(serve)) }
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(self.address) {
            let _ = stream.write_all(b"STOP");
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

enum Next {
    Go,
    Stop,
}

fn answer_next(stream: TcpStream) -> Next {
    let mut start = [0; 4];
    stream.set_read_timeout(Some(std::time::Duration::from_millis(200))).unwrap();
    let is_stop = stream.peek(&mut start).is_ok_and(|_| &start == b"STOP");
    if is_stop {
        return Next::Stop;
    }
    std::thread::spawn(move || {
        let _ = stream.set_read_timeout(Some(std::time::Duration::from_secs(20)));
        answer(stream)
    });
    Next::Go
}

/// Reads one request and answers it; `None` where the browser went away.
fn answer(stream: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut length = 0;
    let mut cookies = String::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(':') else { break };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "cookie" => cookies = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let reply = reply(&method, &target, &cookies, &String::from_utf8_lossy(&body));
    reader.get_mut().write_all(reply.as_bytes()).ok()
}

fn reply(method: &str, target: &str, cookies: &str, body: &str) -> String {
    let path = target.split('?').next().unwrap_or(target);
    let html = "text/html; charset=utf-8";
    if let Some((_, kind, text)) = PAGES.iter().find(|(known, _, _)| *known == path && method == "GET") {
        return whole("200 OK", kind, text);
    }
    match path {
        "/echo" => whole(
            "200 OK",
            html,
            &shell("Echo", &format!("<pre>{}</pre>", body.replace('&', "&amp;").replace('<', "&lt;"))),
        ),
        "/refused" => {
            whole("422 Unprocessable Content", html, &shell("Refused", "<p>The date is missing.</p>"))
        }
        "/cookies" => whole("200 OK", html, &shell("Cookies", &format!("<p>[{cookies}]</p>"))),
        "/inline" => whole("200 OK", html, &shell("Inline", "<script>document.title = 'ran'</script>")),
        "/sign-in" => {
            "HTTP/1.1 303 See Other\r\nLocation: /cookies\r\nContent-Length: 0\r\nConnection: close\r\n\
                       Set-Cookie: session=abc; HttpOnly; SameSite=Lax; Path=/\r\n\r\n"
                .to_owned()
        }
        _ => whole("404 Not Found", html, &shell("Nothing here", "<p>There is no such page.</p>")),
    }
}

fn shell(title: &str, main: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{main}</main></body></html>"
    )
}

fn whole(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\r\n{body}",
        body.len()
    )
}
