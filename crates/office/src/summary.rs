//! What lists show of a customer besides judgements: counts and days, straight from the facts.

use book::{Day, Fact, History, PromiseOutcome, Promisor, Voice, VoiceKind};
use judge::Context;
use store::SummaryRow;

/// The summary of a history that is cut to the context's day. Returns are not purchases; amounts in another
/// currency than the book's are not added up.
pub fn summary(history: &History, context: &Context) -> SummaryRow {
    let spoken = || history.interactions.iter().map(|contact| contact.day);
    let sold = || history.sales().map(|sale| sale.day);
    let open_issues = || history.voice.iter().filter(|voice| is_open_issue(voice));
    let due = |promise: &&Fact<book::Promise>| promise.detail.due_at.map(|due| context.day_of(due));
    let open_promises = || history.promises.iter().filter(|promise| is_open_promise_of_ours(promise));
    SummaryRow {
        customer: history.customer.id.0,
        contact_count: history.interactions.len() as u32,
        first_contact_day: spoken().next(),
        last_contact_day: spoken().next_back(),
        purchase_count: history.sales().count() as u32,
        first_purchase_day: sold().next(),
        last_purchase_day: sold().next_back(),
        spent_minor: history
            .sales()
            .filter(|sale| sale.detail.currency.is_none_or(|currency| currency == context.currency))
            .map(|sale| sale.detail.amount_minor)
            .sum(),
        open_issues: open_issues().count() as u32,
        oldest_issue_day: open_issues().map(|voice| voice.day).min(),
        open_promises: open_promises().count() as u32,
        next_due_day: open_promises().filter_map(|promise| due(&promise)).min(),
        last_asked_day: last_asked_day(history),
        last_voice_day: history.voice.last().map(|voice| voice.day),
        wanted_style: history.wishes.iter().rev().find_map(|wish| wish.detail.style),
        refused: agenda_refused(history),
    }
}

/// A complaint or concern that nobody has put right.
pub fn is_open_issue(voice: &Fact<Voice>) -> bool {
    matches!(voice.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern))
        && voice.detail.resolved_at.is_none()
}

/// A promise of ours that still has to be kept.
pub fn is_open_promise_of_ours(promise: &Fact<book::Promise>) -> bool {
    promise.detail.by != Some(Promisor::Customer)
        && matches!(promise.detail.outcome, None | Some(PromiseOutcome::Open))
        && promise.detail.closed_at.is_none()
}

/// The last day on which somebody asked how things are.
fn last_asked_day(history: &History) -> Option<Day> {
    let asked = history.interactions.iter().rev().find(|contact| contact.detail.asked_question == Some(true));
    let answered = history.deliveries.iter().rev().find(|delivery| {
        let detail = &delivery.detail;
        detail.got_it.or(detail.easy).or(detail.pleasant).is_some()
    });
    asked.map(|contact| contact.day).max(answered.map(|delivery| delivery.day))
}

/// Whether the newest word on every channel and purpose is no.
fn agenda_refused(history: &History) -> bool {
    let all = |word: &str| matches!(word.trim(), "" | "all" | "any" | "*" | "do_not_contact");
    let newest = history.permissions.iter().rev().find(|fact| {
        all(&fact.detail.channel) && (all(&fact.detail.purpose) || fact.detail.purpose == "contact")
    });
    newest.is_some_and(|fact| fact.detail.state == Some(book::PermissionState::Refused))
}
