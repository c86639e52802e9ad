//! X1, X5, X7, X8 and birthdays: what is refused, what sets it aside, and in which words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use book::{Day, Fact, FactId, Origin, Permission, PermissionState, SourceId, Timestamp};
use guard::{
    Ask, Birthday, Gate, OverrideReason, Standing, is_freshly_broken, may_ask, may_ask_despite,
    may_close_issue, may_contact, may_replace_wish, may_sell, may_store_birthday, wish_outranks,
};
use proptest::prelude::*;

#[test]
fn put_the_relationship_before_the_marketing() {
    assert!(may_sell(Gate::Met, 0, 0).unwrap().caution().is_none());
    assert!(may_sell(Gate::Unverified, 0, 0).unwrap().caution().is_some(), "a warning, not a refusal");
    let refusals = [
        may_sell(Gate::Met, 1, 0).unwrap_err(),
        may_sell(Gate::Met, 0, 2).unwrap_err(),
        may_sell(Gate::NotMet, 0, 0).unwrap_err(),
        may_ask(Ask::Referral, Standing { gate: Gate::Met, open_issues: 3, freshly_broken_promises: 1 })
            .unwrap_err(),
    ];
    assert!(refusals.iter().all(|refusal| refusal.code == "X5" && !refusal.is_permission()));
    insta::assert_snapshot!(refusals.map(|refusal| refusal.to_string()).join("\n"));
}

#[test]
fn a_reason_sets_x5_aside_and_is_kept() {
    let standing = Standing { gate: Gate::NotMet, open_issues: 1, freshly_broken_promises: 0 };
    let reason = OverrideReason::new("  she asked for the offer herself ").unwrap();
    let ask = may_ask_despite(Ask::Sale, standing, reason.clone());
    let (refusal, why) = ask.despite().unwrap();
    assert_eq!((refusal.code, why), ("X5", "she asked for the offer herself"));
    let free = Standing { gate: Gate::Met, open_issues: 0, freshly_broken_promises: 0 };
    assert_eq!(may_ask_despite(Ask::Sale, free, reason).despite(), None, "nothing to set aside");
    let much = "a b ".repeat(200);
    for little in ["", "ok", "  ", "- -", much.as_str()] {
        assert_eq!(OverrideReason::new(little).unwrap_err().code, "A2", "{little}");
    }
}

#[test]
fn broken_is_fresh_for_thirty_days() {
    let today = Day(20_000);
    for (days, is_fresh) in [(0, true), (30, true), (31, false), (-1, false)] {
        assert_eq!(is_freshly_broken(today.plus(-days), today), is_fresh, "{days}");
    }
}

#[test]
fn silence_closes_no_issue() {
    assert_eq!(may_close_issue(Some(true), "").unwrap().satisfied(), Some(true));
    assert_eq!(may_close_issue(None, " ").unwrap_err().code, "X7");
    assert_eq!(may_close_issue(Some(false), "").unwrap_err().code, "A1");
    assert_eq!(may_close_issue(None, "ok").unwrap_err().code, "A2");
    let closing = may_close_issue(None, "moved away, three calls unanswered").unwrap();
    assert_eq!(closing.satisfied(), None, "a reason is not an answer");
    assert_eq!(closing.reason(), Some("moved away, three calls unanswered"));
    assert!(may_close_issue(Some(false), "refunded in full, and parted").is_ok());
}

#[test]
fn a_stated_wish_stands() {
    use Origin::{Asserted, Inferred, Observed, Stated};
    let order = [Stated, Observed, Asserted, Inferred];
    for (place, higher) in order.iter().enumerate() {
        assert!(may_replace_wish(None, *higher).is_ok());
        assert!(may_replace_wish(Some(*higher), *higher).is_ok(), "the newer word of the same kind holds");
        for lower in &order[place + 1..] {
            assert!(wish_outranks(*higher, *lower) && !wish_outranks(*lower, *higher));
            assert_eq!(may_replace_wish(Some(*higher), *lower).unwrap_err().code, "X8");
            assert!(may_replace_wish(Some(*lower), *higher).is_ok());
        }
    }
    insta::assert_snapshot!(may_replace_wish(Some(Stated), Inferred).unwrap_err());
}

fn permission(
    second: i64,
    channel: &str,
    purpose: &str,
    state: PermissionState,
    evidence: &str,
) -> Fact<Permission> {
    let evidence = (!evidence.is_empty()).then(|| evidence.into());
    Fact {
        id: FactId(second.unsigned_abs()),
        source: SourceId(1),
        external_id: None,
        at: Timestamp(second),
        day: Day(0),
        provider: None,
        detail: Permission { channel: channel.into(), purpose: purpose.into(), state: Some(state), evidence },
    }
}

#[test]
fn a_no_holds_until_the_customer_says_yes() {
    use PermissionState::{Granted, Refused, SoftOptIn};
    let code = |facts: &[Fact<Permission>], channel: &str, purpose: &str| {
        may_contact(facts, channel, purpose).err().map(|refusal| refusal.code)
    };
    assert_eq!(code(&[], "email", "marketing"), Some("X1"), "unknown is not a yes");
    assert_eq!(code(&[], "email", "service"), None, "a promise kept needs none");
    assert_eq!(code(&[], "phone", "marketing"), None);
    let soft = permission(1, "email", "marketing", SoftOptIn, "");
    assert_eq!(code(std::slice::from_ref(&soft), "email", "marketing"), None);
    let no_email = permission(2, "email", "all", Refused, "");
    let later_soft = permission(3, "email", "marketing", SoftOptIn, "bought again");
    let bare_yes = permission(4, "email", "all", Granted, " ");
    let part = permission(5, "email", "marketing", Granted, "ticked the box");
    let whole = permission(6, "email", "all", Granted, "said so on the phone");
    let told = [soft, no_email.clone(), later_soft, bare_yes, part, whole];
    for count in 2..=5 {
        assert_eq!(code(&told[..count], "email", "marketing"), Some("X1"), "{count} statements");
    }
    assert_eq!(code(&told, "email", "marketing"), None);
    assert_eq!(code(&told[..2], "phone", "marketing"), None, "another channel");
    let no_all = permission(1, "all", "all", Refused, "");
    assert_eq!(
        code(&[no_all.clone(), no_email], "letter", "service"),
        Some("X1"),
        "altogether is altogether"
    );
    insta::assert_snapshot!(may_contact(&[no_all], "phone", "service").unwrap_err());
}

#[test]
fn a_birthday_is_a_day_and_a_month() {
    let fifth = Birthday::new(3, 5).unwrap();
    for text in ["--03-05", "03-05", "3/5", "5 March", "5. march", "Mar 5", "March, 5"] {
        assert_eq!(Birthday::parse(text), Ok(fifth), "{text}");
    }
    assert_eq!((fifth.to_string().as_str(), fifth.stored().as_str()), ("5 March", "--03-05"));
    assert!(Birthday::new(2, 29).is_some());
    for wrong in
        ["1980-03-05", "5 March 1980", "5.3.80", "March 1980", "30 February", "", "soon", "13-01", "5 Ma"]
    {
        assert_eq!(Birthday::parse(wrong).unwrap_err().code, "N1", "{wrong}");
    }
    assert_eq!(may_store_birthday("5 March", false).unwrap_err().code, "N2");
    assert_eq!(may_store_birthday("5 March", true), Ok(fifth));
}

proptest! {
    #[test]
    fn any_birthday_comes_back(month in 0_u8..20, day in 0_u8..40, text in "\\PC{0,20}") {
        if let Some(birthday) = Birthday::new(month, day) {
            prop_assert_eq!(Birthday::parse(&birthday.stored()), Ok(birthday));
            prop_assert_eq!(Birthday::parse(&birthday.to_string()), Ok(birthday));
        }
        let _ = Birthday::parse(&text);
    }
}
