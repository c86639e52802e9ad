//! Trust in each direction (T5).

use super::{CONFIDES, DISTRUSTS, Moment, TRUSTED, Whom, is_live, is_witnessed, newer, one_of};
use crate::TestOutcome;
use book::{Day, Fact, History, PromiseOutcome, Promisor, Voice, VoiceKind};

/// The newest signal on each side, and the newest against it.
#[derive(Default)]
struct Signals {
    theirs: Option<Day>,
    theirs_against: Option<Day>,
    ours: Option<Day>,
    ours_against: Option<Day>,
}

/// T5, (theirs in us, ours in them): pass with a known positive, fail with a known negative that is newer,
/// else unknown.
pub fn trust(history: &History, moment: &Moment, window_days: i32, whom: Whom) -> (TestOutcome, TestOutcome) {
    let mut signals = Signals::default();
    let spoken = moment.of(&history.voice, window_days).iter();
    for voice in spoken.filter(|voice| whom.concerns(voice.provider)) {
        signals.add_voice(voice, moment);
    }
    for fact in history.knowledge.iter().filter(|fact| whom.concerns(fact.provider)) {
        if !is_witnessed(fact) || !is_live(fact, moment, window_days) {
            continue;
        }
        let kind = &fact.detail.kind;
        signals.theirs = signals.theirs.max(one_of(kind, CONFIDES).then_some(fact.day));
        signals.theirs_against = signals.theirs_against.max(one_of(kind, DISTRUSTS).then_some(fact.day));
        signals.ours = signals.ours.max(one_of(kind, TRUSTED).then_some(fact.day));
    }
    for touch in moment.of(&history.touches, window_days) {
        let resented = touch.detail.complained == Some(true) && whom.concerns(touch.provider);
        signals.theirs_against = signals.theirs_against.max(resented.then_some(touch.day));
    }
    signals.add_promises(history, moment, window_days, whom);
    (newer(signals.theirs, signals.theirs_against), newer(signals.ours, signals.ours_against))
}

impl Signals {
    /// A frank word is trust; an issue closed against their satisfaction takes it back.
    fn add_voice(&mut self, voice: &Fact<Voice>, moment: &Moment) {
        let resolved = voice.detail.resolved_at.is_some_and(|at| at <= moment.at);
        if resolved && voice.detail.satisfied == Some(false) {
            self.theirs_against = self.theirs_against.max(Some(voice.day));
            return;
        }
        let kind = voice.detail.kind;
        let frank = matches!(kind, Some(VoiceKind::Complaint | VoiceKind::Concern | VoiceKind::Suggestion));
        self.theirs = self.theirs.max(frank.then_some(voice.day));
        let acted_on = resolved && kind == Some(VoiceKind::Suggestion);
        self.ours = self.ours.max(acted_on.then_some(voice.day));
    }

    /// Promises of the customer's that were settled.
    fn add_promises(&mut self, history: &History, moment: &Moment, window_days: i32, whom: Whom) {
        for promise in &history.promises {
            let settled = promise.detail.closed_at.is_none_or(|closed| closed <= moment.at);
            let theirs = promise.detail.by == Some(Promisor::Customer) && whom.concerns(promise.provider);
            if !theirs || !settled || !moment.within(promise.day, window_days) {
                continue;
            }
            match promise.detail.outcome {
                Some(PromiseOutcome::Kept) => self.ours = self.ours.max(Some(promise.day)),
                Some(PromiseOutcome::Broken) => self.ours_against = self.ours_against.max(Some(promise.day)),
                _ => {}
            }
        }
    }
}
