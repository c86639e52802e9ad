//! Notes about a person: kept, opened, and taken back.

use super::forms::Forms;
use super::{acts, answer, at_field, render};
use crate::app::App;
use crate::frame::Done;
use crate::posted::{NoFields, Posted, Typed};
use crate::respond::{PageResult, done};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use book::{FactId, Origin};
use guard::{Ground, NoteKind, OverrideReason, SpecialDataConsent};
use office::acts::note::NewNote;
use office::{OfficeError, OfficeResult};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/person/{id}/note", post(keep))
        .route("/person/{id}/note/{fact}/open", post(open))
        .route("/person/{id}/note/{fact}/retract", post(retract))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NoteForm {
    /// `care`, `opinion`, `confidence`, or what a fact is about.
    kind: String,
    text: String,
    origin: String,
    /// `meaning` or `consent`; empty when nobody asked.
    ground: String,
    /// Needed because.
    because: String,
    agreed_on: String,
}

impl NoteForm {
    fn read(self, app: &App, typed: &Typed) -> OfficeResult<NewNote> {
        if self.text.chars().count() > 2_000 {
            return Err(OfficeError::field("text", "At most 2,000 letters; say it shorter."));
        }
        let ground = self.ground(app)?;
        let readers = typed.values("readers").iter().filter_map(|number| number.parse().ok()).collect();
        Ok(NewNote {
            kind: NoteKind::of(&self.kind),
            origin: Origin::parse(&self.origin),
            text: self.text,
            topic: self.kind,
            ground,
            readers,
        })
    }

    /// Why sensitive words may be kept, where somebody said so.
    fn ground(&self, app: &App) -> OfficeResult<Option<Ground>> {
        if self.because.trim().is_empty() {
            return Ok(None);
        }
        let at_because = |refusal: guard::Refusal| OfficeError::field("because", refusal.to_string());
        if self.ground == "consent" {
            let today = app.office.today_day()?;
            let day = acts::day("agreed_on", &self.agreed_on)?.unwrap_or(today);
            if day > today {
                return Err(OfficeError::field("agreed_on", "They agreed on a day that has been."));
            }
            let consent = SpecialDataConsent::new(&self.text, day, &self.because).map_err(at_because)?;
            return Ok(Some(Ground::Consent(consent)));
        }
        let reason = OverrideReason::new(&self.because).map_err(at_because)?;
        Ok(Some(Ground::NotAboutThat(reason)))
    }
}

async fn keep(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<NoteForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let acted = async { app.office.keep_note(&permit, form.read(&app, &typed)?).await };
    let acted = acted.await.map_err(|error| at_field(error, "text"));
    answer(&app, &by, id, ("note", typed), &format!("/person/{id}#known"), acted)
}

/// Shows the page with one confidence open: never from an address, so that no link opens it by accident.
async fn open(
    State(app): State<App>,
    Path((id, fact)): Path<(u32, u64)>,
    Posted { by, .. }: Posted<NoFields>,
) -> PageResult {
    let permit = by.may_see(&app, id)?;
    let opened = app.office.open_note(&permit, FactId(fact)).await?;
    let forms = Forms::new(None, app.office.today_day()?);
    render(&app, &by, id, &Done::default(), forms, Some(&opened))
}

async fn retract(
    State(app): State<App>,
    Path((id, fact)): Path<(u32, u64)>,
    Posted { by, .. }: Posted<NoFields>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let receipt = app.office.retract_note(&permit, FactId(fact)).await?;
    done(&format!("/person/{id}#known"), &receipt)
}
