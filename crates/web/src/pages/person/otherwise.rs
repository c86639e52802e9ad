//! Judging a person otherwise than the book does, with a reason that ends.

use super::{acts, answer};
use crate::app::App;
use crate::posted::{NoFields, Posted};
use crate::respond::{PageResult, WebError, done};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use judge::JudgementKind;
use office::acts::override_::Otherwise;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/person/{id}/override", post(judge_otherwise))
        .route("/person/{id}/override/{number}/lift", post(lift))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OtherwiseForm {
    judgement: String,
    value: String,
    reason: String,
    until: String,
}

async fn judge_otherwise(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<OtherwiseForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let judgement = JudgementKind::parse(&form.judgement)
        .ok_or_else(|| WebError::Bad("judgement: there is no judgement of this name".into()))?;
    let acted = async {
        let until = acts::day("until", &form.until)?;
        let other = Otherwise { judgement, value: form.value, reason: form.reason, until };
        app.office.judge_otherwise(&permit, other).await
    };
    let key = format!("otherwise-{}", judgement.word());
    answer(&app, &by, id, (&key, typed), &format!("/person/{id}#judged"), acted.await)
}

async fn lift(
    State(app): State<App>,
    Path((id, number)): Path<(u32, u32)>,
    Posted { by, .. }: Posted<NoFields>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let receipt = app.office.lift_override(&permit, number).await?;
    done(&format!("/person/{id}#judged"), &receipt)
}
