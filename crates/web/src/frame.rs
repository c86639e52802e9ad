//! The frame around every page of somebody who is signed in.

use crate::app::App;
use crate::session::SignedIn;
use guard::Role;
use office::accounts::Flash;

/// A section of the left rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the page of the same name")]
pub enum Section {
    Today,
    People,
    Promises,
    Issues,
    Providers,
    Mirror,
    Imports,
    Audit,
    Accounts,
    Account,
    /// None of them: a page that refuses something.
    Nowhere,
}

/// What the frame shows. Every page has one.
#[derive(Debug)]
pub struct Frame {
    /// Title of the page and of the tab.
    pub title: String,
    /// Which section is current.
    pub section: Section,
    /// Name of the business.
    pub business: String,
    /// Name of who is signed in.
    pub who: String,
    /// Their role in a word.
    pub role: &'static str,
    /// The token every form must carry.
    pub csrf: String,
    /// What was just done, with its way back.
    pub flash: Option<Flash>,
    /// Every name and record in this book is invented.
    pub simulated: bool,
    /// Manager or administrator.
    pub manages: bool,
    /// Administrator.
    pub administers: bool,
    /// Whether this person may change anything at all.
    pub changes: bool,
    /// The path that a form comes back to.
    pub here: String,
    /// Addresses of the static files.
    pub css: String,
    /// The script.
    pub js: String,
    /// The icon.
    pub icon: String,
}

/// The address of the page, which may carry what was just done.
#[derive(Debug, Default, Clone, serde::Deserialize)]
pub struct Done {
    /// Number of the act that led here.
    pub done: Option<u64>,
}

/// What to call the business before it has said so.
pub fn business(name: &str) -> String {
    if name.is_empty() { "Steadfast".to_owned() } else { name.to_owned() }
}

impl Frame {
    /// The frame of a page at `here` (a local path, without `done`).
    pub fn new(app: &App, by: &SignedIn, section: Section, title: &str, here: &str, done: &Done) -> Frame {
        let settings = app.office.settings();
        let flash = done.done.and_then(|act| app.office.flash(&by.actor, act).ok().flatten());
        let role = by.actor.role;
        Frame {
            title: title.to_owned(),
            section,
            business: business(&settings.business_name),
            who: by.actor.name.clone(),
            role: role.word(),
            csrf: by.session.csrf.clone(),
            flash,
            simulated: settings.simulated,
            manages: matches!(role, Role::Manager | Role::Administrator),
            administers: role == Role::Administrator,
            changes: role != Role::Viewer,
            here: here.to_owned(),
            css: app.assets.url("app.css"),
            js: app.assets.url("app.js"),
            icon: app.assets.url("icon.svg"),
        }
    }

    /// Whether a section is current, for the rail.
    pub fn is(&self, section: Section) -> bool {
        self.section == section
    }
}

/// The icons of the rail, for the template.
macro_rules! rail_icons {
    ($($name:ident: $icon:ident,)*) => {$(
        #[doc = "An icon of the rail."]
        pub fn $name() -> &'static str {
            pictures::icon(pictures::Icon::$icon)
        }
    )*};
}
rail_icons! {
    icon_today: Today,
    icon_people: People,
    icon_promise: Promise,
    icon_issue: Issue,
    icon_provider: Provider,
    icon_mirror: Mirror,
    icon_more: More,
    icon_search: Search,
    icon_done: Done,
    icon_import: Import,
    icon_trail: Done,
    icon_lock: Lock,
    icon_out: Undo,
}

/// The icon of a way to reach somebody.
pub fn channel_icon(channel: &agenda::Channel) -> &'static str {
    pictures::icon(match channel {
        agenda::Channel::Call => pictures::Icon::Call,
        agenda::Channel::Write => pictures::Icon::Write,
    })
}
