//! A site over a simulated company, for tests: requests in process, by people with roles.

use crate::app::{App, Config};
use crate::router::router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use book::time::DAY_MICROS;
use book::{CustomerId, Day, ProviderId, Timestamp};
use guard::Role;
use office::Office;
use signin::SecretText;
use simulate::{Company, Scenario};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use store::{Book, NewAccount, Settings};
use tempfile::TempDir;
use tower::ServiceExt;

/// The password of everybody in tests.
pub const PASSWORD: &str = "four plain wooden words";

/// A site with its book in a folder of its own.
pub struct Site {
    /// The shared state.
    pub app: App,
    /// The day of the site's clock.
    pub day: Day,
    router: axum::Router,
    _folder: TempDir,
}

/// Somebody who signed in.
pub struct Browser<'s> {
    site: &'s Site,
    cookie: String,
    csrf: String,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Its body.
    pub text: String,
    /// Where it leads, when it redirects.
    pub location: Option<String>,
    /// The cookie it sets.
    pub cookie: Option<String>,
}

/// The simulated company as a book, made once for all tests of a process: each test gets a copy.
fn template() -> &'static (TempDir, PathBuf, Day) {
    static TEMPLATE: OnceLock<(TempDir, PathBuf, Day)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let scenario = Scenario { customers: 120, ..Scenario::demo() };
        let company = Company::simulate(&scenario);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        let settings = Settings {
            business_name: "Hale & Ortiz".into(),
            currency: book::Currency::parse("EUR").unwrap(),
            seed: 1,
            simulated: true,
            ..Settings::default()
        };
        let mut book = Book::create(&path, &settings).unwrap();
        let mut importer = book.importer(simulate::SOURCE, false).unwrap();
        importer.write(company.records).unwrap();
        importer.finish().unwrap();
        let hash = signin::hash_password(&SecretText::new(PASSWORD), [7; 16]);
        let provider = book.directory().unwrap().providers[0].id;
        let other = book.directory().unwrap().providers[1].id;
        let people = [
            ("admin", "Ada Admin", Role::Administrator, None),
            ("manager", "Max Manager", Role::Manager, None),
            ("provider", "Petra Provider", Role::Provider, Some(provider)),
            ("other", "Otto Other", Role::Provider, Some(other)),
            ("viewer", "Vera Viewer", Role::Viewer, None),
        ];
        book.write(|tx| -> Result<(), store::StoreError> {
            for (user, name, role, provider) in people {
                tx.add_account(&NewAccount {
                    email: format!("{user}@example.com").into(),
                    name: name.into(),
                    role: role.word().into(),
                    provider,
                    password_hash: Some(hash.as_str().into()),
                    created_at: Timestamp(0),
                })?;
            }
            Ok(())
        })
        .unwrap();
        (folder, path, scenario.end_day)
    })
}

impl Site {
    /// The simulated company, with an account for each role: `admin@example.com`, `manager@…`,
    /// `provider@…` (the first provider), `other@…` (the second), `viewer@…`. Waits until lists are ready.
    pub async fn simulated() -> Site {
        let (_, path, day) = template();
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("book.db");
        std::fs::copy(path, &copy).unwrap();
        Site::open(folder, &copy, *day).await
    }

    /// A new book without accounts.
    pub async fn empty() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        drop(Book::create(&path, &Settings::default()).unwrap());
        Site::open(folder, &path, template().2).await
    }

    async fn open(folder: TempDir, path: &std::path::Path, day: Day) -> Site {
        let noon = Timestamp(i64::from(day.0) * DAY_MICROS + DAY_MICROS / 2);
        // Every look at the clock is a second later, so that nothing happens at the same instant.
        let ticks = AtomicU64::new(0);
        let clock = move || Timestamp(noon.0 + ticks.fetch_add(1, Ordering::Relaxed) as i64 * 1_000);
        let seed = AtomicU64::new(1);
        let randomness = move |bytes: &mut [u8]| {
            for chunk in bytes.chunks_mut(8) {
                let next = seed.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
            }
        };
        let office = Office::open(path, Arc::new(clock), Arc::new(randomness)).unwrap();
        office.desk_when_ready().await;
        let app = App::new(office, Config::default());
        Site { router: router(app.clone()), app, day, _folder: folder }
    }

    /// Somebody of this role, signed in; the provider is the first one.
    pub async fn as_role(&self, role: Role) -> Browser<'_> {
        let user = match role {
            Role::Administrator => "admin",
            Role::Manager => "manager",
            Role::Provider => "provider",
            Role::Viewer => "viewer",
        };
        self.as_user(user).await
    }

    /// Somebody signed in, by the first part of the address.
    pub async fn as_user(&self, user: &str) -> Browser<'_> {
        let account = {
            let book = self.app.office.read().unwrap();
            book.account_by_email(&format!("{user}@example.com")).unwrap().unwrap()
        };
        let office::accounts::SignIn::In { token, .. } =
            self.app.office.begin_session(account.id).await.unwrap();
        let session = self.app.office.session(&token).await.unwrap().unwrap();
        Browser { site: self, cookie: format!("steadfast={token}"), csrf: session.csrf }
    }

    /// A request by nobody.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A form by nobody.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(form(path, None, fields)).await
    }

    /// Any request.
    pub async fn send(&self, mut request: Request<Body>) -> Page {
        let from: SocketAddr = ([127, 0, 0, 1], 4711).into();
        request.extensions_mut().insert(ConnectInfo(from));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let header = |name| {
            let value: Option<&axum::http::HeaderValue> = response.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        let (location, cookie) = (header(header::LOCATION), header(header::SET_COOKIE));
        let body = to_bytes(response.into_body(), 1 << 26).await.unwrap();
        Page { status, text: String::from_utf8_lossy(&body).into_owned(), location, cookie }
    }

    /// The headers of an answer.
    pub async fn headers(&self, request: Request<Body>) -> axum::http::HeaderMap {
        self.router.clone().oneshot(request).await.unwrap().headers().clone()
    }

    /// A customer of the first provider, with a name.
    pub fn own_person(&self) -> CustomerId {
        self.person_of(0)
    }

    /// A customer of the second provider.
    pub fn foreign_person(&self) -> CustomerId {
        self.person_of(1)
    }

    fn person_of(&self, place: usize) -> CustomerId {
        let provider = self.provider(place);
        let (provider, other) = (Some(provider), self.provider(1 - place));
        let desk = self.app.office.desk().unwrap();
        let people = desk.people();
        let query = people::Query::default();
        let ids = people.ids(&query, self.day, provider);
        let only_own = |id: &&CustomerId| {
            let standing = self.app.office.standing(**id).unwrap();
            !standing.providers.contains(&Some(other))
        };
        *ids.iter().find(only_own).unwrap()
    }

    /// A provider by place in the directory.
    pub fn provider(&self, place: usize) -> ProviderId {
        self.app.office.scene().unwrap().directory().providers[place].id
    }
}

fn form(path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Request<Body> {
    let body: String = serde_urlencoded::to_string(fields).unwrap();
    let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    request.body(Body::from(body)).unwrap()
}

impl Browser<'_> {
    /// The token of the session's forms.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The cookie as a header says it.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header("cookie", &self.cookie).body(Body::empty()).unwrap();
        self.site.send(request).await
    }

    /// A form with its token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.site.send(form(path, Some(&self.cookie), &all)).await
    }

    /// A form without its token.
    pub async fn post_forged(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.site.send(form(path, Some(&self.cookie), fields)).await
    }

    /// Follows a redirect after a form.
    pub async fn follow(&self, page: &Page) -> Page {
        self.get(page.location.as_deref().expect("a redirect")).await
    }
}
