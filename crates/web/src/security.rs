//! What must hold on every address at once: who gets in, what is refused, and that nothing typed is ever run.

use crate::fixture::{Browser, PASSWORD, Page, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use guard::Role;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// An address as the sources say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    path: String,
    method: &'static str,
}

/// Every address of every page, read from the sources, so that none can be forgotten here.
fn routes() -> Vec<Route> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                source.split(".route(").skip(1).for_each(|call| found.extend(route(call)));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn route(call: &str) -> Vec<Route> {
    let Some(path) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
        return Vec::new();
    };
    if !path.starts_with('/') {
        return Vec::new();
    }
    // The call ends where its parentheses do.
    let mut depth = 1;
    let end = call.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    let call = &call[..end.unwrap_or(call.len())];
    let has = |method: &str| {
        [" ", ",", ".", "\n"].iter().any(|before| call.contains(&format!("{before}{method}(")))
    };
    let methods = [("get", "GET"), ("post", "POST")].into_iter().filter(|(name, _)| has(name));
    methods.map(|(_, method)| Route { path: path.to_owned(), method }).collect()
}

/// The path with somebody in it.
fn filled(path: &str, person: u32, provider: u32) -> String {
    let mut text = path.to_owned();
    while let (Some(start), Some(end)) = (text.find('{'), text.find('}')) {
        let is_provider = text[..start].ends_with("/providers/");
        let is_person = text[..start].ends_with("/person/") || text[..start].ends_with("/today/");
        let value = match &text[start + 1..end] {
            "act" if is_person || text[..start].contains("/today/") => "off_rhythm".to_owned(),
            _ if is_person => person.to_string(),
            _ if is_provider => provider.to_string(),
            "token" => "AAAA".to_owned(),
            _ => "1".to_owned(),
        };
        text.replace_range(start..=end, &value);
    }
    text
}

/// Addresses that anybody may ask for.
fn is_open(path: &str) -> bool {
    let open = ["/sign-in", "/welcome/", "/link/", "/static/", "/health", "/ready", "/favicon.ico"];
    open.iter().any(|start| path.starts_with(start)) && path != "/sign-in/second-factor"
}

/// What a person without any right to change things may still do: about themselves.
fn is_own(path: &str) -> bool {
    let is_account = path.starts_with("/account") && !path.starts_with("/accounts");
    // Looking for duplicates changes nothing; saved lists are one's own.
    let others = ["/sign-out", "/people/duplicates"].contains(&path) || path.starts_with("/people/views");
    is_account || others
}

async fn ask(browser: &Browser<'_>, route: &Route, path: &str) -> Page {
    if route.method == "GET" { browser.get(path).await } else { browser.post(path, &[]).await }
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let site = Site::simulated().await;
    let routes = routes();
    assert!(routes.len() > 10, "the sources name hardly any address: {routes:?}");
    for route in &routes {
        let path = filled(&route.path, 1, 1);
        if is_open(&path) || path == "/" {
            continue;
        }
        let page = if route.method == "GET" { site.get(&path).await } else { site.post(&path, &[]).await };
        let to = page.location.unwrap_or_default();
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{} {path}", route.method);
        assert!(to.starts_with("/sign-in"), "{} {path} leads to {to}", route.method);
    }
}

#[tokio::test]
async fn no_change_without_the_token_of_the_session() {
    let site = Site::simulated().await;
    let admin = site.as_role(Role::Administrator).await;
    for route in routes().iter().filter(|route| route.method == "POST") {
        let path = filled(&route.path, site.own_person().0, 1);
        if is_open(&path) || path == "/sign-in/second-factor" {
            continue;
        }
        let page = admin.post_forged(&path, &[("csrf", "guessed")]).await;
        // A file comes in parts, and what is not in parts is refused before its token is looked for.
        let is_refused = page.status == StatusCode::FORBIDDEN
            || path == "/imports/upload" && page.status == StatusCode::BAD_REQUEST;
        assert!(is_refused, "POST {path}: {} {}", page.status, page.text);
    }
}

#[tokio::test]
async fn a_viewer_changes_nothing() {
    let site = Site::simulated().await;
    let vera = site.as_role(Role::Viewer).await;
    for route in routes().iter().filter(|route| route.method == "POST") {
        let path = filled(&route.path, site.own_person().0, site.provider(0).0);
        if is_open(&path) || is_own(&path) || path == "/sign-in/second-factor" {
            continue;
        }
        let page = ask(&vera, route, &path).await;
        let refused = matches!(page.status.as_u16(), 400 | 403 | 404 | 422);
        assert!(refused, "POST {path} by a viewer: {}", page.status);
    }
    let trail = vera.get("/audit").await;
    assert!(!trail.text.contains("Vera Viewer:"), "nothing of a viewer is in the trail");
}

#[tokio::test]
async fn a_provider_does_not_reach_another_providers_person() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    let foreign = site.foreign_person().0;
    for route in routes().iter().filter(|route| route.path.starts_with("/person/{")) {
        let path = filled(&route.path, foreign, 1);
        let page = ask(&petra, route, &path).await;
        let refused = matches!(page.status.as_u16(), 400 | 403 | 404 | 422);
        assert!(refused, "{} {path}: {}", route.method, page.status);
        if route.method == "GET" {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "GET {path}");
        }
    }
}

#[tokio::test]
async fn the_matrix_of_every_address_and_role() {
    let site = Site::simulated().await;
    let (own, provider) = (site.own_person().0, site.provider(0).0);
    let mut matrix: BTreeMap<Route, Vec<String>> = BTreeMap::new();
    for role in Role::ALL {
        for route in routes() {
            // Signing out would end the session that the rest of the row needs.
            if is_open(&route.path) || route.path == "/sign-out" {
                continue;
            }
            let browser = site.as_role(role).await;
            let page = ask(&browser, &route, &filled(&route.path, own, provider)).await;
            assert!(page.status.as_u16() < 500, "{route:?} by {role:?}: {}", page.text);
            matrix.entry(route).or_default().push(page.status.as_u16().to_string());
        }
    }
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    let mut table = format!("{:<52} {}\n", "address", roles.join(" "));
    for (Route { path, method }, statuses) in &matrix {
        let row = format!("{method:<4} {path}");
        writeln!(table, "{row:<52} {}", statuses.join(" ")).unwrap();
    }
    insta::assert_snapshot!("matrix", table);
}

#[tokio::test]
async fn signing_in_does_not_tell_whether_an_account_exists() {
    let site = Site::simulated().await;
    let wrong = site.post("/sign-in", &[("email", "admin@example.com"), ("password", "not it at all")]).await;
    let unknown =
        site.post("/sign-in", &[("email", "nobody@example.com"), ("password", "not it at all")]).await;
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.text.replace("admin@", ""), unknown.text.replace("nobody@", ""));
}

#[tokio::test]
async fn a_session_is_new_after_every_sign_in_and_its_cookie_is_kept_close() {
    let site = Site::simulated().await;
    let fields = [("email", "admin@example.com"), ("password", PASSWORD), ("next", "/people?page=2")];
    let before = site.as_role(Role::Administrator).await;
    let mut request = Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(serde_urlencoded::to_string(fields).unwrap()))
        .unwrap();
    // A session that somebody planted stays as worthless as it was.
    request.headers_mut().insert("cookie", before.cookie().parse().unwrap());
    let page = site.send(request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(page.location.as_deref(), Some("/people?page=2"));
    let cookie = page.cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
    assert!(!cookie.contains(before.cookie()), "a planted token must not be taken over");
    let secure = crate::session::cookie(true, Some("token"));
    let secure = secure.to_str().unwrap();
    assert!(secure.starts_with("__Host-steadfast=token;") && secure.contains("; Secure"));
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let site = Site::simulated().await;
    for next in
        ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nset-cookie: x=1", "\t//e"]
    {
        let fields = [("email", "admin@example.com"), ("password", PASSWORD), ("next", next)];
        let page = site.post("/sign-in", &fields).await;
        assert_eq!(page.location.as_deref(), Some("/today"), "{next:?}");
    }
}

#[tokio::test]
async fn too_many_wrong_passwords_have_to_wait() {
    let site = Site::simulated().await;
    let mut last = StatusCode::OK;
    for _ in 0..6 {
        last = site
            .post("/sign-in", &[("email", "admin@example.com"), ("password", "guess guess")])
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn what_is_too_large_or_from_elsewhere_is_refused() {
    let site = Site::simulated().await;
    let admin = site.as_role(Role::Administrator).await;
    let large = "x".repeat(400_000);
    let page = admin.post("/undo/1", &[("next", &large)]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let elsewhere = Request::post("/undo/1")
        .header("cookie", admin.cookie())
        .header("origin", "https://evil.example")
        .header("host", "localhost")
        .body(Body::from(format!("csrf={}", admin.csrf())))
        .unwrap();
    assert_eq!(site.send(elsewhere).await.status, StatusCode::FORBIDDEN);
}

/// Text that would run if it were ever printed as it is.
const SCRIPT: &str = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>";

#[tokio::test]
async fn nothing_that_was_typed_is_ever_run() {
    let site = Site::simulated().await;
    let admin = site.as_role(Role::Administrator).await;
    let person = site.own_person().0;
    let forms: [(&str, Vec<(&str, &str)>); 6] = [
        ("contact", vec![("two_way", "on"), ("channel", SCRIPT), ("purpose", SCRIPT)]),
        (
            "promise",
            vec![("what", SCRIPT), ("due", "2100-01-01"), ("depends_on", SCRIPT), ("by", "provider")],
        ),
        ("word", vec![("kind", "complaint"), ("text", SCRIPT), ("channel", SCRIPT)]),
        ("note", vec![("kind", "fact"), ("text", SCRIPT), ("origin", "stated")]),
        ("wish", vec![("style", SCRIPT), ("named_provider", SCRIPT)]),
        ("override", vec![("judgement", SCRIPT), ("value", SCRIPT), ("reason", SCRIPT)]),
    ];
    for (act, fields) in forms {
        let page = admin.post(&format!("/person/{person}/{act}"), &fields).await;
        assert!(page.status.as_u16() < 500, "{act}: {}", page.text);
        assert!(!page.text.contains("<script>alert"), "{act} prints what was typed");
    }
    for route in routes().iter().filter(|route| route.method == "GET") {
        let page = admin.get(&filled(&route.path, person, 1)).await;
        assert!(!page.text.contains("<script>alert"), "{}", route.path);
        assert!(!page.text.contains("<img src=x"), "{}", route.path);
    }
    let search = admin.get("/people?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!search.text.contains("<script>alert"));
}

#[tokio::test]
async fn who_is_refused_can_go_on_from_there() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    let foreign = format!("/person/{}", site.foreign_person().0);
    for (path, status) in [
        (foreign.as_str(), StatusCode::FORBIDDEN),
        ("/accounts", StatusCode::FORBIDDEN),
        ("/no-such-page", StatusCode::NOT_FOUND),
        ("/providers/4711", StatusCode::NOT_FOUND),
        ("/today?provider=x", StatusCode::BAD_REQUEST),
    ] {
        let page = petra.get(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains("class=\"rail\"") && page.text.contains("Petra Provider"), "{path}");
        assert!(!page.text.contains("aria-current"), "{path} is none of the pages of the rail");
        let nobody = site.get(path).await;
        assert!(!nobody.text.contains("class=\"rail\""), "{path} shows a frame to nobody");
    }
    let changed = petra.post(&format!("{foreign}/contact"), &[("channel", "phone")]).await;
    assert!(changed.status == StatusCode::FORBIDDEN && changed.text.contains("class=\"rail\""));
    let sent = petra.post_forged("/undo/1", &[("csrf", "guessed")]).await;
    assert!(sent.status == StatusCode::FORBIDDEN && sent.text.contains("class=\"rail\""));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let site = Site::simulated().await;
    let admin = site.as_role(Role::Administrator).await;
    for path in ["/today", "/people", "/nowhere", "/sign-in"] {
        let request = Request::get(path).header("cookie", admin.cookie()).body(Body::empty()).unwrap();
        let headers = site.headers(request).await;
        let policy = headers.get("content-security-policy").unwrap().to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(headers.get("x-content-type-options").unwrap(), "nosniff");
        assert_eq!(headers.get("cache-control").unwrap(), "no-store");
    }
}
