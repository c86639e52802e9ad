//! What is logged says nothing about anybody, even when everything is logged.

use crate::common::Desk;
use crate::http::{PASSWORD, ask, sign_in};
use crate::server::Server;

#[test]
fn nothing_personal_is_logged() {
    let desk = Desk::with_company();
    desk.run(&["import", "company"]).code(0);
    let server = Server::start(&desk, &["--as-of", "2026-11-20", "--log", "trace"]);
    let (cookie, csrf) = sign_in(&server);
    let address = server.address();
    let wrong = ask(address, "POST", "/sign-in", "", "email=ann%40hale.example&password=secretguess");
    assert!(wrong.unwrap().is("422"));
    // Read through once, the book answers; until then pages ask for a moment's patience.
    while !ask(address, "GET", "/ready", "", "").is_some_and(|answer| answer.is("200")) {}
    let page = ask(address, "GET", "/person/1", &cookie, "").unwrap();
    assert!(page.is("200"), "{}", page.head);
    let name = page.body.split("<h1>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().trim();
    let form = format!("csrf={csrf}&channel=phone&two_way=true&purpose=gallbladder");
    assert!(ask(address, "POST", "/person/1/contact", &cookie, &form).unwrap().is("303"));
    ask(address, "GET", "/people?q=searchedname", &cookie, "").unwrap();
    let name = name.to_owned();
    let log = {
        let log = server.log();
        server.stop();
        log
    };
    let token = cookie.split('=').nth(1).unwrap();
    let personal = [
        "ann@hale.example",
        "ann%40hale",
        "secretguess",
        PASSWORD,
        "gallbladder",
        "searchedname",
        token,
        &csrf,
        &name,
    ];
    for secret in personal {
        assert!(!log.contains(secret), "{secret:?} stands in the log:\n{log}");
    }
}
