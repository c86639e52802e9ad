//! Sessions end, links work once, and there is one first account.

use crate::room::{DAY_MICROS, MINUTE_MICROS, Room, ada};
use guard::Role;
use office::OfficeError;
use office::accounts::{AccountForm, SignIn};
use signin::{SecretText, TotpSecret};
use store::AccountId;

const PASSWORD: &str = "four plain wooden words";
const HOUR_MICROS: i64 = 60 * MINUTE_MICROS;

fn form(user: &str, role: Role) -> AccountForm {
    AccountForm { name: user.into(), email: format!("{user}@example.com"), role, provider: None }
}

async fn begin(room: &Room) -> String {
    let SignIn::In { token, .. } = room.office.begin_session(room.account().id).await.unwrap();
    token
}

async fn is_in(room: &Room, token: &str) -> bool {
    room.office.session(token).await.unwrap().is_some_and(|session| session.is_complete)
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_a_week() {
    let room = Room::simulated().await;
    let token = begin(&room).await;
    room.wait_micros(11 * HOUR_MICROS);
    assert!(is_in(&room, &token).await);
    room.wait_micros(13 * HOUR_MICROS);
    assert!(!is_in(&room, &token).await, "idle");
    let token = begin(&room).await;
    for _ in 0..16 {
        room.wait_micros(10 * HOUR_MICROS);
        assert!(is_in(&room, &token).await);
    }
    room.wait_micros(10 * HOUR_MICROS);
    assert!(!is_in(&room, &token).await, "a week is over");
    assert!(!is_in(&room, "another").await);
    let token = begin(&room).await;
    room.office.sign_out(&token).await.unwrap();
    assert!(!is_in(&room, &token).await);
}

#[tokio::test]
async fn the_second_factor_gives_a_fresh_token() {
    let room = Room::simulated().await;
    let secret = TotpSecret::from_bytes([9; 20]);
    let digits = |room: &Room| secret.code_at(room.office.now().0);
    let on = secret.base32();
    room.office.set_second_factor(&ada(), Some(&on), &digits(&room)).await.unwrap();
    let token = begin(&room).await;
    assert!(!is_in(&room, &token).await, "the password alone is not enough");
    let used = room.office.second_factor(&token, &digits(&room)).await.unwrap();
    assert_eq!(used, None, "the digits that turned it on were used");
    room.wait_micros(MINUTE_MICROS);
    let fresh = room.office.second_factor(&token, &digits(&room)).await.unwrap().unwrap();
    assert!(is_in(&room, &fresh).await);
    assert!(room.office.session(&token).await.unwrap().is_none(), "the old token is of no use");
    let late = begin(&room).await;
    room.wait_micros(11 * MINUTE_MICROS);
    let digits = digits(&room);
    assert_eq!(room.office.second_factor(&late, &digits).await.unwrap(), None, "ten minutes, no longer");
}

#[tokio::test]
async fn a_closed_account_is_out_and_the_last_administrator_stays() {
    let room = Room::simulated().await;
    let permit = ada().administer().unwrap();
    let (link, _) = room.office.invite(&permit, form("vera", Role::Viewer)).await.unwrap();
    let plain = link.path.trim_start_matches("/link/").to_owned();
    let id = room.office.use_link(&plain, SecretText::new(PASSWORD)).await.unwrap();
    let SignIn::In { token, .. } = room.office.begin_session(id).await.unwrap();
    assert!(is_in(&room, &token).await);
    room.office.change_account(&permit, id, form("vera", Role::Viewer), true).await.unwrap();
    assert!(!is_in(&room, &token).await);
    let password = SecretText::new(PASSWORD);
    assert_eq!(room.office.check_password("vera@example.com", password).await.unwrap(), None);
    let last = room.office.change_account(&permit, AccountId(1), form("ada", Role::Viewer), false).await;
    assert!(matches!(last, Err(OfficeError::Conflict(_))));
    assert_eq!(room.account().role, Role::Administrator.word());
}

#[tokio::test]
async fn a_link_works_once_and_not_for_ever() {
    let room = Room::simulated().await;
    let permit = ada().administer().unwrap();
    let link = room.office.reset_link(&permit, AccountId(1)).await.unwrap();
    let plain = link.path.trim_start_matches("/link/").to_owned();
    let before = begin(&room).await;
    let weak = room.office.use_link(&plain, SecretText::new("short")).await;
    assert!(matches!(weak, Err(OfficeError::Invalid(_))), "a weak password leaves the link");
    room.office.use_link(&plain, SecretText::new(PASSWORD)).await.unwrap();
    assert!(!is_in(&room, &before).await, "a new password ends every session");
    let again = room.office.use_link(&plain, SecretText::new(PASSWORD)).await;
    assert!(matches!(again, Err(OfficeError::Missing(_))));
    let late = room.office.reset_link(&permit, AccountId(1)).await.unwrap();
    room.wait_micros(DAY_MICROS + MINUTE_MICROS);
    let late = late.path.trim_start_matches("/link/").to_owned();
    assert!(room.office.link(&late).unwrap().is_none());
    assert!(room.office.use_link(&late, SecretText::new(PASSWORD)).await.is_err());
}

#[tokio::test]
async fn there_is_one_first_account() {
    let room = Room::empty();
    let create = |user: &'static str| {
        let office = room.office.clone();
        let password = SecretText::new(PASSWORD);
        async move { office.create_first_account(form(user, Role::Viewer), password).await }
    };
    assert!(room.office.is_first_run().unwrap());
    let (one, other) = tokio::join!(create("one"), create("other"));
    let conflicts =
        [&one, &other].iter().filter(|made| matches!(made, Err(OfficeError::Conflict(_)))).count();
    assert_eq!((one.is_ok() || other.is_ok(), conflicts), (true, 1));
    let accounts = room.book().accounts().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].role, Role::Administrator.word(), "the first one administers");
    assert!(!room.office.is_first_run().unwrap());
}
