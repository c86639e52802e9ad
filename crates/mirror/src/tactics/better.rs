//! A better version of a tactic (C107): companies will not give it up, so say what would make it right, or at
//! least less offensive (C102).

use super::{TacticClass, TacticKind, TacticTally, TacticVerdict, says};
use crate::Parameters;

/// What would make it better, the most telling first; never empty.
pub fn better_versions(
    kind: TacticKind,
    tally: &TacticTally,
    verdict: &TacticVerdict,
    parameters: &Parameters,
) -> Vec<&'static str> {
    let mut all = vec![by_class(kind, verdict)];
    let design = &tally.design;
    let poses = verdict.class == TacticClass::PretendedRelationship;
    if says(design.signed_by_nonauthor) {
        all.push("let it be signed by whoever wrote it, the business if need be");
    }
    if says(design.claims_relationship) && poses && !verdict.dressed {
        all.push("drop the words that claim a friendship");
    }
    if design.reply_goes_to_a_person.is(0.5) == Some(false) {
        all.push("let an answer reach a person who can act on it");
    }
    if design.same_for_all.is(parameters.same_for_all_bar) == Some(true) {
        all.push("send it only to those whose own words it answers");
    }
    if verdict.harm.low > parameters.learned_bar {
        all.push("ask before sending it again, and make no as easy as yes");
    }
    if verdict.tests[0] == judge::TestOutcome::Pass && verdict.tests[1] != judge::TestOutcome::Pass {
        all.push("write down what people tell you, and use it the next time");
    }
    all
}

fn by_class(kind: TacticKind, verdict: &TacticVerdict) -> &'static str {
    match (verdict.class, kind) {
        (TacticClass::PretendedRelationship, _) if verdict.dressed => {
            "call it what it is, an incentive; that is nothing to be ashamed of"
        }
        (TacticClass::RelationshipBuilding, _) => "keep it small enough that a person can answer every reply",
        (TacticClass::Incentive, _) => {
            "say plainly what it costs and what it gives, and ask once what they think"
        }
        (_, TacticKind::BirthdayCard) => "send ten you write yourself, or call",
        (_, TacticKind::FollowUpSurvey) => {
            "ask one question by phone, and tell them what you changed because of it"
        }
        (_, TacticKind::LiveChatHelpDesk) => "let the same person answer, with what was said before at hand",
        (_, TacticKind::PersonalizedMailing) => {
            "write to those who told you something, and say why you write"
        }
        (TacticClass::Service, _) => "ask afterwards whether it settled the matter",
        (TacticClass::PretendedRelationship, _) => "let a person write to ten of them, or call",
        (TacticClass::Unproven, _) => "try it on a few with somebody reading every answer",
    }
}
