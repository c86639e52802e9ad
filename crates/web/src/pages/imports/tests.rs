//! Bringing files in, from the first run to the first day: bad rows, columns of other names, people who come
//! twice, undoing, and whoever may not.

use crate::fixture::{PASSWORD, Page, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use book::CustomerId;
use guard::Role;
use office::acts::contact::Contact;

/// Somebody with a session, who can send files.
struct Sender<'s> {
    site: &'s Site,
    cookie: String,
    csrf: String,
}

fn multipart(path: &str, cookie: &str, csrf: Option<&str>, name: &str, content: &[u8]) -> Request<Body> {
    let mut body = Vec::new();
    if let Some(csrf) = csrf {
        let part = format!("--cut\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: text/csv\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let request = Request::post(path).header("content-type", "multipart/form-data; boundary=cut");
    request.header("cookie", cookie).body(Body::from(body)).unwrap()
}

impl<'s> Sender<'s> {
    async fn of(site: &'s Site, cookie: &str) -> Sender<'s> {
        let token = cookie.split([';', '=']).nth(1).unwrap();
        let session = site.app.office.session(token).await.unwrap().unwrap();
        Sender { site, cookie: format!("steadfast={token}"), csrf: session.csrf }
    }

    async fn role(site: &'s Site, role: Role) -> Sender<'s> {
        let browser = site.as_role(role).await;
        Sender::of(site, browser.cookie()).await
    }

    async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header("cookie", &self.cookie).body(Body::empty()).unwrap();
        self.site.send(request).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(&all).unwrap();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie);
        self.site.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a file; gives the address of the look at it.
    async fn upload(&self, name: &str, content: &str) -> String {
        let request = multipart("/imports/upload", &self.cookie, Some(&self.csrf), name, content.as_bytes());
        let page = self.site.send(request).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        page.location.unwrap()
    }

    /// Begins the import of a file that was looked at, and waits until lists know it. Gives its address.
    async fn bring_in(&self, look: &str, fields: &[(&str, &str)]) -> String {
        let mut all = vec![("go", "start")];
        all.extend_from_slice(fields);
        let page = self.post(look, &all).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        let run = page.location.unwrap();
        self.wait(&run).await;
        run
    }

    /// Asks as the page does, until all is over.
    async fn wait(&self, run: &str) {
        for _ in 0..6_000 {
            let page = self.get(&format!("{run}/progress")).await;
            if page.status == StatusCode::SEE_OTHER {
                return;
            }
            assert!(page.text.contains("data-poll"), "{}", page.text);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the import did not end");
    }

    fn names(&self) -> Vec<String> {
        let desk = self.site.app.office.desk().unwrap();
        let people = desk.people();
        let ids = people.ids(&people::Query::default(), self.site.day, None);
        let mut names: Vec<String> =
            ids.into_iter().map(|id| people.row(id).unwrap().name.unwrap_or_default().to_string()).collect();
        names.sort_unstable();
        names
    }
}

async fn first_run(site: &Site) -> Sender<'_> {
    let welcome = site.app.make_welcome().unwrap().unwrap();
    let fields = [
        ("business", "Hale & Ortiz"),
        ("timezone", "Europe/Madrid"),
        ("currency", "EUR"),
        ("name", "Ada Hale"),
        ("email", "ada@example.com"),
        ("password", PASSWORD),
    ];
    let page = site.post(&welcome, &fields).await;
    assert_eq!(page.location.as_deref(), Some("/imports/new"), "{}", page.text);
    Sender::of(site, page.cookie.as_deref().unwrap()).await
}

fn folder(site: &Site) -> Vec<String> {
    let mut path = site.app.office.path().as_os_str().to_owned();
    path.push(".uploads");
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn from_first_run_to_first_day() {
    let site = Site::empty().await;
    let ada = first_run(&site).await;
    let page = ada.get("/imports/new").await;
    for way in ["/imports/upload", "Load the simulated company", "/person/new"] {
        assert!(page.text.contains(way), "{way}");
    }
    let begun = ada.post("/imports/simulated", &[]).await;
    let run = begun.location.unwrap();
    ada.wait(&run).await;
    let page = ada.get("/today?provider=1").await;
    assert!(page.text.contains("every name and record in this book is invented"));
    assert!(page.text.contains("class=\"card\""), "{}", page.text);
    let again = ada.post("/imports/simulated", &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "never beside people who are there");
    // Out again as a whole: the book is as it was.
    let undone = ada.post(&format!("{run}/undo"), &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    ada.wait(&run).await;
    let settings = site.app.office.settings();
    assert!(!settings.simulated);
    assert_eq!(settings.currency.code(), "EUR");
    assert!(site.app.office.is_empty_book().unwrap());
    assert!(ada.get(&run).await.text.contains("undone"));
}

const CONTACTS: &str = "Full Name,Company,Email,Phone,Shoe size\n\
    Ana Ruiz,Acme Ltd,ana@acme.example,+44 20 7946 0001,38\n\
    Ben Stone,ACME,ben@acme.example,,\n\
    Ana Ruiz-Gil,Acme Ltd,ANA@acme.example,+44 20 7946 0002,\n\
    Cleo Hart,Hart & Sons,office@hart.example,+44 20 7946 0003,\n\
    Dan Hart,Hart & Sons,office2@hart.example,+44 20 7946 0003,\n\
    Eve Moss,,office@hart.example,,\n\
    ,,,12,\n";

#[tokio::test]
async fn people_are_matched_in_the_file_and_against_the_book() {
    let site = Site::empty().await;
    let ada = first_run(&site).await;
    let look = ada.upload("contacts.csv", CONTACTS).await;
    let page = ada.get(&look).await;
    assert!(page.text.contains("same e-mail address as line 2"), "{}", page.text);
    assert!(page.text.contains("Kept beside each record and used for nothing: Shoe size"));
    let run = ada.bring_in(&look, &[("source", "crm")]).await;
    // A shared mailbox and a switchboard do not make two people one.
    let expected = ["Acme Ltd", "Ana Ruiz", "Ben Stone", "Cleo Hart", "Dan Hart", "Eve Moss", "Hart & Sons"];
    assert_eq!(ada.names(), expected);
    let page = ada.get(&run).await;
    assert!(page.text.contains("5 new people, 2 new companies"), "{}", page.text);
    assert!(page.text.contains("Could not be read: 1"));
    assert!(page.text.contains("line 4: same e-mail address as line 2"));
    let rejects = ada.get(&format!("{run}/rejects.csv")).await;
    assert!(rejects.text.starts_with("line,field,found,expected,row"), "{}", rejects.text);
    assert!(rejects.text.contains("\",,,12,\""), "{}", rejects.text);
    assert_eq!(folder(&site), ["import-1.rejects.csv"], "the file itself is gone");

    // The same file again changes nothing; from elsewhere the same people are recognized.
    let again = ada.upload("contacts.csv", CONTACTS).await;
    assert!(ada.get(&again).await.text.contains("already in the book"));
    let run = ada.bring_in(&again, &[("source", "crm")]).await;
    assert!(ada.get(&run).await.text.contains("Nothing new"), "{}", ada.get(&run).await.text);
    let other =
        ada.upload("other.csv", "name,email\nAna Ruiz,ana@acme.example\nFay Lund,fay@x.example\n").await;
    assert!(ada.get(&other).await.text.contains("already in the book: same e-mail address as Ana Ruiz"));
    ada.bring_in(&other, &[]).await;
    assert_eq!(ada.names().len(), expected.len() + 1);
}

#[tokio::test]
async fn the_company_of_a_contact_is_on_their_page() {
    let site = Site::empty().await;
    let ada = first_run(&site).await;
    let look = ada.upload("contacts.csv", CONTACTS).await;
    ada.bring_in(&look, &[("source", "crm")]).await;
    let number = |name: &str| site.app.office.read().unwrap().find_customers(name).unwrap()[0].id.0;
    let ana = ada.get(&format!("/person/{}", number("Ana Ruiz"))).await;
    let acme = format!("Company: <a href=\"/person/{}\">Acme Ltd</a>", number("Acme Ltd"));
    assert!(ana.text.contains(&acme), "{}", ana.text);
    // In other words the same company.
    let ben = ada.get(&format!("/person/{}", number("Ben Stone"))).await;
    assert!(ben.text.contains(&acme.replace("Acme Ltd<", "ACME<")), "{}", ben.text);
    for name in ["Eve Moss", "Acme Ltd"] {
        let page = ada.get(&format!("/person/{}", number(name))).await;
        assert!(!page.text.contains("Company:"), "{name}: {}", page.text);
    }
    // A column that only a person can tell to be the company.
    let csv = "name,email,Where\nGil Ott,gil@ott.example,Ott Brothers\n";
    let look = ada.upload("more.csv", csv).await;
    let chosen = [
        ("kind", "customers"),
        ("kind_before", "customers"),
        ("source", "more"),
        ("field", "name"),
        ("field", "email"),
        ("field", "-company"),
    ];
    ada.bring_in(&look, &chosen).await;
    let gil = ada.get(&format!("/person/{}", number("Gil Ott"))).await;
    let ott = format!("Company: <a href=\"/person/{}\">Ott Brothers</a>", number("Ott Brothers"));
    assert!(gil.text.contains(&ott), "{}", gil.text);
}

#[tokio::test]
async fn columns_of_other_names_are_chosen_and_bad_rows_named() {
    let site = Site::simulated().await;
    let max = Sender::role(&site, Role::Manager).await;
    let csv = "Wer,Wann,Wieviel,Was\nk1,31.12.2025,\"1.234,50\",Lampe\nk2,32.12.2025,\"3,00\",Birne\n";
    let look = max.upload("kasse.csv", csv).await;
    let page = max.get(&look).await;
    assert!(page.text.contains("Not ready yet"), "{}", page.text);
    assert!(page.text.contains("Lampe · Birne"), "samples are shown");
    // What was chosen wrongly comes back as it was chosen.
    let twice = [
        ("kind", "purchases"),
        ("kind_before", "purchases"),
        ("source", "kasse"),
        ("date_format", "%d.%m.%Y"),
        ("decimal_comma", "yes"),
        ("field", "customer"),
        ("field", "at"),
        ("field", "amount"),
        ("field", "amount"),
    ];
    let start: Vec<(&str, &str)> = [("go", "start")].into_iter().chain(twice).collect();
    let page = max.post(&look, &start).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Two columns are both said to be"), "{}", page.text);
    let mut right = twice;
    right[8] = ("field", "product");
    let seen: Vec<(&str, &str)> = [("go", "look")].into_iter().chain(right).collect();
    let page = max.post(&look, &seen).await;
    assert!(page.text.contains("1,234.50") || page.text.contains("1234.50"), "{}", page.text);
    assert!(page.text.contains("would be left out"));
    let run = max.bring_in(&look, &right).await;
    let page = max.get(&run).await;
    assert!(page.text.contains("32.12.2025") && page.text.contains("Wann"), "{}", page.text);
    let list = max.get("/imports").await;
    assert!(list.text.contains("kasse.csv") && list.text.contains("Max Manager"), "{}", list.text);
}

#[tokio::test]
async fn what_is_built_upon_is_not_undone() {
    let site = Site::simulated().await;
    let max = Sender::role(&site, Role::Manager).await;
    let before = max.names();
    let look = max.upload("new.csv", "name,email\nNora New,nora@new.example\n").await;
    let run = max.bring_in(&look, &[]).await;
    let number: Vec<CustomerId> = {
        let book = site.app.office.read().unwrap();
        book.find_customers("nora@new.example").unwrap().into_iter().map(|found| found.id).collect()
    };
    let standing = site.app.office.standing(number[0]).unwrap();
    let actor = site.app.office.session(&max.cookie["steadfast=".len()..]).await.unwrap().unwrap().actor;
    let permit = actor.change_person(standing.customer, &standing.providers).unwrap();
    let call = Contact { channel: "phone".into(), ..Contact::default() };
    let receipt = site.app.office.log_contact(&permit, call).await.unwrap();
    let refused = max.post(&format!("{run}/undo"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Nora New"), "{}", refused.text);
    assert_eq!(max.names().len(), before.len() + 1);
    // Once that is undone, the import can be, from the trail as well.
    max.post(&format!("/undo/{}", receipt.act.0), &[("next", "/today")]).await;
    let undone = max.post(&format!("{run}/undo"), &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    max.wait(&run).await;
    assert_eq!(max.names(), before);
    let twice = max.post(&format!("{run}/undo"), &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn only_who_manages_and_only_with_the_token() {
    let site = Site::simulated().await;
    for role in [Role::Viewer, Role::Provider] {
        let one = Sender::role(&site, role).await;
        for path in
            ["/imports", "/imports/new", "/imports/1", "/imports/1/progress", "/imports/1/rejects.csv"]
        {
            assert_eq!(one.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let sent = multipart("/imports/upload", &one.cookie, Some(&one.csrf), "a.csv", b"name,email\na,b\n");
        assert_eq!(site.send(sent).await.status, StatusCode::FORBIDDEN);
        assert_eq!(one.post("/imports/1/undo", &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(one.post("/imports/simulated", &[]).await.status, StatusCode::FORBIDDEN);
    }
    let max = Sender::role(&site, Role::Manager).await;
    for csrf in [None, Some("wrong")] {
        let sent = multipart("/imports/upload", &max.cookie, csrf, "a.csv", b"name,email\na,b\n");
        assert_eq!(site.send(sent).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(folder(&site), Vec::<String>::new(), "nothing was kept");
}

#[tokio::test]
async fn names_of_files_lead_nowhere() {
    let site = Site::simulated().await;
    let max = Sender::role(&site, Role::Manager).await;
    let csv = "name,email\nAna,ana@x.example\n";
    for name in ["../../escaped.csv", "..%2f..%2fescaped.csv", "/tmp/escaped.csv", "C:\\escaped.csv", ".."] {
        let look = max.upload(name, csv).await;
        let token = look.strip_prefix("/imports/upload/").unwrap();
        assert!(token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()), "{token}");
        let outside = site.app.office.path().parent().unwrap().join("escaped.csv");
        assert!(!outside.exists() && !std::path::Path::new("/tmp/escaped.csv").exists());
        max.post(&format!("{look}/discard"), &[]).await;
        assert_eq!(max.get(&look).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(folder(&site), Vec::<String>::new());
    for token in ["..%2fbook.db", "%2e%2e", "book.db", "00000000000000000000000000000000", "..%5c..%5cx"] {
        let page = max.get(&format!("/imports/upload/{token}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{token}");
    }
    // What is no text of records is said so, and not kept.
    let look = max.upload("book.xlsx", "PK\u{3}\u{4}rest").await;
    let page = max.get(&look).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("book.xlsx") && page.text.contains("CSV UTF-8"), "{}", page.text);
    assert_eq!(folder(&site), Vec::<String>::new());
    let empty = multipart("/imports/upload", &max.cookie, Some(&max.csrf), "", b"");
    let page = site.send(empty).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("none was chosen"), "{}", page.text);
}
