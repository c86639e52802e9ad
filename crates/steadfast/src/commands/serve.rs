//! `serve`: the book in a browser, until the program is told to end.

use crate::cli::{Cli, Serve, exit};
use crate::clock;
use anyhow::Context as _;
use book::Timestamp;
use book::time::DAY_MICROS;
use office::{Clock, Office, Randomness};
use std::io::Write;
use std::sync::Arc;
use store::{Book, Settings};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use web::{App, Config};

/// Opens the book (or begins one) and serves it.
///
/// # Errors
/// When the book cannot be opened, the address is taken, or connections can no longer be accepted.
pub fn run(cli: &Cli, options: &Serve) -> anyhow::Result<u8> {
    let filter = EnvFilter::try_new(&options.log).with_context(|| {
        format!("--log {}: expected a level such as info or warn, or room=level", options.log)
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let timezone = jiff::tz::TimeZone::system();
    let settings =
        Settings { timezone: timezone.iana_name().unwrap_or("UTC").into(), seed: 1, ..Settings::default() };
    drop(Book::open_or_create(&cli.book, &settings)?);
    let office = Office::open(&cli.book, clock_of(cli), randomness())?;
    let public_url = options.public_url.clone();
    let config = Config { public_url, behind_proxy: options.behind_proxy, ..Config::default() };
    let app = App::new(office.clone(), config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.unwrap_or_else(processors))
        .enable_all()
        .build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(&options.listen)
            .await
            .with_context(|| format!("--listen {}: cannot listen there", options.listen))?;
        announce(&app, options, &listener)?;
        web::serve(app, listener, stopped()?).await?;
        anyhow::Ok(())
    });
    office.close();
    served?;
    Ok(exit::DONE)
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// Says where the site is; on the first run with the one link by which the first account is made.
fn announce(app: &App, options: &Serve, listener: &TcpListener) -> anyhow::Result<()> {
    let local = format!("http://{}", listener.local_addr()?);
    let base = options.public_url.as_deref().unwrap_or(&local).trim_end_matches('/');
    let path = app.make_welcome()?;
    let mut out = std::io::stdout().lock();
    match path {
        Some(path) => {
            writeln!(out, "Steadfast is at {base}{path}")?;
            writeln!(out, "Nobody has an account yet: open this link once to make the first one.")?;
        }
        None => writeln!(out, "Steadfast is at {base}/")?,
    }
    Ok(out.flush()?)
}

/// The time now; with `--as-of` the time of day now, on that day.
fn clock_of(cli: &Cli) -> Clock {
    let shift_micros = cli.as_of.map_or(0, |day| {
        let today = clock::now().0.div_euclid(DAY_MICROS);
        (i64::from(day.0) - today) * DAY_MICROS
    });
    Arc::new(move || Timestamp(clock::now().0 + shift_micros))
}

fn randomness() -> Randomness {
    Arc::new(|bytes| {
        getrandom::fill(bytes).expect("a system that gives no random bytes cannot keep anything safe");
    })
}

/// Done when the program is told to end (Ctrl-C, or a service manager).
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
