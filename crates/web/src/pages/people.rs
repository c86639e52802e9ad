//! People: a list of any size. The address says it all: search, filters, order, columns, page.

mod address;
mod filters;
mod table;
#[cfg(test)]
mod tests;

use super::sign_in::field_errors;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, done, go, page_with};
use crate::session::SignedIn;
use address::{Address, with_path};
use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use book::money::thousands;
use book::{CustomerId, ProviderId};
use filters::{Chip, Inputs, Maker, MenuGroup, Preset};
use guard::SeePeople;
use hyper::body::Frame as Part;
use office::acts::assign::{ASSIGNED_AT_ONCE, Chosen};
use office::{OfficeError, PeopleExport, Scene};
use people::{Page, Query, QueryError};
use serde::Deserialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use table::{Head, Picked, ShownRow};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(show))
        .route("/people.csv", get(download))
        .route("/people/assign", post(assign))
        .route("/people/views", post(save_view))
        .route("/people/views/{view}/delete", post(remove_view))
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    chips: Vec<Chip>,
    common: Vec<Preset>,
    menu: Vec<MenuGroup>,
    tools: Tools,
    heads: Vec<Head>,
    rows: Vec<ShownRow>,
    is_dense: bool,
    /// `41 people of 1,204`.
    count: String,
    /// Nobody is in the book, or nobody of this provider.
    is_empty: bool,
    /// `1–50 of 1,204`, and the pages beside this one.
    place: String,
    previous: Option<String>,
    next: Option<String>,
    views: Vec<View>,
    /// Whoever may assign: by key and name.
    providers: Vec<(u32, String)>,
    /// `All 1,204`, where they are more than the page shows.
    all: Option<String>,
    query: String,
    typed: Typed,
    sees_everybody: bool,
}

/// What stands above the table.
struct Tools {
    other_density: String,
    csv: String,
    picker: Vec<Picked>,
    usual: String,
    carried: Vec<(String, String)>,
}

/// A saved list.
struct View {
    number: u32,
    name: String,
    href: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "people_wrong.html")]
struct WrongPage {
    frame: Frame,
    error: QueryError,
    without: String,
}

async fn show(State(app): State<App>, by: SignedIn, RawQuery(raw): RawQuery) -> PageResult {
    let raw = raw.unwrap_or_default();
    let scene = app.office.scene()?;
    let address = match Address::read(&raw, &scene) {
        Ok(address) => address,
        Err(error) => return wrong(&app, &by, &raw, error),
    };
    let canonical = address.canonical(&scene);
    if canonical != raw {
        return go(&with_path(&canonical));
    }
    render(&app, &by, &address, Typed::default())
}

/// The address says something that cannot be understood: which part, and the way out.
fn wrong(app: &App, by: &SignedIn, raw: &str, error: QueryError) -> PageResult {
    let frame = Frame::new(app, by, Section::People, "People", "/people", &Done::default());
    let without = address::without(raw, &error.parameter);
    page_with(StatusCode::BAD_REQUEST, &WrongPage { frame, error, without })
}

fn render(app: &App, by: &SignedIn, address: &Address, typed: Typed) -> PageResult {
    let permit = by.actor.see_people()?;
    let scene = app.office.scene()?;
    let query = &address.query;
    let here = address.href(query, &scene);
    let frame = Frame::new(app, by, Section::People, "People", &here, &Done { done: address.done });
    let page = app.office.people(&permit, query)?;
    let everyone = app.office.count_people(&permit, &Query::default())?;
    let maker = Maker { office: &app.office, permit: &permit, scene: &scene, address };
    let heads = table::beside_name(address).map(|column| table::head(column, address, &scene));
    let aside = app.office.set_aside(page.rows.iter().map(|row| row.id))?;
    let in_words = |row: &people::Row, typed: &Typed| {
        let aside = aside.get(&row.id).map_or(&[][..], Vec::as_slice);
        table::row(row, address, &scene, typed.values("id"), aside)
    };
    let is_bulk = frame.manages && page.total > page.rows.len() && page.total <= ASSIGNED_AT_ONCE;
    let status = if typed.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = PeoplePage {
        chips: maker.chips()?,
        common: maker.common(),
        menu: maker.menu(),
        tools: tools(address, &scene),
        heads: [table::head(people::Column::Name, address, &scene)].into_iter().chain(heads).collect(),
        rows: page.rows.iter().map(|row| in_words(row, &typed)).collect(),
        is_dense: address.is_dense,
        count: count(page.total, everyone),
        is_empty: everyone == 0,
        place: place(&page),
        previous: (page.page > 1).then(|| at_page(address, page.page - 1, &scene)),
        next: (page.page < page.pages).then(|| at_page(address, page.page + 1, &scene)),
        views: views(app, &permit, address, &scene)?,
        providers: if frame.manages { providers(&scene) } else { Vec::new() },
        all: is_bulk.then(|| thousands(page.total as u64)),
        query: here.strip_prefix("/people?").unwrap_or_default().to_owned(),
        typed,
        sees_everybody: permit.only().is_none(),
        frame,
    };
    page_with(status, &shown)
}

fn at_page(address: &Address, page: u32, scene: &Scene) -> String {
    address.href(&address.query.clone().at_page(page), scene)
}

fn count(total: usize, everyone: usize) -> String {
    let [found, all] = [total, everyone].map(|number| thousands(number as u64));
    match (total, everyone) {
        (1, 1) => "1 person".to_owned(),
        (total, everyone) if total == everyone => format!("{all} people"),
        (1, _) => format!("1 person of {all}"),
        _ => format!("{found} people of {all}"),
    }
}

fn place(page: &Page) -> String {
    let first = page.first();
    let last = (first + page.rows.len()).saturating_sub(1);
    let [first, last, total] = [first, last, page.total].map(|number| thousands(number as u64));
    format!("{first}–{last} of {total}")
}

fn tools(address: &Address, scene: &Scene) -> Tools {
    let query = address.query.clone();
    let list = query.clone().at_page(1).url(scene.directory());
    Tools {
        other_density: address.other_density(scene),
        csv: if list.is_empty() { "/people.csv".to_owned() } else { format!("/people.csv?{list}") },
        picker: table::picker(address),
        usual: address.href(&query.clone().showing(&[]), scene),
        carried: address.carried(&query, "columns", scene),
    }
}

fn views(app: &App, permit: &SeePeople, address: &Address, scene: &Scene) -> Result<Vec<View>, WebError> {
    let current = address.query.clone().at_page(1).url(scene.directory());
    let views = app.office.views(permit)?;
    let shown = views.into_iter().map(|view| View {
        number: view.id.0,
        name: view.name.to_string(),
        href: with_path(&view.query),
        is_current: view.query == current,
    });
    Ok(shown.collect())
}

fn providers(scene: &Scene) -> Vec<(u32, String)> {
    let all = scene.directory().providers.iter();
    all.map(|provider| (provider.id.0, provider.display_name().to_owned())).collect()
}

// ------------------------------------------------------------ changes

#[derive(Deserialize)]
struct AssignForm {
    #[serde(default)]
    provider: String,
    #[serde(default)]
    all: String,
    #[serde(default)]
    query: String,
}

fn address_of(app: &App, query: &str) -> Result<Address, WebError> {
    Address::read(query, &*app.office.scene()?).map_err(|error| WebError::Bad(error.to_string()))
}

async fn assign(State(app): State<App>, posted: Posted<AssignForm>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.manage()?;
    let address = address_of(&app, &form.query)?;
    let chosen = if form.all.is_empty() {
        let numbers = typed.values("id").iter().map(|number| number.parse().map(CustomerId));
        let bad = |_| WebError::Bad("id: expected numbers of people".into());
        Chosen::These(numbers.collect::<Result<_, _>>().map_err(bad)?)
    } else {
        Chosen::All(address.query.clone())
    };
    let to = match form.provider.as_str() {
        "" => Err(OfficeError::field("provider", "Choose to whom, or nobody.")),
        "nobody" => Ok(None),
        number => match number.parse() {
            Ok(number) => Ok(Some(ProviderId(number))),
            Err(_) => return Err(WebError::Bad("provider: expected a number, or nobody".into())),
        },
    };
    let outcome = match to {
        Ok(to) => app.office.assign_people(&permit, chosen, to).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(receipt) => done(&address.href(&address.query, &*app.office.scene()?), &receipt),
        Err(error) => render(&app, &by, &address, typed.with_errors(field_errors(error)?)),
    }
}

#[derive(Deserialize)]
struct ViewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
}

async fn save_view(State(app): State<App>, posted: Posted<ViewForm>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.see_people()?;
    let address = address_of(&app, &form.query)?;
    match app.office.save_view(&permit, &form.name, &address.query).await {
        Ok(receipt) => done(&address.href(&address.query, &*app.office.scene()?), &receipt),
        Err(error) => render(&app, &by, &address, typed.with_errors(field_errors(error)?)),
    }
}

async fn remove_view(State(app): State<App>, Path(view): Path<u32>, posted: Posted<ViewForm>) -> PageResult {
    let permit = posted.by.actor.see_people()?;
    let address = address_of(&app, &posted.form.query)?;
    let receipt = app.office.remove_view(&permit, view).await?;
    done(&address.href(&address.query, &*app.office.scene()?), &receipt)
}

// ------------------------------------------------------------ the list as a file

/// Rows that leave in one part: the list is locked for so long.
const ROWS_PER_PART: usize = 500;

/// A file that is written while it is sent.
struct File(PeopleExport);

impl HttpBody for File {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Part<Bytes>, Infallible>>> {
        Poll::Ready(self.0.chunk(ROWS_PER_PART).map(|text| Ok(Part::data(Bytes::from(text)))))
    }
}

async fn download(State(app): State<App>, by: SignedIn, RawQuery(raw): RawQuery) -> PageResult {
    let permit = by.actor.see_people()?;
    let raw = raw.unwrap_or_default();
    let address = match Address::read(&raw, &*app.office.scene()?) {
        Ok(address) => address,
        Err(error) => return wrong(&app, &by, &raw, error),
    };
    let file = app.office.export_people(&permit, &address.query)?;
    let mut response: Response = Body::new(File(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let name = HeaderValue::from_static("attachment; filename=\"people.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
