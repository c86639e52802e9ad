//! Promises, open issues, check-backs: what comes first whatever else there is.

use crate::{Act, Basis, Candidate, look::Look};
use book::{Fact, Voice, VoiceKind};
use judge::follow_up::FollowUpReason;

/// A promise is work today when it is due by tomorrow.
const DUE_WITHIN_DAYS: i32 = 1;
/// A promise without a date is due two weeks after it was made: long enough for most, short enough to
/// remember.
const UNDATED_DAYS: i32 = 14;

/// Our promises that are due by tomorrow or overdue.
pub(crate) fn promises(look: &Look, found: &mut Vec<Candidate>) {
    for open in &look.assessment.promises.open_ours {
        let Some(promise) = look.history.promises.get(open.place) else { continue };
        let due_day = open.due_day.unwrap_or_else(|| promise.day.plus(UNDATED_DAYS));
        let days_late = look.age(due_day);
        if days_late >= -DUE_WITHIN_DAYS {
            let mut candidate =
                look.candidate(Act::KeepPromise, f64::from(days_late), Basis::Promise(open.place));
            candidate.provider = promise.provider.or(candidate.provider);
            found.push(candidate);
        }
    }
}

/// A complaint or concern that nobody has put right.
pub(crate) fn is_open_issue(voice: &Fact<Voice>) -> bool {
    let is_issue = matches!(voice.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern));
    is_issue && voice.detail.resolved_at.is_none()
}

/// Open issues; the older and the graver the sooner.
pub(crate) fn issues(look: &Look, found: &mut Vec<Candidate>) {
    for (place, voice) in look.history.voice.iter().enumerate().filter(|(_, voice)| is_open_issue(voice)) {
        let rank = f64::from(look.age(voice.day)) + f64::from(voice.detail.severity.unwrap_or(1)) / 10.0;
        let mut candidate = look.candidate(Act::ResolveIssue, rank, Basis::Issue(place));
        candidate.provider = voice.provider.or(candidate.provider);
        found.push(candidate);
    }
}

/// Asking again a bit after a crisis.
pub(crate) fn check_backs(look: &Look, found: &mut Vec<Candidate>) {
    for due in &look.assessment.follow_up.pending {
        if due.reason == FollowUpReason::IssueClosed && due.due_day <= look.today() {
            let rank = f64::from(look.age(due.due_day));
            let mut candidate = look.candidate(Act::CheckBack, rank, Basis::FollowUp(*due));
            candidate.provider = due.provider.or(candidate.provider);
            found.push(candidate);
        }
    }
}
