//! J9 in words.

use super::{
    Recorded, SpuriousLoyalty, TacticClass, TacticKind, TacticTally, TacticVerdict, assess, better_versions,
    says,
};
use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::{Parameters, Rate, rate::count};
use book::Day;
use judge::words;

/// Judges one tactic and says so. `name` is what the owner calls it.
pub fn finding(
    name: &str,
    tally: &TacticTally,
    recorded: Recorded,
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let verdict = assess(tally, recorded, parameters);
    let kind = TacticKind::of(name);
    // Records write `birthday_card`; people do not.
    let called = name.replace('_', " ");
    let better = better_versions(kind, tally, &verdict, parameters);
    let subject = Subject { kind: SubjectKind::Tactic, id: name.into(), name: called.as_str().into() };
    let draft = Draft::new(FindingKind::Tactic, subject, as_of)
        .rests_on("sends", tally.sends)
        .count("answered", tally.answered)
        .count("conversations", tally.conversations)
        .count("learned_and_used", tally.learned_and_used)
        .count("common_ground", tally.common_ground)
        .count("opt_outs_and_complaints", tally.harm);
    let draft = with_tests(draft, &verdict, recorded, parameters);
    let draft = match verdict.class {
        TacticClass::Unproven if verdict.too_few => draft.not_enough(""),
        TacticClass::Unproven => draft.undetermined(verdict.class.word()),
        class => draft.assessed(class.word()),
    };
    let draft = if tally.sends == 0 { draft } else { draft.estimate(verdict.two_way.estimate()) };
    let words = [
        counts(&called, tally, recorded, &verdict),
        reading(tally, recorded, &verdict),
        notes(tally, &verdict),
    ];
    draft
        .sentence(words.concat())
        .would_change(would_change(tally, &verdict, parameters))
        .better(words::sentence_case(&better.join("; ")) + ".")
        .caveat(
            "What comes later, or is never written down, is not seen here; and people differ in what \
             they like.",
        )
        .done()
}

/// `Birthday cards: 400 sent, 6 became a conversation (likely 1-3 %), nothing learned and later used.`
fn counts(name: &str, tally: &TacticTally, recorded: Recorded, verdict: &TacticVerdict) -> String {
    if tally.sends == 0 {
        return format!("{}: nothing sent is recorded.", words::sentence_case(name));
    }
    let mut parts = vec![format!("{} sent", book::money::thousands(tally.sends))];
    parts.push(match (recorded.conversations, tally.conversations) {
        (false, _) => "whether people talked is not recorded".to_owned(),
        (true, 0) => format!("none became a conversation ({})", verdict.two_way.likely()),
        (true, seen) => {
            format!("{seen} became a conversation ({}){}", verdict.two_way.likely(), before(tally))
        }
    });
    parts.push(match (recorded.learning, tally.learned_and_used) {
        (false, _) => "what was learned is not recorded".to_owned(),
        (true, 0) => "nothing learned and later used".to_owned(),
        (true, seen) => {
            format!(
                "something learned and later used {} ({})",
                words::times(seen as u32),
                verdict.learned_and_used.likely()
            )
        }
    });
    format!("{}: {}.", words::sentence_case(name), parts.join(", "))
}

/// How many had talked in as many days before: those who come every week talk anyway.
fn before(tally: &TacticTally) -> String {
    match tally.talked_before.known {
        0 => String::new(),
        known => format!(
            " against {} of {} in the two weeks before",
            book::money::thousands(tally.talked_before.yes),
            book::money::thousands(known)
        ),
    }
}

fn reading(tally: &TacticTally, recorded: Recorded, verdict: &TacticVerdict) -> String {
    let design = &tally.design;
    match verdict.class {
        TacticClass::PretendedRelationship if verdict.dressed => {
            " Its benefit depends on buying, and its words claim a friendship: an incentive dressed as one."
                .into()
        }
        TacticClass::PretendedRelationship => {
            let claims = says(design.claims_relationship).then_some("its words claim a relationship");
            let signed =
                says(design.signed_by_nonauthor).then_some("it is signed by somebody who did not write it");
            let why: Vec<String> = [claims, signed].into_iter().flatten().map(str::to_owned).collect();
            format!(" {}: this pretends.", words::sentence_case(&words::list(&why)))
        }
        TacticClass::Incentive => {
            " An incentive: a benefit for buying, without a claim to more. Nothing is wrong with that.".into()
        }
        TacticClass::RelationshipBuilding => " This builds relationships.".into(),
        TacticClass::Service => {
            let settled = Rate::of(tally.requests.yes, tally.requests.known);
            format!(
                " A service: {} of {} requests settled ({}).",
                settled.seen,
                settled.chances,
                settled.likely()
            )
        }
        TacticClass::Unproven if verdict.too_few => " Too early to say what it is.".into(),
        TacticClass::Unproven if !(recorded.conversations && recorded.learning) => {
            " What it is cannot be said from these records.".into()
        }
        TacticClass::Unproven => " Nothing shows yet that it does more than it costs.".into(),
    }
}

/// Harm, and loyalty that may be none.
fn notes(tally: &TacticTally, verdict: &TacticVerdict) -> String {
    let mut notes = String::new();
    if tally.harm > 0 {
        notes += &format!(
            " After {} of them somebody opted out or complained ({}).",
            book::money::thousands(tally.harm),
            verdict.harm.likely()
        );
    }
    let buyers = crate::rate::people(tally.loyalty.always_with_incentive);
    match verdict.loyalty {
        SpuriousLoyalty::None | SpuriousLoyalty::Content => {}
        SpuriousLoyalty::NeverAsked => {
            notes +=
                &format!(" {buyers} bought again, always under it, and nobody was asked how they find us.");
        }
        SpuriousLoyalty::Noted => {
            notes += &format!(
                " {buyers} bought again, always under it, and {} of the {} who answered were not \
                 content: they may be loyal to the price.",
                tally.loyalty.weak, tally.loyalty.answered
            );
        }
    }
    notes
}

fn with_tests(draft: Draft, verdict: &TacticVerdict, recorded: Recorded, parameters: &Parameters) -> Draft {
    let [talks, learns, shares] = verdict.tests;
    let sentence = |known: bool, what: &str, rate: &Rate, bar: f64| {
        if !known {
            return format!("{what}: not recorded.");
        }
        if verdict.too_few {
            return format!("{what}: {} of {}, too few to say.", rate.seen, rate.chances);
        }
        let chance = words::percent(rate.above(bar));
        let bar = bar * 100.0;
        format!("{what}: {} of {}; chance that it is above {bar:.0} %: {chance}.", rate.seen, rate.chances)
    };
    let (conversation, learning) = (parameters.two_way_bar, parameters.learned_bar);
    let known = recorded.learning;
    let ground = &verdict.common_ground;
    let common_ground = match (known, verdict.too_few) {
        (true, false) => {
            let one_in = (1.0 / learning).round();
            format!("Common ground: {} of {}; it takes 1 in {one_in}.", ground.seen, ground.chances)
        }
        _ => sentence(known, "Common ground", ground, learning),
    };
    draft
        .test(
            "two_way",
            talks,
            sentence(recorded.conversations, "Conversations", &verdict.two_way, conversation),
        )
        .test(
            "learned_and_used",
            learns,
            sentence(known, "Learned and later used", &verdict.learned_and_used, learning),
        )
        .test("common_ground", shares, common_ground)
}

/// The nearest fact that would make it something else.
fn would_change(tally: &TacticTally, verdict: &TacticVerdict, parameters: &Parameters) -> String {
    match verdict.class {
        TacticClass::PretendedRelationship if verdict.dressed => {
            "Without the claim, or without the condition, it would be judged by what comes of it.".into()
        }
        TacticClass::PretendedRelationship => {
            let more = conversations_missing(tally, parameters);
            format!(
                "{} from the same {} sendings would have made it something else.",
                count(more, "more conversation"),
                book::money::thousands(tally.sends)
            )
        }
        TacticClass::Incentive => "Words that claim a relationship would make it a pretence.".into(),
        TacticClass::RelationshipBuilding => {
            "Fewer conversations, or nothing used of what is learned.".into()
        }
        TacticClass::Service => "More requests left unsettled.".into(),
        TacticClass::Unproven if verdict.too_few => {
            let missing = parameters.sends_min.saturating_sub(tally.sends);
            format!("{}, with what came of them, would be enough to judge.", count(missing, "more sending"))
        }
        TacticClass::Unproven => {
            "Conversations within two weeks of a sending, and a use for what is said in them.".into()
        }
    }
}

/// Conversations that would have been needed for P(conversation > bar) to leave the failing range.
fn conversations_missing(tally: &TacticTally, parameters: &Parameters) -> u64 {
    let (mut low, mut high) = (tally.conversations, tally.sends);
    while low < high {
        let middle = low + (high - low) / 2;
        let passes =
            Rate::of(middle, tally.sends).above(parameters.two_way_bar) > parameters.fail_probability;
        if passes { high = middle } else { low = middle + 1 }
    }
    high.saturating_sub(tally.conversations).max(1)
}
