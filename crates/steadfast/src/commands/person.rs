//! `person`: the whole human being on one screen. What is wrong comes first, money last.

use super::judge::verdict;
use crate::cli::{PersonOptions, exit};
use crate::desk::Desk;
use crate::output::{Output, print_json};
use book::{Detail, Fact, History, Origin, PromiseOutcome, Promisor, VoiceKind};
use judge::words::{count, date, on_date, times};
use judge::{Context, Judgement};
use serde::Serialize;

/// Prints one person.
///
/// # Errors
/// When the book cannot be read, or the words given name nobody or several.
pub fn run(mut desk: Desk, options: &PersonOptions) -> anyhow::Result<u8> {
    let customer = desk.find(&options.customer)?;
    let scene = desk.scene()?;
    let context = scene.context();
    let mut history = desk.history(customer.id)?;
    let assessment = scene.assess(&mut history);
    let judgements = scene.judgements(&history, &assessment);
    if desk.json {
        let simulated = desk.book.settings().simulated;
        print_json(&PersonDocument::of(&history, judgements, simulated, &context))?;
        return Ok(exit::DONE);
    }
    let mut out = desk.output();
    who(&mut out, &history, &context);
    first(&mut out, &history, &context);
    wishes(&mut out, &history, &context);
    knowledge(&mut out, &history, &context);
    promises(&mut out, &history, &context);
    ties(&mut out, &judgements);
    verdicts(&mut out, &judgements);
    contacts(&mut out, &history, &context);
    purchases(&mut out, &history, &context);
    out.print()?;
    Ok(exit::DONE)
}

/// The person as one JSON document.
#[derive(Serialize)]
struct PersonDocument {
    simulated: bool,
    customer: book::Customer,
    promises: Vec<Entry<book::Promise>>,
    voice: Vec<Entry<book::Voice>>,
    wishes: Vec<Entry<book::Wish>>,
    knowledge: Vec<Entry<book::Knowledge>>,
    judgements: Vec<Judgement>,
    interactions: Vec<Entry<book::Interaction>>,
    purchases: Vec<Entry<book::Purchase>>,
}

/// One fact as JSON.
#[derive(Serialize)]
struct Entry<D> {
    fact: String,
    day: String,
    provider: Option<String>,
    #[serde(flatten)]
    detail: D,
}

fn entries<D: Clone + Detail>(facts: &[Fact<D>], context: &Context) -> Vec<Entry<D>> {
    let entry = |fact: &Fact<D>| Entry {
        fact: fact.reference().to_string(),
        day: fact.day.to_string(),
        provider: fact.provider.map(|provider| context.directory.name(provider).to_owned()),
        detail: fact.detail.clone(),
    };
    facts.iter().map(entry).collect()
}

impl PersonDocument {
    fn of(
        history: &History,
        judgements: Vec<Judgement>,
        simulated: bool,
        context: &Context,
    ) -> PersonDocument {
        PersonDocument {
            simulated,
            customer: history.customer.clone(),
            promises: entries(&history.promises, context),
            voice: entries(&history.voice, context),
            wishes: entries(&history.wishes, context),
            knowledge: entries(&history.knowledge, context),
            judgements,
            interactions: entries(&history.interactions, context),
            purchases: entries(&history.purchases, context),
        }
    }
}

fn who(out: &mut Output, history: &History, context: &Context) {
    let customer = &history.customer;
    let first = history
        .purchases
        .first()
        .map(|p| p.day)
        .into_iter()
        .chain(history.interactions.first().map(|i| i.day));
    let since = customer.since.or(first.min());
    let mut about = vec![customer.external_id.to_string()];
    about.extend(customer.kind.map(|kind| format!("{kind:?}").to_lowercase()));
    about.extend(since.map(|day| format!("known since {}", date(day, context.as_of_day))));
    about.extend(
        customer.assigned_to.map(|provider| format!("assigned to {}", context.directory.name(provider))),
    );
    about.extend(customer.email.as_ref().map(ToString::to_string));
    about.extend(customer.phone.as_ref().map(ToString::to_string));
    out.line(&format!("{}  ({})", customer.display_name(), about.join(" · ")));
}

/// Open issues and promises past due: what must be known before a word is said.
fn first(out: &mut Output, history: &History, context: &Context) {
    let today = context.as_of_day;
    let open = history.voice.iter().filter(|voice| {
        let is_issue = matches!(voice.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern));
        is_issue && voice.detail.resolved_at.is_none()
    });
    let mut lines: Vec<String> = open
        .map(|voice| {
            let said = voice.detail.text.as_deref().map_or(String::new(), |text| format!(": \"{text}\""));
            let age = count(today.days_since(voice.day).unsigned_abs(), "day");
            format!("Open issue, {age} old{said}")
        })
        .collect();
    for promise in history.promises.iter().filter(|promise| is_open(promise)) {
        let due = promise.detail.due_at.map(|due| context.calendar.day(due));
        if let Some(due) = due.filter(|due| *due < today) {
            let late = count(today.days_since(due).unsigned_abs(), "day");
            lines.push(format!("Promise overdue by {late}: \"{}\"", promise.detail.what));
        }
    }
    if !lines.is_empty() {
        out.heading("First");
        lines.iter().for_each(|line| out.hanging(2, "! ", line));
    }
}

fn is_open(promise: &Fact<book::Promise>) -> bool {
    matches!(promise.detail.outcome, None | Some(PromiseOutcome::Open))
}

fn wishes(out: &mut Output, history: &History, context: &Context) {
    out.heading("How they like to be treated");
    if history.wishes.is_empty() {
        out.paragraph(2, "Never asked.");
    }
    for wish in &history.wishes {
        let detail = &wish.detail;
        let words = match (detail.style, detail.cadence_days, &detail.named_provider) {
            (Some(style), _, _) => style.word().replace('_', " "),
            (_, Some(days), _) => format!("a word every {}", count(days, "day")),
            (_, _, Some(provider)) => format!("served by {provider}"),
            _ => continue,
        };
        let origin = detail.origin.unwrap_or(Origin::Stated).word();
        out.hanging(2, "- ", &format!("{words} ({origin} {})", on_date(wish.day, context.as_of_day)));
    }
    for permission in &history.permissions {
        let state = permission.detail.state.map_or("unknown", book::PermissionState::word).replace('_', " ");
        let (channel, purpose) = (&permission.detail.channel, &permission.detail.purpose);
        let day = on_date(permission.day, context.as_of_day);
        out.hanging(2, "- ", &format!("{channel} for {purpose}: {state} {day}"));
    }
}

fn knowledge(out: &mut Output, history: &History, context: &Context) {
    if history.knowledge.is_empty() {
        return;
    }
    out.heading("What we know");
    for fact in history.knowledge.iter().rev().take(12) {
        let origin = fact.detail.origin.unwrap_or(Origin::Asserted).word();
        let by = fact.provider.map(|provider| format!(" to {}", context.directory.name(provider)));
        let used = history.adaptations.iter().filter(|used| used.detail.knowledge == Some(fact.id)).count();
        let use_words =
            if used == 0 { "not used yet".into() } else { format!("used {}", times(used as u32)) };
        let day = on_date(fact.day, context.as_of_day);
        let how = format!("{origin}{} {day}, {use_words}", by.unwrap_or_default());
        out.hanging(
            2,
            "- ",
            &format!("{} ({}; {how})", fact.detail.text, fact.detail.kind.replace('_', " ")),
        );
    }
}

fn promises(out: &mut Output, history: &History, context: &Context) {
    if history.promises.is_empty() {
        return;
    }
    out.heading("Promises");
    for promise in history.promises.iter().rev().take(8) {
        let by = match promise.detail.by.unwrap_or(Promisor::Provider) {
            Promisor::Provider => promise.provider.map_or("we", |provider| context.directory.name(provider)),
            Promisor::Organization => "we",
            Promisor::Customer => "they",
        };
        let due = promise.detail.due_at.map(|due| context.calendar.day(due));
        let due_words = due.map_or(String::new(), |day| format!(", due {}", date(day, context.as_of_day)));
        let outcome = promise.detail.outcome.unwrap_or(PromiseOutcome::Open).word();
        out.hanging(2, "- ", &format!("{by}: \"{}\"{due_words}: {outcome}", promise.detail.what));
    }
}

/// The kinds and triangles: with whom there is what.
fn ties(out: &mut Output, judgements: &[Judgement]) {
    use judge::JudgementKind::{OpcConfiguration, RelationshipKind};
    out.heading("Ties");
    let is_tie = |judgement: &&Judgement| matches!(judgement.judgement, RelationshipKind | OpcConfiguration);
    for judgement in judgements.iter().filter(is_tie) {
        out.hanging(2, "- ", &judgement.sentence);
    }
}

fn verdicts(out: &mut Output, judgements: &[Judgement]) {
    use judge::JudgementKind::{OpcConfiguration, RelationshipKind};
    out.heading("Judgements");
    let is_tie = |judgement: &&Judgement| matches!(judgement.judgement, RelationshipKind | OpcConfiguration);
    for judgement in judgements.iter().filter(|judgement| !is_tie(judgement)) {
        verdict(out, judgement);
    }
}

fn contacts(out: &mut Output, history: &History, context: &Context) {
    out.heading("Last contacts");
    if history.interactions.is_empty() {
        out.paragraph(2, "None recorded. One tap logs a contact; then rhythm and ties can be judged.");
    }
    for contact in history.interactions.iter().rev().take(5) {
        let detail = &contact.detail;
        let with = contact.provider.map(|provider| format!("with {}", context.directory.name(provider)));
        let parts = [
            detail.channel.as_ref().map(|channel| channel.replace('_', " ")),
            with,
            detail.purpose.as_ref().map(ToString::to_string),
            (detail.two_way == Some(false)).then(|| "no answer".to_owned()),
        ];
        let words: Vec<String> = parts.into_iter().flatten().collect();
        out.line(&format!("  {:<18} {}", date(contact.day, context.as_of_day), words.join(", ")));
    }
}

fn purchases(out: &mut Output, history: &History, context: &Context) {
    if history.purchases.is_empty() {
        return;
    }
    out.heading("Purchases");
    let sales = history.sales().count() as u32;
    let returns = history.purchases.len() as u32 - sales;
    let total: i64 = history.sales().map(|sale| sale.detail.amount_minor).sum();
    let total = money(total, None, context);
    let back = if returns > 0 { format!("; {} something came back", times(returns)) } else { String::new() };
    out.line(&format!("  {} for {total}{back}", count(sales, "order")));
    let row = |purchase: &Fact<book::Purchase>| {
        let sign = if purchase.detail.returned == Some(true) { "returned" } else { "" };
        vec![
            date(purchase.day, context.as_of_day),
            money(purchase.detail.amount_minor, purchase.detail.currency, context),
            sign.to_owned(),
            purchase.detail.product.as_ref().map_or(String::new(), |product| product.to_lowercase().into()),
        ]
    };
    let rows: Vec<Vec<String>> = history.purchases.iter().rev().take(5).map(row).collect();
    out.table(2, &rows, &[1]);
}

fn money(minor: i64, currency: Option<book::Currency>, context: &Context) -> String {
    book::Money { minor, currency: currency.unwrap_or(context.currency) }.to_string()
}
