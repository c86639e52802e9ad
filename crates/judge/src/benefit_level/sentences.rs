//! J11 in words.

use super::{BenefitVerdict, LevelRecord, LockIn, has_way_out, is_in_use, structural};
use crate::promise_keeping::{self, PromiseVerdict};
use crate::signals::Moment;
use crate::{Context, Judgement, JudgementKind, TestOutcome, draft::Draft, words};
use book::{Benefit, BondLevel, Fact, History};

pub(super) fn judgement(
    verdict: &BenefitVerdict,
    history: &History,
    context: &Context,
    promises: &PromiseVerdict,
) -> Judgement {
    let draft = Draft::new(JudgementKind::BenefitLevel, history, context).facts(&history.benefits);
    if history.benefits.is_empty() {
        let sentence = if verdict.log_is_old {
            "No benefit to them is recorded, though this book records benefits."
        } else {
            "No benefit to them is recorded, and this book has not recorded benefits for long."
        };
        let draft = draft.not_assessed(sentence);
        return draft.would_change("A benefit given, and whether they used it.").done();
    }
    let ours = history.promises.iter().filter(|promise| promise_keeping::is_ours(&promise.detail));
    let draft = draft.facts(ours);
    let moment = Moment::now(context);
    let draft = match verdict.word() {
        Some(word) => draft.assessed(word),
        None => draft.undetermined(),
    };
    let draft = BondLevel::ALL.iter().fold(draft, |draft, level| {
        let (outcome, sentence) = of_level(*level, verdict, (history, &moment));
        draft.test(level.word(), outcome, sentence)
    });
    let (outcome, words) = reliance(promises);
    let draft = draft.test("confidence", outcome, words);
    let draft = match way_out(verdict, (history, &moment)) {
        Some((outcome, words)) => draft.test("way_out", outcome, words),
        None => draft,
    };
    draft
        .sentence(sentence(verdict, (history, &moment)))
        .would_change(would_change(verdict))
        .caveat("Some benefits are never noted, and a discount that is enough for somebody is enough.")
        .done()
}

fn sentence(verdict: &BenefitVerdict, (history, moment): (&History, &Moment)) -> String {
    let named = |level: BondLevel| {
        let what = newest_in_use(history, moment, level).unwrap_or_default();
        format!("{} ({what})", kind_of(level))
    };
    let deepest = match (verdict.deepest, verdict.unasked) {
        (Some(level), None) => format!("The deepest benefit that they use and value is {}.", named(level)),
        (Some(level), Some(deeper)) => format!(
            "The deepest benefit that they use and are known to value is {}. They also use {}, and nobody \
             asked what it is worth to them.",
            named(level),
            named(deeper)
        ),
        (None, Some(level)) => {
            format!("They use {}, and nobody asked what it is worth to them.", named(level))
        }
        (None, None) if verdict.word().is_none() => {
            "Benefits were given, but nobody noted of which kind.".to_owned()
        }
        (None, None) => {
            "Of what they were given, nothing that they value has been in use for a year.".to_owned()
        }
    };
    match verdict.lock_in {
        None => deepest,
        Some(LockIn::NoWayOut) => format!(
            "{deepest} No way out of the linked working is written down: tell them how they can leave it, \
             and note it."
        ),
        Some(LockIn::AgainstTheirWill) => format!(
            "{deepest} They want it strictly business and are not content with the linked working: they may \
             stay because leaving is hard. Ask, and offer the way out."
        ),
    }
}

fn kind_of(level: BondLevel) -> &'static str {
    match level {
        BondLevel::Financial => "money",
        BondLevel::Social => "personal attention",
        BondLevel::Structural => "linked working",
    }
}

/// What the newest benefit of a level in use is, one that they value before others.
fn newest_in_use<'h>(history: &'h History, moment: &Moment, level: BondLevel) -> Option<&'h str> {
    let is_such =
        |benefit: &&Fact<Benefit>| benefit.detail.level == Some(level) && is_in_use(benefit, moment);
    let mut in_use = history.benefits.iter().rev().filter(is_such);
    let valued = in_use.clone().find(|benefit| benefit.detail.valued == Some(true));
    let newest = valued.or_else(|| in_use.next())?;
    Some(newest.detail.what.trim_end_matches('.'))
}

/// One level: how many were given and used, the newest in use, and whether it is valued.
fn of_level(
    level: BondLevel,
    verdict: &BenefitVerdict,
    (history, moment): (&History, &Moment),
) -> (TestOutcome, String) {
    let record = verdict.levels[level as usize];
    if record.given == 0 {
        return match verdict.log_is_old {
            true => (TestOutcome::Fail, "None was given.".to_owned()),
            false => {
                (TestOutcome::Unknown, "None is recorded; the records are too young to tell.".to_owned())
            }
        };
    }
    let used = used_of(&record);
    let sentence = match newest_in_use(history, moment, level) {
        None => format!("{used}; none in the last 12 months."),
        Some(what) => {
            let worth = match record {
                LevelRecord { valued: 1.., .. } => "valued",
                LevelRecord { unasked: 1.., .. } => "nobody asked what it is worth to them",
                _ => "worth nothing to them, they say",
            };
            format!("{used}; in use: {what} ({worth}).")
        }
    };
    let outcome = match record {
        LevelRecord { valued: 1.., .. } => TestOutcome::Pass,
        LevelRecord { unasked: 1.., .. } => TestOutcome::Unknown,
        _ => TestOutcome::Fail,
    };
    (outcome, sentence)
}

/// `1 of 4 used (likely 11-58 %)`; of fewer than three the counts say enough.
fn used_of(record: &LevelRecord) -> String {
    const FEW: u32 = 3;
    let counts = format!("{} of {} used", record.used, record.given);
    if record.given < FEW {
        return counts;
    }
    let (low, high) = record.used_share().interval80();
    format!("{counts} (likely {})", words::percent_between(low, high))
}

/// What they can rely on: promises kept.
fn reliance(promises: &PromiseVerdict) -> (TestOutcome, String) {
    let ours = &promises.ours;
    let settled = ours.kept + ours.failed;
    match ours.rate {
        None if settled == 0 => (
            TestOutcome::Unknown,
            "No promise to them is settled, so nobody knows what they can rely on.".to_owned(),
        ),
        None => {
            (TestOutcome::Unknown, format!("{} of {settled} promises kept: too few to rely on.", ours.kept))
        }
        Some((_, low, high)) => {
            let outcome = match (low, high) {
                (low, _) if low >= 0.5 => TestOutcome::Pass,
                (_, high) if high <= 0.5 => TestOutcome::Fail,
                _ => TestOutcome::Unknown,
            };
            let likely = words::percent_between(low, high);
            (
                outcome,
                format!("{} of {settled} promises to them were kept on time (likely {likely}).", ours.kept),
            )
        }
    }
}

/// How they can leave what links them, when something does.
fn way_out(
    verdict: &BenefitVerdict,
    (history, moment): (&History, &Moment),
) -> Option<(TestOutcome, String)> {
    let newest = structural(history, moment).next_back()?;
    let closed = structural(history, moment).find(|benefit| !has_way_out(&benefit.detail));
    if let Some(benefit) = closed {
        let what = benefit.detail.what.trim_end_matches('.');
        return Some((TestOutcome::Fail, format!("No way out of it is written down: {what}.")));
    }
    let way = newest.detail.exit_route.as_deref().unwrap_or_default().trim_end_matches('.');
    let outcome = if verdict.lock_in.is_some() { TestOutcome::Fail } else { TestOutcome::Pass };
    Some((outcome, format!("They can leave it: {way}.")))
}

fn would_change(verdict: &BenefitVerdict) -> &'static str {
    match (verdict.lock_in, verdict.unasked) {
        (Some(LockIn::NoWayOut), _) => "A way out, written down and told to them.",
        (Some(LockIn::AgainstTheirWill), _) => "Their word that it serves them, or their leaving it.",
        (None, Some(_)) => "Their answer to what it is worth to them.",
        (None, None) => {
            "A benefit used, and their word that it was worth something, or a year without either."
        }
    }
}
