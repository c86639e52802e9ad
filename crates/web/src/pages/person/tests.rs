//! The page and each of its acts, in process.

use crate::fixture::{Browser, Page, Site};
use axum::http::StatusCode;
use guard::Role;

/// The page of a provider's own person.
fn own(site: &Site) -> String {
    format!("/person/{}", site.own_person().0)
}

/// Posts, expects a redirect, and follows it.
async fn done(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", main_of(&page.text));
    browser.follow(&page).await
}

/// Posts, and expects the form back with this message.
async fn refused(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)], message: &str) -> Page {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", main_of(&page.text));
    assert!(page.text.contains(message), "{message}: {}", main_of(&page.text));
    page
}

fn main_of(text: &str) -> &str {
    text.split("<main").nth(1).unwrap_or(text)
}

/// What follows `before` up to the next quote.
fn after<'t>(text: &'t str, before: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before} in {}", main_of(text))).1;
    rest.split('"').next().unwrap()
}

/// The number of the promise, issue or note whose line holds these words.
fn fact<'t>(text: &'t str, list: &str, words: &str) -> &'t str {
    let start = format!("<li id=\"{list}-");
    let line = text.split(&start).skip(1).find(|line| line.contains(words));
    line.unwrap_or_else(|| panic!("{words} in {}", main_of(text))).split('"').next().unwrap()
}

#[tokio::test]
async fn nothing_on_the_page_needs_a_key_or_a_number_to_be_read() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let brought = site.app.office.read().unwrap();
    let mut referrer = None;
    brought
        .histories(1..=u32::MAX, |history| {
            if let Some(referral) = history.referrals.first() {
                referrer =
                    referrer.take().or(Some((history.customer.id, referral.detail.to_customer.clone())));
            }
        })
        .unwrap();
    let (person, id) = referrer.unwrap();
    let name = brought.find_customers(&id).unwrap()[0].display_name().to_owned();
    drop(brought);
    let page = max.get(&format!("/person/{}?open=otherwise-opc_configuration", person.0)).await;
    let main = main_of(&page.text);
    assert!(main.contains(&format!("Brought {name}")), "{main}");
    assert!(!main.contains(&format!("rought {id}")), "{main}");
    assert!(!main.contains("O-P "), "{main}");
    assert!(
        main.contains("We and whoever serves them: tight; whoever serves them and they: tight"),
        "{main}"
    );
}

#[tokio::test]
async fn a_person_is_shown_whole() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    let page = petra.get(&own(&site)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for part in [
        "Reached by phone",
        "How they like to be treated",
        "class=\"pic triangle\"",
        "Contact rhythm",
        "Three-part test",
        "Signs of decline",
        "What would change it",
        "Judge otherwise",
        "Everything, as a table",
        "Promises, both ways",
        "What we know",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    let money = page.text.find("<h2>Purchases</h2>").unwrap();
    assert!(page.text.find("<h2>What we know</h2>").unwrap() < money, "money comes last");
    assert!(!page.text.contains("style=\"") && !page.text.contains("onclick"), "the policy forbids both");
}

#[tokio::test]
async fn everybody_of_the_company_can_be_shown() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    for id in 1..=120 {
        let page = max.get(&format!("/person/{id}")).await;
        assert_eq!(page.status, StatusCode::OK, "{id}: {}", page.text);
        assert!(page.text.len() < 400_000, "{id}: {} bytes", page.text.len());
    }
    assert_eq!(max.get("/person/999999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_provider_and_nobody_are_kept_out_and_a_viewer_only_looks() {
    let site = Site::simulated().await;
    let (own, foreign) = (own(&site), format!("/person/{}", site.foreign_person().0));
    let petra = site.as_role(Role::Provider).await;
    assert_eq!(petra.get(&foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(petra.get(&format!("{foreign}/edit")).await.status, StatusCode::FORBIDDEN);
    let vera = site.as_role(Role::Viewer).await;
    let seen = vera.get(&own).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.text.contains("action=\"/person/"), "nothing to change");
    let acts = [
        "contact",
        "promise",
        "promise/1/settle",
        "word",
        "issue/1",
        "note",
        "note/1/retract",
        "wish",
        "override",
        "override/1/lift",
        "edit",
    ];
    // Complete forms, so that it is the permission that refuses.
    let fields = [
        ("outcome", "kept"),
        ("step", "reopen"),
        ("judgement", "decline"),
        ("value", "none"),
        ("reason", "for a test"),
        ("text", "a word"),
        ("kind", "praise"),
        ("what", "tiles"),
        ("due", "2190-01-01"),
        ("name", "Ana"),
    ];
    for act in acts {
        let by_viewer = vera.post(&format!("{own}/{act}"), &fields).await;
        assert_eq!(by_viewer.status, StatusCode::FORBIDDEN, "{act}");
        let by_other = petra.post(&format!("{foreign}/{act}"), &fields).await;
        assert_eq!(by_other.status, StatusCode::FORBIDDEN, "{act}");
        let forged = petra.post_forged(&format!("{own}/{act}"), &fields).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{act}");
        assert_eq!(site.post(&format!("{own}/{act}"), &fields).await.status, StatusCode::SEE_OTHER, "{act}");
    }
    assert_eq!(vera.get("/person/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(vera.post("/person/new", &[("name", "Ana")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn one_tap_logs_a_call_that_can_be_undone() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let contact = format!("{own}/contact");
    let page = done(&petra, &contact, &[("channel", "phone"), ("two_way", "yes")]).await;
    assert!(page.text.contains("Logged a call with"));
    assert!(page.text.contains("by phone"), "it is the last contact");
    let undo = format!("/undo/{}", after(&page.text, "action=\"/undo/"));
    let undone = petra.post(&undo, &[("next", &own)]).await;
    assert!(petra.follow(&undone).await.text.contains("Undone: Logged a call with"));
    let future = [("at", "2190-01-01"), ("minutes", "20"), ("purpose", "spring order")];
    let page = refused(&petra, &contact, &future, "A contact lies in the past").await;
    assert!(page.text.contains("spring order") && page.text.contains("2190-01-01"), "as typed");
    refused(&petra, &contact, &[("minutes", "soon")], "Minutes as a whole number").await;
    refused(&petra, &contact, &[("at", "yesterday")], "A day such as").await;
}

#[tokio::test]
async fn a_promise_is_made_and_settled_each_way() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let due = site.day.plus(7).to_string();
    let make = format!("{own}/promise");
    refused(&petra, &make, &[("what", ""), ("due", &due)], "Say what is promised").await;
    refused(&petra, &make, &[("what", "tiles"), ("due", "2001-01-01")], "That day is past").await;
    for (outcome, more, said) in [
        ("kept", ("note", "brought them"), "Kept the promise"),
        ("broken", ("note", ""), "Broke the promise"),
        ("withdrawn", ("note", ""), "released from"),
        ("renegotiated", ("due", "2190-01-01"), "Agreed a new day"),
    ] {
        let what = format!("tiles {outcome}");
        let page = done(&petra, &make, &[("what", &what), ("due", &due)]).await;
        assert!(page.text.contains(&what));
        let settle = format!("{own}/promise/{}/settle", fact(&page.text, "promise", &what));
        let page = done(&petra, &settle, &[("outcome", outcome), more]).await;
        assert!(page.text.contains(said), "{said}: {}", main_of(&page.text));
    }
    let unknown = petra.post(&format!("{own}/promise/77/settle"), &[("outcome", "kept")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_complaint_comes_first_until_their_answer_closes_it() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let word = format!("{own}/word");
    refused(&petra, &word, &[("kind", "complaint"), ("text", " ")], "Write what was said").await;
    refused(&petra, &word, &[("kind", "complaint"), ("text", "x"), ("severity", "999")], "From 1").await;
    let page = done(&petra, &word, &[("kind", "complaint"), ("text", "Cobalt <b>too</b> dark")]).await;
    assert!(page.text.contains("worth a thank-you"));
    assert!(page.text.contains("Open complaint, 0 days.") && page.text.contains("Cobalt &#60;b&#62;too"));
    let issue = format!("{own}/issue/{}", fact(&page.text, "issue", "Cobalt"));
    refused(&petra, &issue, &[("step", "put_right"), ("note", "")], "What was done").await;
    refused(&petra, &issue, &[("step", "closed")], "Why is it closed").await;
    let page = done(&petra, &issue, &[("step", "put_right"), ("note", "a new batch")]).await;
    assert!(page.text.contains("put right, ask on") && page.text.contains("a new batch"));
    let page = done(&petra, &issue, &[("step", "satisfied")]).await;
    assert!(page.text.contains("right, they say") && !page.text.contains("Open complaint"));
}

#[tokio::test]
async fn notes_stop_softly_at_sensitive_words() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let note = format!("{own}/note");
    let preference = [("kind", "preference"), ("origin", "stated"), ("text", "Small batches, often.")];
    let page = done(&petra, &note, &preference).await;
    assert!(page.text.contains("Small batches, often.") && page.text.contains("they said so, to"));
    refused(&petra, &note, &[("kind", "care"), ("text", "")], "Write the note as if").await;
    let sensitive = [("kind", "preference"), ("origin", "stated"), ("text", "Has diabetes.")];
    let page = refused(&petra, &note, &sensitive, "may tell something about health").await;
    assert!(page.text.contains("Needed because") && page.text.contains("Has diabetes."));
    let agreed = [
        ("ground", "consent"),
        ("because", "asked me to bring sugar-free biscuits"),
        sensitive[0],
        sensitive[2],
    ];
    let page = done(&petra, &note, &agreed).await;
    assert!(page.text.contains("Kept with consent") && page.text.contains("special data"));
    let opinion = [("kind", "opinion"), ("text", "Likes to decide slowly.")];
    let page = done(&petra, &note, &opinion).await;
    assert!(page.text.contains("opinion of") && page.text.contains("; until "), "it expires");
    let retract = format!("{note}/{}/retract", fact(&page.text, "note", "decide slowly"));
    let page = done(&petra, &retract, &[]).await;
    assert!(!page.text.contains("decide slowly"), "it is gone");
    let again = petra.post(&retract, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_told_in_trust_is_for_those_named_and_every_opening_is_kept() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let note = format!("{own}/note");
    let kept = [("kind", "confidence"), ("text", "Thinks of selling the workshop.")];
    let page = done(&petra, &note, &kept).await;
    assert!(page.text.contains("Told in trust") && !page.text.contains("selling the workshop"));
    let open = format!("{note}/{}/open", fact(&page.text, "note", "Told in trust"));
    let opened = petra.post(&open, &[]).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(opened.text.contains("selling the workshop") && opened.text.contains("Opened by Petra Provider"));
    let ada = site.as_role(Role::Administrator).await;
    let refused = ada.post(&open, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "not even an administrator");
    assert!(!ada.get(&own).await.text.contains("selling the workshop"));
    let taken = ada.post(&open.replace("/open", "/retract"), &[]).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_stated_wish_outranks_what_we_think() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let wish = format!("{own}/wish");
    let stated = [("wish", "cadence"), ("cadence", "45"), ("origin", "stated")];
    let page = done(&petra, &wish, &stated).await;
    assert!(page.text.contains("a word every 45 days"));
    let thought = [("wish", "cadence"), ("cadence", "10"), ("origin", "asserted")];
    refused(&petra, &wish, &thought, "Not replaced").await;
    refused(&petra, &wish, &[("wish", "cadence"), ("cadence", "0")], "Every how many days").await;
    refused(&petra, &wish, &[("wish", "provider"), ("provider", "4711")], "Choose one of us").await;
    refused(&petra, &wish, &[("wish", "gold")], "What do they wish for").await;
}

#[tokio::test]
async fn a_judgement_is_set_aside_with_a_reason_and_stands_again() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let path = format!("{own}/override");
    let short = [("judgement", "contact_rhythm"), ("value", "on_rhythm"), ("reason", "ok")];
    refused(&petra, &path, &short, "reason that others can understand").await;
    let wrong = [("judgement", "contact_rhythm"), ("value", "gold"), ("reason", "we met on Monday")];
    refused(&petra, &path, &wrong, "Choose what holds instead").await;
    let far = [short[0], short[1], wrong[2], ("until", "2190-01-01")];
    refused(&petra, &path, &far, "A day from today").await;
    let page = done(&petra, &path, &[short[0], short[1], wrong[2]]).await;
    assert!(page.text.contains("on rhythm, says Petra Provider") && page.text.contains("we met on Monday"));
    let lift = format!("{path}/{}", after(&page.text, &format!("action=\"{path}/")));
    let page = done(&petra, &lift, &[]).await;
    assert!(!page.text.contains("says Petra Provider") && page.text.contains("stand again"));
    assert_eq!(petra.post(&lift, &[]).await.status, StatusCode::NOT_FOUND, "it is lifted already");
    let undo = format!("/undo/{}", after(&page.text, "action=\"/undo/"));
    let undone = petra.post(&undo, &[("next", &own)]).await;
    assert!(petra.follow(&undone).await.text.contains("says Petra Provider"), "it holds again");
}

#[tokio::test]
async fn somebody_new_is_added_corrected_and_undone() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    assert_eq!(petra.get("/person/new").await.status, StatusCode::OK);
    refused(&petra, "/person/new", &[("name", ""), ("email", "ana")], "What is their name?").await;
    let fields = [("name", "Zenobia Quill"), ("email", "zenobia@quill.example"), ("kind", "person")];
    let page = done(&petra, "/person/new", &fields).await;
    assert!(page.text.contains("<h1>Zenobia Quill</h1>") && page.text.contains("Added Zenobia Quill."));
    assert!(page.text.contains("Nothing has happened yet"), "an empty page teaches");
    let undo = format!("/undo/{}", after(&page.text, "action=\"/undo/"));
    let twin = refused(&petra, "/person/new", &fields, "Perhaps already here").await;
    let twins = twin.text.split_once("Perhaps already here").unwrap().1;
    let edit = format!("{}/edit", after(twins, "<a href=\""));
    let form = petra.get(&edit).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("zenobia@quill.example") && !form.text.contains("Not saved yet"));
    refused(&petra, &edit, &[("name", "Z"), ("phone", "none")], "has digits").await;
    let page = done(&petra, &edit, &[("name", "Zenobia Quill-Hart"), ("phone", "0117 000 001")]).await;
    assert!(page.text.contains("<h1>Zenobia Quill-Hart</h1>") && page.text.contains("tel:0117000001"));
    let built_upon = petra.post(&undo, &[("next", "/today")]).await;
    assert_eq!(built_upon.status, StatusCode::CONFLICT, "something was done with her since");
    let back = format!("/undo/{}", after(&page.text, "action=\"/undo/"));
    for undo in [back, undo] {
        let undone = petra.post(&undo, &[("next", "/today")]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    }
    assert_eq!(petra.get(edit.trim_end_matches("/edit")).await.status, StatusCode::NOT_FOUND);
    let max = site.as_role(Role::Manager).await;
    assert_eq!(max.get("/person/new").await.status, StatusCode::OK);
}

#[tokio::test]
async fn everything_recorded_is_a_table_by_kind() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let note = [("kind", "confidence"), ("text", "her sister wants the shop"), ("origin", "stated")];
    done(&petra, &format!("{own}/note"), &note).await;
    let all = petra.get(&format!("{own}/history")).await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.text);
    assert!(all.text.contains("newest first") && all.text.contains("id=\"interaction-"), "{}", all.text);
    assert!(!all.text.contains("wants the shop"), "told in trust");
    let contacts = petra.get(&format!("{own}/history?kind=interaction&page=99")).await;
    assert!(contacts.text.contains("id=\"interaction-"), "a page beyond the last is the last");
    assert!(!contacts.text.contains("id=\"purchase-"));
    let unknown = petra.get(&format!("{own}/history?kind=secret")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_that_is_seldom_needed_comes_when_it_is_asked_for() {
    let site = Site::simulated().await;
    let (petra, own) = (site.as_role(Role::Provider).await, own(&site));
    let plain = petra.get(&own).await.text;
    for (key, action) in [("wish", "/wish\""), ("note", "/note\""), ("otherwise-decline", "/override\"")] {
        assert!(!plain.contains(&format!("action=\"{own}{action}")), "{key} is on the page unasked");
        assert!(plain.contains(&format!("href=\"?open={key}#{key}\"")), "{key} has no way there");
        let open = petra.get(&format!("{own}?open={key}")).await.text;
        assert!(open.contains(&format!("action=\"{own}{action}")), "{key} did not come");
        assert!(open.contains(&format!(" id=\"{key}\"")), "{key} is not where its link leads");
    }
    let vera = site.as_role(Role::Viewer).await;
    assert!(!vera.get(&format!("{own}?open=wish")).await.text.contains("action=\"/person/"));
}
