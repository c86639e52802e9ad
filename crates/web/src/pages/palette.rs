//! The palette: people, pages and acts by a few letters, as JSON.

use crate::app::App;
use crate::respond::{PageResult, WebError};
use crate::session::SignedIn;
use crate::words;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use guard::{Actor, Role, SeePeople};
use office::OfficeError;
use serde::{Deserialize, Serialize};

/// People shown at most.
const PEOPLE_MAX: usize = 8;
/// More letters are no search any more; the list says so, the palette just looks at fewer.
const LETTERS_MAX: usize = 60;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/palette", get(palette))
}

#[derive(Debug, Serialize)]
struct Entry {
    label: String,
    detail: String,
    href: String,
    kind: &'static str,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// Whom an entry is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    All,
    /// Who may change anything at all.
    Changers,
    SeesEverybody,
    Managers,
    Administrators,
}

impl For {
    fn includes(self, role: Role) -> bool {
        match self {
            For::All => true,
            For::Changers => role != Role::Viewer,
            For::SeesEverybody => role != Role::Provider,
            For::Managers => matches!(role, Role::Manager | Role::Administrator),
            For::Administrators => role == Role::Administrator,
        }
    }
}

/// Label, detail, address, further words by which it is found, kind, whom it is for.
type Known = (&'static str, &'static str, &'static str, &'static str, &'static str, For);

const KNOWN: &[Known] = &[
    ("Today", "whom to talk to", "/today", "agenda day home", "page", For::All),
    ("People", "everybody", "/people", "customers list search filter", "page", For::All),
    ("Promises", "by due date", "/promises", "promised due", "page", For::All),
    ("Issues", "by age", "/issues", "complaints problems", "page", For::All),
    ("Providers", "load and capacity", "/providers", "team staff capacity handover", "page", For::All),
    (
        "Mirror",
        "what the business really does",
        "/mirror",
        "kinds triangles tactics practice effects",
        "page",
        For::All,
    ),
    ("Imports", "what came in", "/imports", "files csv", "page", For::Managers),
    ("Trail", "who did what", "/audit", "audit log history undo", "page", For::All),
    ("Accounts", "who may sign in", "/accounts", "users roles invite", "page", For::Administrators),
    ("Your account", "password, second factor", "/account", "settings password", "page", For::All),
    ("Add a person", "or an organization", "/person/new", "new create customer", "act", For::Changers),
    ("Import records", "from a file", "/imports/new", "upload csv add people", "act", For::Managers),
    (
        "Find duplicates",
        "and merge them",
        "/people/duplicates",
        "same twice merge",
        "act",
        For::SeesEverybody,
    ),
    ("Download everybody", "as CSV", "/people.csv", "export file spreadsheet", "act", For::All),
    (
        "Whom nobody serves",
        "assign them",
        "/people?provider=nobody",
        "unassigned assign nobody",
        "act",
        For::Managers,
    ),
    (
        "Who is overdue",
        "or gone quiet",
        "/people?rhythm=overdue,gone_quiet",
        "quiet rhythm silent",
        "page",
        For::All,
    ),
];

async fn palette(State(app): State<App>, by: SignedIn, Query(asked): Query<Asked>) -> PageResult {
    let permit = by.actor.see_people();
    let asked: String = asked.q.trim().chars().take(LETTERS_MAX).collect();
    let mut found = Vec::new();
    if let (false, Ok(permit)) = (asked.is_empty(), &permit) {
        found = people(&app, permit, &asked)?;
    }
    found.extend(known(&by.actor, &asked));
    if let Ok(permit) = &permit {
        found.extend(views(&app, permit, &asked)?);
    }
    let json = serde_json::to_string(&found).map_err(|error| WebError::Bad(error.to_string()))?;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], json).into_response())
}

fn people(app: &App, permit: &SeePeople, asked: &str) -> Result<Vec<Entry>, WebError> {
    let page = match app.office.people(permit, &people::Query::default().searching(asked)) {
        Ok(page) => page,
        // Pages and acts can be gone to while the book is read for the first time.
        Err(OfficeError::NotReady) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let scene = app.office.scene()?;
    let entry = |row: &people::Row| {
        let spoken = row.last_contact_day.map(|day| format!("last {}", words::ago(day, scene.day())));
        let serves = row.provider.map(|id| scene.directory().name(id).to_owned());
        let parts: Vec<String> = serves.into_iter().chain(spoken).collect();
        Entry {
            label: row.display_name().to_owned(),
            detail: parts.join(" · "),
            href: format!("/person/{}", row.id.0),
            kind: "person",
        }
    };
    Ok(page.rows.iter().take(PEOPLE_MAX).map(entry).collect())
}

fn known(actor: &Actor, asked: &str) -> Vec<Entry> {
    let asked = asked.to_lowercase();
    let is_meant = |known: &&Known| {
        let text = format!("{} {} {}", known.0, known.1, known.3).to_lowercase();
        known.5.includes(actor.role) && asked.split_whitespace().all(|word| text.contains(word))
    };
    let entry = |known: &Known| Entry {
        label: known.0.to_owned(),
        detail: known.1.to_owned(),
        href: known.2.to_owned(),
        kind: known.4,
    };
    KNOWN.iter().filter(is_meant).map(entry).collect()
}

fn views(app: &App, permit: &SeePeople, asked: &str) -> Result<Vec<Entry>, WebError> {
    let asked = asked.to_lowercase();
    let views = app.office.views(permit)?;
    let meant = views.into_iter().filter(|view| view.name.to_lowercase().contains(&asked));
    let entry = |name: String, query: &str| Entry {
        label: name,
        detail: "saved list".to_owned(),
        href: format!("/people?{query}"),
        kind: "list",
    };
    Ok(meant.map(|view| entry(view.name.to_string(), &view.query)).collect())
}

#[cfg(test)]
mod tests {
    use crate::fixture::Site;
    use axum::http::StatusCode;
    use guard::Role;
    use serde_json::Value;

    fn entries(text: &str) -> Vec<Value> {
        serde_json::from_str(text).unwrap()
    }

    #[tokio::test]
    async fn people_pages_and_acts_by_a_few_letters() {
        let site = Site::simulated().await;
        let max = site.as_role(Role::Manager).await;
        let all = entries(&max.get("/palette?q=").await.text);
        assert!(all.iter().any(|entry| entry["href"] == "/today"));
        assert!(all.iter().any(|entry| entry["href"] == "/imports/new" && entry["kind"] == "act"));
        assert!(all.iter().all(|entry| entry["href"] != "/accounts"), "for administrators");
        let name = {
            let desk = site.app.office.desk().unwrap();
            let row = desk.people().row(site.own_person()).unwrap();
            row.display_name().to_owned()
        };
        let query = serde_urlencoded::to_string([("q", &name)]).unwrap();
        let found = entries(&max.get(&format!("/palette?{query}")).await.text);
        let own = format!("/person/{}", site.own_person().0);
        assert!(found.iter().any(|entry| entry["href"] == own.as_str()), "{found:?}");
        assert!(found.iter().filter(|entry| entry["kind"] == "person").count() <= 8);
    }

    #[tokio::test]
    async fn a_provider_finds_own_people_only() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let foreign = site.foreign_person();
        let name = {
            let desk = site.app.office.desk().unwrap();
            let row = desk.people().row(foreign).unwrap();
            row.display_name().to_owned()
        };
        let query = serde_urlencoded::to_string([("q", &name)]).unwrap();
        let found = entries(&petra.get(&format!("/palette?{query}")).await.text);
        let href = format!("/person/{}", foreign.0);
        assert!(found.iter().all(|entry| entry["href"] != href.as_str()));
        assert_eq!(site.get("/palette?q=a").await.status, StatusCode::SEE_OTHER, "sign in first");
    }
}
