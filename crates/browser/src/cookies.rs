//! Cookies, with the flags that a script cannot see.

use crate::Page;
use serde::Deserialize;
use serde_json::json;

/// A cookie of the open page's origin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub value: String,
    /// The path below which it is sent.
    pub path: String,
    /// Kept from scripts.
    pub http_only: bool,
    /// Sent over TLS only.
    pub secure: bool,
    /// `Strict`, `Lax` or `None`; absent where the server did not say.
    pub same_site: Option<String>,
    /// Seconds since 1970 at which it lapses; absent for one that ends with the browser.
    pub expiry: Option<i64>,
}

impl Page {
    /// The cookies that would be sent to the open page.
    #[track_caller]
    pub fn cookies(&self) -> Vec<Cookie> {
        let cookies = self.sure("reading cookies", self.session.get("/cookie"));
        let cookies = serde_json::from_value(cookies);
        cookies.unwrap_or_else(|error| self.fail(&format!("reading cookies: {error}")))
    }

    /// One cookie by name.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> Option<Cookie> {
        self.cookies().into_iter().find(|cookie| cookie.name == name)
    }

    /// Sets a cookie for the open page's origin.
    #[track_caller]
    pub fn set_cookie(&self, name: &str, value: &str) {
        let cookie = json!({"cookie": {"name": name, "value": value, "path": "/"}});
        self.sure("setting a cookie", self.session.post("/cookie", &cookie));
    }

    /// Forgets all cookies of the open page's origin, as a new visitor.
    #[track_caller]
    pub fn forget_cookies(&self) {
        self.sure("forgetting cookies", self.session.command("DELETE", "/cookie", None));
    }
}
