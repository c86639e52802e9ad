use crate::fixture::Site;
use axum::http::StatusCode;
use guard::{Actor, Role};
use office::acts::issue::Word;

const SAID: &str = "The cobalt came too dark again";

fn form(text: &str, start: &str) -> String {
    let start = format!("action=\"{start}");
    let at = text.find(&start).expect("a form") + "action=\"".len();
    text[at..].split('"').next().unwrap().to_owned()
}

/// Where on the board a word stands: the heading of its lane.
fn lane(text: &str, said: &str) -> String {
    let before = &text[..text.find(said).expect("on the board")];
    before.rsplit("<h2>").next().unwrap().split(" <span").next().unwrap().to_owned()
}

/// A complaint of an own person of the first provider; its form on the board.
async fn complained(site: &Site) -> String {
    let person = site.own_person();
    let standing = site.app.office.standing(person).unwrap();
    let account = site.app.office.read().unwrap().account_by_email("provider@example.com").unwrap().unwrap();
    let (account, provider) = (account.id.0, account.provider);
    let actor = Actor { account, name: "Petra".into(), role: Role::Provider, provider };
    let permit = actor.change_person(standing.customer, &standing.providers).unwrap();
    let kind = book::VoiceKind::Complaint;
    let word = Word { kind, severity: Some(2), text: SAID.into(), channel: "phone".into() };
    site.app.office.note_word(&permit, word).await.unwrap();
    let fact = site.app.office.read().unwrap().history(person).unwrap().unwrap().voice.last().unwrap().id;
    format!("/issues/{}/{}", person.0, fact.0)
}

#[tokio::test]
async fn a_complaint_is_put_right_asked_about_and_closed_by_their_own_answer() {
    let site = Site::simulated().await;
    let issue = complained(&site).await;
    let petra = site.as_role(Role::Provider).await;
    let page = petra.get("/issues").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(lane(&page.text, SAID), "Told us");
    assert!(page.text.contains("worth a thank-you"), "being told is a win");
    let silent = petra.post(&issue, &[("step", "put_right")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("What was done to put it right?"));
    let right = petra.post(&issue, &[("step", "put_right"), ("note", "Sent a lighter one")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
    let waiting = petra.follow(&right).await;
    assert_eq!(lane(&waiting.text, SAID), "Put right, ask again");
    assert!(waiting.text.contains("Done: Sent a lighter one"));
    assert!(waiting.text.contains("in 14 days"), "the check-back has its day");
    let no = petra.follow(&petra.post(&issue, &[("step", "not_satisfied")]).await).await;
    assert_eq!(lane(&no.text, SAID), "Told us", "their no opens it again");
    petra.post(&issue, &[("step", "put_right"), ("note", "Sent another")]).await;
    let yes = petra.follow(&petra.post(&issue, &[("step", "satisfied")]).await).await;
    assert_eq!(lane(&yes.text, SAID), "Closed this month");
    assert!(yes.text.contains("they say it is right"));
    let undo = form(&yes.text, "/undo/");
    let back = petra.follow(&petra.post(&undo, &[("next", "/issues")]).await).await;
    assert_eq!(lane(&back.text, SAID), "Put right, ask again");
}

#[tokio::test]
async fn silence_does_not_close_an_issue_but_a_reason_does() {
    let site = Site::simulated().await;
    let issue = complained(&site).await;
    let max = site.as_role(Role::Manager).await;
    for silence in ["", "  ", "ok"] {
        let silent = max.post(&issue, &[("step", "closed"), ("note", silence)]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{silence}");
    }
    let closed = max.post(&issue, &[("step", "closed"), ("note", "They moved to Peru")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let after = max.follow(&closed).await;
    assert_eq!(lane(&after.text, SAID), "Closed this month");
    assert!(after.text.contains("no answer") && after.text.contains("They moved to Peru"));
    let again = max.follow(&max.post(&issue, &[("step", "reopen")]).await).await;
    assert_eq!(lane(&again.text, SAID), "Told us");
    let unknown = max.post(&issue, &[("step", "ignored")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn others_may_not_touch_it() {
    let site = Site::simulated().await;
    let issue = complained(&site).await;
    let otto = site.as_user("other").await;
    assert!(!otto.get("/issues").await.text.contains(SAID), "not their person");
    let step = [("step", "put_right"), ("note", "x y")];
    assert_eq!(otto.post(&issue, &step).await.status, StatusCode::FORBIDDEN);
    let vera = site.as_role(Role::Viewer).await;
    let seen = vera.get("/issues").await;
    assert!(seen.text.contains(SAID) && !seen.text.contains("action=\"/issues/"));
    assert_eq!(vera.post(&issue, &step).await.status, StatusCode::FORBIDDEN);
    let max = site.as_role(Role::Manager).await;
    assert_eq!(max.post_forged(&issue, &step).await.status, StatusCode::FORBIDDEN);
    let own = site.provider(0).0;
    assert!(max.get(&format!("/issues?whose={own}")).await.text.contains(SAID));
    assert_eq!(max.get("/issues?whose=4711").await.status, StatusCode::NOT_FOUND);
}
