use crate::fixture::Site;
use axum::http::StatusCode;
use guard::Role;

fn undo(text: &str) -> String {
    let at = text.find("action=\"/undo/").expect("an undo") + "action=\"".len();
    text[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn load_is_shown_with_its_range_and_hours_are_set_and_undone() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let list = max.get("/providers").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    assert!(list.text.contains("room: "), "in words, with its range");
    let id = site.provider(0).0;
    let address = format!("/providers/{id}");
    let one = max.get(&address).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.text);
    assert!(one.text.contains("A quiet week takes") && one.text.contains("about every month"));
    let name = site.app.office.scene().unwrap().directory().name(site.provider(0)).to_owned();
    let wrong = max.post(&address, &[("name", ""), ("hours", "many")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("from 0 to 168") && wrong.text.contains("value=\"many\""));
    let few = max.post(&address, &[("name", &name), ("hours", "0,0")]).await;
    assert_eq!(few.status, StatusCode::SEE_OTHER, "{}", few.text);
    let over = max.follow(&few).await;
    assert!(over.text.contains("Set the hours of") && over.text.contains("full to over"), "{}", over.text);
    let back = max.follow(&max.post(&undo(&over.text), &[("next", &address)]).await).await;
    assert!(!back.text.contains("full to over"), "as before");
}

#[tokio::test]
async fn somebody_new_is_added_once_and_takes_people_over() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let fields = [("name", "Nora Neu"), ("hours", "20"), ("skills", "glazing"), ("languages", "de; en")];
    let added = max.post("/providers", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let nora = max.follow(&added).await;
    assert!(nora.text.contains("Nora Neu") && nora.text.contains("glazing"));
    let here = added.location.as_deref().unwrap().split('?').next().unwrap();
    let back = max.follow(&max.post(&undo(&nora.text), &[("next", here)]).await).await;
    assert!(back.text.contains("Undone: Added Nora Neu"), "{}", back.text);
    assert!(!back.text.contains("Nora Neu</a>"), "taken back");
    let added = max.post("/providers", &fields).await;
    let id = added.location.unwrap().trim_start_matches("/providers/").split('?').next().unwrap().to_owned();
    let twice = max.post("/providers", &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("is here already"));
    let person = site.own_person().0.to_string();
    let from = format!("/providers/{}/handover", site.provider(0).0);
    let preview = max.get(&format!("{from}?person={person}")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text);
    assert!(preview.text.contains("What comes along"));
    let nobody = max.post(&from, &[("person", &person), ("to", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let word = "She likes the phone";
    let handed = max.post(&from, &[("person", &person), ("to", &id), ("word", word)]).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text);
    let nora = max.get(&format!("/providers/{id}")).await;
    assert!(nora.text.contains(">1 people<"), "{}", nora.text);
    let again = max.get(&format!("{from}?person={person}")).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "not among those served any more");
}

#[tokio::test]
async fn everybody_is_handed_over_and_back() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let (first, second) = (site.provider(0).0, site.provider(1).0.to_string());
    let from = format!("/providers/{first}/handover");
    let preview = max.get(&from).await;
    assert!(preview.status == StatusCode::OK && preview.text.contains("can be undone as one"));
    let done = max.post(&from, &[("to", &second)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let after = max.follow(&done).await;
    assert!(after.text.contains("over from"), "it says what was done");
    assert!(max.get(&from).await.text.contains("serves nobody now"));
    let back = max.post(&undo(&after.text), &[("next", "/providers")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    assert!(max.get(&from).await.text.contains("What comes along"));
}

#[tokio::test]
async fn only_managers_change_and_a_provider_sees_the_own_load() {
    let site = Site::simulated().await;
    let (own, other) = (site.provider(0).0, site.provider(1).0);
    let petra = site.as_role(Role::Provider).await;
    assert_eq!(petra.get(&format!("/providers/{own}")).await.status, StatusCode::OK);
    assert_eq!(petra.get(&format!("/providers/{other}")).await.status, StatusCode::NOT_FOUND);
    assert!(!petra.get("/providers").await.text.contains(&format!("/providers/{other}\"")));
    let vera = site.as_role(Role::Viewer).await;
    let seen = vera.get(&format!("/providers/{other}")).await;
    assert!(seen.status == StatusCode::OK && !seen.text.contains("Save</button>"));
    for user in ["provider", "viewer"] {
        let somebody = site.as_user(user).await;
        let form = [("name", "X"), ("hours", "1"), ("to", "2")];
        for path in ["/providers", &format!("/providers/{own}"), &format!("/providers/{own}/handover")] {
            assert_eq!(somebody.post(path, &form).await.status, StatusCode::FORBIDDEN, "{user} {path}");
        }
        let preview = somebody.get(&format!("/providers/{own}/handover")).await;
        assert_eq!(preview.status, StatusCode::FORBIDDEN);
    }
    let max = site.as_role(Role::Manager).await;
    assert_eq!(max.get("/providers/4711").await.status, StatusCode::NOT_FOUND);
    assert_eq!(max.post_forged("/providers", &[("name", "X")]).await.status, StatusCode::FORBIDDEN);
}
