//! Listening: connections that dawdle are closed, and an ending program finishes what it is answering.

use crate::app::App;
use crate::router::router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How long the head of a request may take to arrive, unless the configuration says otherwise.
pub(crate) const HEAD_PATIENCE: Duration = Duration::from_secs(10);

/// Connections at a time; more wait to be accepted.
const CONNECTIONS: usize = 2_048;

/// How long answers may still take when the program ends.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until `stop` is done, then ends gracefully.
///
/// # Errors
/// When connections can no longer be accepted.
pub async fn serve(app: App, listener: TcpListener, stop: impl Future<Output = ()>) -> io::Result<()> {
    let head_patience = app.config.head_patience.unwrap_or(HEAD_PATIENCE);
    let site = router(app);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // Out of descriptors, or gone before it was accepted: others may still come.
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let connection = graceful.watch(connection(stream, from, site.clone(), head_patience));
        tokio::spawn(async move {
            // A connection that breaks is its own affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were cut off at the end");
    }
    Ok(())
}

fn connection(
    stream: TcpStream,
    from: SocketAddr,
    site: axum::Router,
    head_patience: Duration,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    // Small answers should not wait for more to be sent.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        site.clone().oneshot(request)
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_patience)
        .serve_connection(TokioIo::new(stream), service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Config;
    use crate::fixture::Site;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn whoever_dawdles_is_let_go() {
        let site = Site::empty().await;
        let config = Config { head_patience: Some(Duration::from_millis(50)), ..Config::default() };
        let app = App::new(site.app.office.clone(), config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(serve(app, listener, std::future::pending()));
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET /sign-in HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        let mut answer = Vec::new();
        slow.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains("200 OK"), "half a request was answered: {answer}");
        serving.abort();
    }
}
