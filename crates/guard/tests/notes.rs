//! Notes about people: kinds, expiry, use, and the words that stop softly, with true and false positives.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use book::{Day, Origin};
use guard::{
    Category, Ground, NewNote, NoteKind, OverrideReason, SpecialDataConsent, Use, WordLists, check_note,
    is_unused_too_long, may_store_note, may_use,
};
use jiff::civil::date;
use proptest::prelude::*;

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::from_date(date(year, month, day))
}

fn note(kind: NoteKind, origin: Option<Origin>, text: &str) -> NewNote<'_> {
    NewNote { kind, origin, text, language: "en", learned_on: day(2026, 11, 22) }
}

#[test]
fn what_should_stop_stops() {
    use Category::{
        Biometric, Ethnicity, Family, Genetic, Health, Money, Politics, Pregnancy, Religion, Sexuality,
    };
    use Category::{Union, Vulnerability};
    for (language, text, category, word) in [
        ("en", "She is diabetic, so no cake", Health, "diabetic"),
        ("en", "Hard of hearing on the left", Health, "Hard of hearing"),
        ("en", "observes Ramadan", Religion, "Ramadan"),
        ("en", "has VOTED FOR the mayor", Politics, "VOTED FOR"),
        ("en", "is the shop-steward", Union, "shop-steward"),
        ("en", "He is gay", Sexuality, "gay"),
        ("en", "of Asian descent", Ethnicity, "of Asian descent"),
        ("en", "did a DNA test", Genetic, "DNA test"),
        ("en", "signs in by fingerprint", Biometric, "fingerprint"),
        ("en", "pregnant until May", Pregnancy, "pregnant"),
        ("en", "can't afford it this year", Money, "can't afford"),
        ("en", "easily persuaded", Vulnerability, "easily persuaded"),
        ("en", "her husband decides", Family, "her husband"),
        ("en-GB", "has Crohn’s", Health, "Crohn’s"),
        ("de", "hatte eine Herzerkrankung", Health, "Herzerkrankung"),
        ("de-AT", "ist SCHWERHÖRIG", Health, "SCHWERHÖRIG"),
        ("de", "in der Gewerkschaft aktiv", Union, "Gewerkschaft"),
        ("de", "ist evangelisch", Religion, "evangelisch"),
        ("de", "türkischstämmig", Ethnicity, "türkischstämmig"),
        ("de", "wählt SPD", Politics, "wählt SPD"),
        ("es", "tiene cáncer", Health, "cáncer"),
        ("es", "tiene cancer", Health, "cancer"),
        ("es", "es católica", Religion, "católica"),
        ("es_MX", "está embarazada", Pregnancy, "embarazada"),
        ("es", "afiliada a UGT", Union, "afiliada a UGT"),
        ("fr", "elle est enceinte", Pregnancy, "enceinte"),
        ("fr", "en arrêt maladie", Health, "arrêt maladie"),
        ("fr", "déléguée syndicale", Union, "déléguée syndicale"),
        ("fr", "vote à gauche", Politics, "vote à gauche"),
        ("fr", "n'a pas les moyens", Money, "n'a pas les moyens"),
    ] {
        let found = check_note(text, language);
        let is_it =
            |hit: &guard::SensitiveWord| hit.category == category && text[hit.start..hit.end] == *hit.word;
        let hit = found.iter().find(|hit| is_it(hit)).unwrap_or_else(|| panic!("{text}: {found:?}"));
        assert_eq!((hit.word.as_str(), hit.suggestion.is_empty()), (word, false), "{text}");
    }
}

#[test]
fn what_is_harmless_passes() {
    for (language, text) in [
        ("en", "Lives in Union Street, banks with Western Union"),
        ("en", "Credit union account; family reunion in May"),
        ("en", "A conservative estimate; liberal with sugar; her labour costs rose"),
        ("en", "Drives from Gay Street, likes Christian Dior and kosher salt"),
        ("en", "Works for the cancer charity, born under the Tropic of Cancer"),
        ("en", "Health food shop; healthy margins; mass mailing; race on Sunday"),
        ("en", "Wants the fingerprint reader for the gate"),
        ("en", "The shop was depressing; great depression glass collection"),
        ("en", "Prefers black coffee and white paper, calls after 5 pm"),
        ("en", "Fan of Arabic calligraphy? No, of arabica beans"),
        ("en", "A pregnant pause, then yes"),
        ("en", "Manages the right wing of the building"),
        ("en", "Stroke of luck; she stroked the dog; roller blind for the office in Islamabad"),
        ("en", "Alerts disabled; diagnosed the printer; wants to transplant two roses"),
        ("de", "Trinkt Krankenwagen-Kaffee? Nein: Kaffee schwarz, Anruf nach 17 Uhr"),
        ("de", "Isst gern Flusskrebs; Pizzeria Roma um die Ecke"),
        ("de", "Rechts vom Eingang parken, links klingeln; der Drucker streikt"),
        ("de", "Wir schulden ihr eine Antwort; das Gerücht wurde dementiert; Gläubiger ist die Bank"),
        ("es", "Quiere darse de baja del boletín; lápiz de color rojo; café negro"),
        ("es", "Compra judías verdes y vive en el extranjero; lo prometido, de baja calidad"),
        ("fr", "Cherche une enceinte Bluetooth; porte de gauche; bouteille de Veuve Clicquot"),
        ("fr", "Le code est invalide ; diagnostic immobilier ; crayon de couleur ; syndicat d'initiative"),
        ("fr", "Travaille à l'étranger, aime les religieuses au chocolat"),
    ] {
        assert_eq!(check_note(text, language), Vec::new(), "{language}: {text}");
    }
}

#[test]
fn the_suggestion_is_the_accommodation() {
    let found = check_note("Ana is hard of hearing and uses a wheelchair", "en");
    let advice: Vec<&str> = found.iter().map(|hit| hit.suggestion.as_str()).collect();
    assert_eq!(found.len(), 2);
    assert!(advice[0].contains("speak slowly") && advice[1].contains("step-free"), "{advice:?}");
    let own = check_note("speak slowly, face to face; step-free access; write rather than phone", "en");
    assert_eq!(own, Vec::new(), "what we advise must pass");
}

#[test]
fn a_language_without_a_list_is_asked_of_all() {
    assert_eq!(check_note("ist schwanger", "en"), Vec::new());
    assert_eq!(check_note("ist schwanger", "").len(), 1);
    assert_eq!(check_note("ist schwanger", "nl-BE").len(), 1);
    let languages: Vec<&str> = WordLists::built_in().languages().collect();
    assert_eq!(languages, ["de", "en", "es", "fr"]);
}

#[test]
fn a_list_can_be_edited_and_a_bad_one_is_named() {
    let mut lists = WordLists::built_in().clone();
    let own = "language = \"en\"\n[category.health]\nsuggestion = \"Leave it out.\"\nwords = [\"gout\"]\n";
    lists.replace("own.toml", own).unwrap();
    assert_eq!(lists.check("has gout and is diabetic", "en").len(), 1, "in place of the list there was");
    let errors = [
        lists.replace("own.toml", "language = \"en\"\n[category.helth]\nwords = []\n"),
        lists.replace(
            "own.toml",
            "language = \"en\"\n[category.health]\nsuggestion = \"\"\nwords = [\"a*\"]\n",
        ),
        lists.replace("own.toml", "words"),
    ];
    insta::assert_snapshot!(errors.map(|error| error.unwrap_err().to_string()).join("\n---\n"));
    assert_eq!(lists.check("has gout", "en").len(), 1, "a bad list changes nothing");
}

#[test]
fn kinds_expire_and_may_be_used_by_their_rules() {
    for kind in NoteKind::ALL {
        assert_eq!(NoteKind::of(kind.word()), kind);
        assert!(may_use(kind, Use::Serving).is_ok());
        assert_eq!(may_use(kind, Use::Template).is_ok(), kind == NoteKind::Fact);
        let is_open = kind != NoteKind::Confidence;
        assert_eq!(may_use(kind, Use::Selling).is_ok(), is_open);
        assert_eq!(may_use(kind, Use::Scoring).is_ok(), is_open);
    }
    assert_eq!(NoteKind::of("common_ground"), NoteKind::Fact);
    assert_eq!(NoteKind::Opinion.expires_on(day(2026, 11, 22)), Some(day(2027, 11, 22)));
    assert_eq!(NoteKind::Opinion.expires_on(day(2024, 2, 29)), Some(day(2025, 2, 28)));
    assert_eq!(NoteKind::Care.expires_on(day(2026, 11, 22)), None);
    assert!(!is_unused_too_long(day(2024, 11, 23), day(2026, 11, 22)));
    assert!(is_unused_too_long(day(2024, 11, 22), day(2026, 11, 22)));
    insta::assert_snapshot!(may_use(NoteKind::Confidence, Use::Selling).unwrap_err());
}

#[test]
fn a_note_is_checked_before_it_is_kept() {
    let lists = WordLists::built_in();
    let plain =
        may_store_note(note(NoteKind::Opinion, None, " likes to be asked twice "), lists, None).unwrap();
    assert_eq!((plain.text(), plain.expires_on()), ("likes to be asked twice", Some(day(2027, 11, 22))));
    assert!(plain.enters_judgements());

    let ill = note(NoteKind::Fact, Some(Origin::Stated), "is diabetic");
    let soft = may_store_note(ill, lists, None).unwrap_err();
    let consent =
        SpecialDataConsent::new("her diabetes, for catering", day(2026, 11, 22), "on the phone").unwrap();
    let kept = may_store_note(ill, lists, Some(Ground::Consent(consent.clone()))).unwrap();
    assert!(!kept.enters_judgements() && kept.found().len() == 1, "special data never enters judgements");

    let street = note(NoteKind::Opinion, None, "the gay couple's bar brand is a hit");
    let meant = Ground::NotAboutThat(OverrideReason::new("the name of a brand").unwrap());
    assert!(may_store_note(street, lists, Some(meant)).is_ok());

    let guess = note(NoteKind::Opinion, None, "I think she is pregnant");
    let hard = may_store_note(guess, lists, Some(Ground::Consent(consent.clone()))).unwrap_err();
    let inferred = note(NoteKind::Fact, Some(Origin::Inferred), "diabetic, from what she buys");
    assert_eq!(may_store_note(inferred, lists, None).unwrap_err().code, "X10");
    assert_eq!(may_store_note(note(NoteKind::Care, None, " "), lists, None).unwrap_err().code, "N3");
    insta::assert_snapshot!(format!("{}: {soft}\n{}: {hard}", soft.code, hard.code));

    let told =
        may_store_note(note(NoteKind::Confidence, None, "wants to sell the firm"), lists, None).unwrap();
    assert!(!told.enters_judgements());
    let needless =
        may_store_note(note(NoteKind::Fact, None, "likes tea"), lists, Some(Ground::Consent(consent)));
    assert_eq!(needless.unwrap().ground(), None, "a consent that was not needed is not kept");
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}", language in "[a-z]{0,3}") {
        for hit in check_note(&text, &language) {
            prop_assert_eq!(&text[hit.start..hit.end], hit.word);
        }
    }

    #[test]
    fn a_listed_word_is_found_wherever_it_stands(before in "[ ,.a-z]{0,20}", after in "[ ,.!?]{0,9}") {
        let text = format!("{before} DiaBETes{after}");
        prop_assert!(check_note(&text, "en").iter().any(|hit| hit.word == "DiaBETes"));
    }
}
