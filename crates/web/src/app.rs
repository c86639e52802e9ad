//! What every handler shares.

use crate::assets::Assets;
use office::Office;
use signin::SignInLimits;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the site is reached.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// `https://…` when a proxy serves it over TLS: cookies are then marked `Secure`.
    pub public_url: Option<String>,
    /// Trust the last `X-Forwarded-For` of a proxy on this machine for limiting sign-in by address.
    pub behind_proxy: bool,
    /// How long the head of a request may take to arrive; the house's own patience when `None`.
    pub head_patience: Option<Duration>,
}

impl Config {
    /// Whether browsers reach us over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The shared state; clones are the same.
#[derive(Clone)]
pub struct App {
    /// The open book.
    pub office: Office,
    /// Static files.
    pub assets: Arc<Assets>,
    /// How the site is reached.
    pub config: Arc<Config>,
    /// Sign-in attempts.
    pub limiter: Arc<Mutex<SignInLimits>>,
    /// Hash of the token in the link of the first run, while there is no account.
    pub welcome: Arc<Mutex<Option<String>>>,
}

impl App {
    /// An app over an open book.
    pub fn new(office: Office, config: Config) -> App {
        let limiter_key = office.random();
        App {
            office,
            assets: Arc::new(Assets::embedded()),
            config: Arc::new(config),
            limiter: Arc::new(Mutex::new(SignInLimits::new(limiter_key))),
            welcome: Arc::new(Mutex::new(None)),
        }
    }
}
