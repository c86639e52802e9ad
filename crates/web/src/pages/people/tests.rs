use crate::fixture::Site;
use axum::http::StatusCode;
use guard::Role;

/// The number of people as the page says it, in all.
fn count(text: &str) -> String {
    let tools = text.split("table-tools").nth(1).expect("a list");
    tools.split("<span>").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn ids(text: &str) -> Vec<String> {
    let rows = text.split("<th scope=\"row\"><a href=\"/person/").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_page_has_fifty_people_and_the_next_the_rest() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let first = max.get("/people").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(ids(&first.text).len(), 50);
    assert_eq!(count(&first.text), "120 people");
    assert!(first.text.contains("1–50 of 120"));
    assert!(first.text.contains("href=\"/people?page=2\""));
    let last = max.get("/people?page=3").await;
    assert_eq!(ids(&last.text).len(), 20);
    assert!(!last.text.contains("rel=\"next\"") && last.text.contains("rel=\"prev\""));
}

#[tokio::test]
async fn what_plain_forms_send_gets_the_one_address() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    for (sent, written) in [
        ("rhythm=gone_quiet&rhythm=overdue&q=", "rhythm=overdue,gone_quiet"),
        ("last_contact.from_days=90&last_contact.to_days=", "last_contact=90d.."),
        ("last_contact.from_days=90&last_contact.to_days=30", "last_contact=30d..90d"),
        ("last_contact.to_days=30&last_contact.unknown=1", "last_contact=0d..30d,never"),
        ("last_contact.from=2026-03-31&last_contact.to=2026-01-01", "last_contact=2026-01-01..2026-03-31"),
        ("contacts.from=2&contacts.to=", "contacts=2.."),
        ("spent.from=100&spent.to=250.50", "spent=10000..25050"),
        ("columns=name&columns=email&dense=1", "columns=name,email&dense=1"),
        ("page=1&sort=name", ""),
        ("provider=nobody&page=1&done=7", "provider=nobody&done=7"),
        ("add=rhythm&rhythm=overdue", "rhythm=overdue"),
        ("provider=nobody&provider=nobody", "provider=nobody"),
    ] {
        let page = max.get(&format!("/people?{sent}")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{sent}: {}", page.text);
        let expected = if written.is_empty() { "/people".to_owned() } else { format!("/people?{written}") };
        assert_eq!(page.location.as_deref(), Some(expected.as_str()), "{sent}");
        let there = max.follow(&page).await;
        assert_eq!(there.status, StatusCode::OK, "{written}: {}", there.text);
    }
}

#[tokio::test]
async fn a_filter_is_a_sentence_whose_parts_can_go() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let page = max.get("/people?rhythm=overdue,gone_quiet&last_contact=90d..").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<summary>overdue or gone quiet</summary>"));
    assert!(page.text.contains("<summary>last spoken to 90 days ago or longer</summary>"));
    assert!(page.text.contains("class=\"remove\" href=\"/people?rhythm=overdue,gone_quiet\""));
    assert!(page.text.contains("name=\"last_contact.from_days\" min=\"0\" max=\"99999\" value=\"90\""));
    let estimate = max.get("/people?alive=..0.3333").await;
    assert!(estimate.text.contains("<summary>still buying: unlikely</summary>"), "a word, not a number");
    let serves = max.get("/people?provider=nobody").await;
    assert!(serves.text.contains("name=\"provider\" value=\"~1\""), "chosen by number");
    let one = max.get("/people?provider=~1&provider=nobody").await;
    assert_eq!(max.follow(&one).await.status, StatusCode::OK);
    let adding = max.get("/people?add=decline").await;
    assert!(adding.text.contains("<details class=\"menu\" open><summary>decline …</summary>"));
    assert!(adding.text.contains("name=\"decline\" value=\"serious\""));
}

#[tokio::test]
async fn every_filter_can_be_added_and_every_column_shown_and_sorted() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    for info in people::columns() {
        if info.column.can_be_filtered() {
            let page = max.get(&format!("/people?add={}", info.key)).await;
            assert_eq!(page.status, StatusCode::OK, "{}: {}", info.key, page.text);
            let offers = page.text.contains(&format!("name=\"{}", info.key))
                || page.text.contains("class=\"presets\"");
            assert!(offers, "{}", info.key);
        }
        if info.column != people::Column::Name {
            let page = max.get(&format!("/people?sort=-{0}&columns=name,{0}", info.key)).await;
            assert_eq!(page.status, StatusCode::OK, "{}", info.key);
            assert!(page.text.contains("aria-sort=\"descending\""), "{}", info.key);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_understood_is_named_with_the_way_out() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    for (query, says, without) in [
        ("rhythm=sometimes&q=ana", "on_rhythm, quiet, overdue, gone_quiet", "/people?q=ana"),
        ("color=red", "expected one of the parameters", "/people"),
        ("page=0", "a page number from 1", "/people"),
        ("contacts.from=many&q=ana", "a whole number", "/people?q=ana"),
        ("spent.from=much", "an amount such as 120 or 99.50", "/people"),
        ("last_contact.from_days=ten", "a number of days", "/people"),
        ("add=name", "a column that can be filtered", "/people"),
        ("q=a&q=b", "it only once", "/people"),
    ] {
        let page = max.get(&format!("/people?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(page.text.contains(says), "{query}: {}", page.text);
        assert!(
            page.text.contains(&format!("href=\"{without}\">Show the list without it")),
            "{query}: {}",
            page.text
        );
    }
    let script = max.get("/people?rhythm=%3Cscript%3E").await;
    assert!(!script.text.contains("<script>"));
}

#[tokio::test]
async fn a_provider_sees_own_people_and_may_not_assign() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    let page = petra.get("/people").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_ne!(count(&page.text), "120 people");
    assert!(!page.text.contains("/people/assign") && !page.text.contains("Duplicates"));
    let foreign = site.foreign_person().0.to_string();
    assert!(!ids(&petra.get("/people?sort=id").await.text).contains(&foreign));
    let refused = petra.post("/people/assign", &[("id", &foreign), ("provider", "nobody")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let file = petra.get("/people.csv").await;
    let max = site.as_role(Role::Manager).await;
    let all = max.get("/people.csv").await;
    assert_eq!(all.text.lines().count(), 121, "a head and everybody");
    assert!(file.text.lines().count() < 121 && file.text.starts_with("id,name,"));
    assert!(file.text.lines().count() > 1);
}

#[tokio::test]
async fn the_chosen_are_assigned_and_it_is_undone_as_one() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let chosen = ids(&max.get("/people").await.text);
    let to = site.provider(1).0.to_string();
    let nobody = max.post("/people/assign", &[("provider", &to)]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text.contains("Choose at least one person first."));
    let nowhere = max.post("/people/assign", &[("id", &chosen[3])]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.text.contains(&format!("value=\"{}\" data-key=\"x\"", chosen[3])));
    assert_eq!(nowhere.text.matches(" checked>").count(), 7, "six columns and the one who was chosen");
    let assigned = || {
        let desk = site.app.office.desk().unwrap();
        let people = desk.people();
        let one = |id: &String| people.row(book::CustomerId(id.parse().unwrap())).unwrap().assigned;
        chosen.iter().take(3).map(one).collect::<Vec<_>>()
    };
    let before = assigned();
    let fields = [
        ("id", &*chosen[0]),
        ("id", &*chosen[1]),
        ("id", &*chosen[2]),
        ("provider", &*to),
        ("query", "sort=-name&dense=1"),
    ];
    let done = max.post("/people/assign", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(done.location.as_deref().unwrap().starts_with("/people?sort=-name&dense=1&done="));
    assert_eq!(assigned(), vec![Some(site.provider(1)); 3]);
    let told = max.follow(&done).await;
    assert!(told.text.contains("Assigned 3 people to "), "{}", told.text);
    let act = done.location.unwrap().split("done=").nth(1).unwrap().to_owned();
    let undone = max.post(&format!("/undo/{act}"), &[("next", "/people")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    assert_eq!(assigned(), before);
}

#[tokio::test]
async fn all_that_a_list_finds_are_assigned() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let to = site.provider(0).0.to_string();
    let done = max.post("/people/assign", &[("all", "1"), ("provider", &to), ("query", "")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let nobody = max.get("/people?assigned=nobody").await;
    assert!(nobody.text.contains("Nobody is all of this"), "{}", nobody.text);
    let again = max.post("/people/assign", &[("all", "1"), ("provider", &to)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "nothing left to do");
}

#[tokio::test]
async fn lists_are_saved_under_a_name_and_removed() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let nameless = max.post("/people/views", &[("name", " "), ("query", "rhythm=overdue")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("Give the list a name"));
    let saved =
        max.post("/people/views", &[("name", "Quiet <now>"), ("query", "rhythm=overdue&page=2")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = max.follow(&saved).await;
    assert!(
        page.text
            .contains("<a href=\"/people?rhythm=overdue\" aria-current=\"true\">Quiet &#60;now&#62;</a>"),
        "{}",
        page.text
    );
    let petra = site.as_role(Role::Provider).await;
    assert!(!petra.get("/people").await.text.contains("Quiet &#60;"), "each account has its own");
    let number = page.text.split("/people/views/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let path = format!("/people/views/{number}/delete");
    assert_eq!(petra.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    let removed = max.post(&path, &[("query", "")]).await;
    let act = removed.location.as_deref().unwrap().split("done=").nth(1).unwrap().to_owned();
    assert!(!max.get("/people").await.text.contains("aria-current=\"true\">Quiet"));
    max.post(&format!("/undo/{act}"), &[("next", "/people")]).await;
    assert!(max.get("/people").await.text.contains("Quiet &#60;now&#62;</a>"), "it is back");
}

#[tokio::test]
async fn an_empty_book_teaches() {
    let site = Site::empty().await;
    assert_eq!(site.get("/people").await.status, StatusCode::SEE_OTHER, "sign in first");
    let form = office::accounts::AccountForm {
        name: "Ada".into(),
        email: "admin@example.com".into(),
        role: Role::Administrator,
        provider: None,
    };
    let password = signin::SecretText::new(crate::fixture::PASSWORD);
    site.app.office.create_first_account(form, password).await.unwrap();
    let page = site.as_user("admin").await.get("/people").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Nobody is in this book yet") && page.text.contains("/imports/new"));
}

#[tokio::test]
async fn what_somebody_judged_otherwise_is_listed_and_marked() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let day = office::Today::cards;
    let mut card = None;
    for provider in [site.provider(0), site.provider(1)] {
        let permit = guard::Actor { account: 2, name: "Max".into(), role: Role::Manager, provider: None };
        let today = site.app.office.today(&permit.see_day(Some(provider)).unwrap()).await.unwrap();
        let first = day(&today).next().map(|(card, _)| (card.customer.0, provider.0));
        card = card.or(first);
    }
    let (person, provider) = card.unwrap();
    let list = "/people?decline=serious&columns=name,decline";
    let before = max.get(list).await;
    let link = format!("href=\"/person/{person}\"");
    assert!(!before.text.contains(&link), "judged serious as it is: choose somebody else");
    let until = site.day.plus(30).to_string();
    let fields = [
        ("judgement", "decline"),
        ("value", "serious"),
        ("reason", "They told us on the phone that they are about to leave."),
        ("until", &until),
    ];
    let said = max.post(&format!("/person/{person}/override"), &fields).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let listed = max.get(list).await;
    assert!(listed.text.contains(&link), "{}", listed.text);
    assert!(listed.text.contains("says Max Manager, until "), "{}", listed.text);
    let today = max.get(&format!("/today?provider={provider}")).await;
    let sentence = "Max Manager judges otherwise: decline is serious, until ";
    assert!(today.text.contains(sentence), "{}", today.text);
    let page = max.follow(&said).await;
    let undo = page.text.split("action=\"/undo/").nth(1).unwrap().split('"').next().unwrap();
    max.post(&format!("/undo/{undo}"), &[("next", list)]).await;
    assert!(!max.get(list).await.text.contains(&link), "the judgement stands again");
}
