//! J1 in words: one customer and the organization.

use super::{
    KindVerdict, RelationshipKind, Undecided,
    needs::{self, more_of},
    rate_outcome,
    sentences::{adapted_words, called, pretended_needs, too_early_needs, with_facts},
    served::Served,
};
use crate::signals::Whom;
use crate::{Context, Draft, Judgement, JudgementKind, TestOutcome, words};
use book::History;

/// The judgement about one customer and the organization.
pub(super) fn organization(
    verdict: &KindVerdict,
    served: &Served,
    history: &History,
    context: &Context,
) -> Judgement {
    let draft = Draft::new(JudgementKind::RelationshipKind, history, context);
    let customer = called(history);
    if verdict.organization == Err(Undecided::NoContacts) {
        let why = match history.purchases.is_empty() {
            true => format!("no contact with {customer} is written down"),
            false => "the purchases name nobody who served, and no contact is written down".into(),
        };
        return draft
            .not_assessed(format!("Nothing to judge from: {why}."))
            .would_change(format!("One contact with {customer} written down, with who served."))
            .caveat("People may well know each other here; the records cannot say.")
            .done();
    }
    let draft = with_facts(draft, Whom::Organization, history, context);
    let draft = organization_tests(draft, verdict, context);
    let caveat = match verdict.organization {
        Ok(RelationshipKind::PseudoRelationship) => {
            "What people know and have not written down does not count here."
        }
        Err(_) => "Contacts nobody wrote down are missing here.",
        Ok(_) => "Whether the history was opened, and whether it was settled, counts only where recorded.",
    };
    organization_outcome(draft, (verdict, served), &customer, context).caveat(caveat).done()
}

fn organization_tests(draft: Draft, verdict: &KindVerdict, context: &Context) -> Draft {
    let known = |(_, some, chances): (f64, u32, u32), what: &str| match chances {
        0 => format!("Nobody recorded whether {what}."),
        _ => format!("{} in {some} of {}.", words::sentence_case(what), words::count(chances, "contact")),
    };
    let (adapted, contacts) = verdict.adapted;
    draft
        .test(
            "informed",
            rate_outcome(verdict.informed, context),
            known(verdict.informed, "the history was opened"),
        )
        .test(
            "empowered",
            rate_outcome(verdict.empowered, context),
            known(verdict.empowered, "the matter was settled without passing it on"),
        )
        .test(
            "adaptation",
            verdict.adaptation,
            match verdict.adaptation {
                TestOutcome::Unknown => "No use of what is known is written down.".into(),
                _ => format!("What is known was used in {adapted} of {}.", words::count(contacts, "contact")),
            },
        )
}

/// `9 contacts were spread over 6 people`, or, with one regular person, what is missing beside.
fn spread_words(verdict: &KindVerdict, customer: &str) -> String {
    match verdict.pairs.len() {
        0 | 1 => format!("little is known of {customer}"),
        people => {
            format!("{} were spread over {people} people", words::count(verdict.contact_days, "contact"))
        }
    }
}

/// How few contacts would end an enhanced encounter.
fn enhanced_until(verdict: &KindVerdict, context: &Context) -> String {
    let bar = context.parameters.informed_bar;
    let (informed, empowered) = (verdict.informed, verdict.empowered);
    let seen = needs::failures_until_lost((informed.1, informed.2), bar, context);
    let alone = needs::failures_until_lost((empowered.1, empowered.2), bar, context);
    let what = if seen <= alone { "without the history opened" } else { "passed on to somebody else" };
    match seen.min(alone) {
        1 => format!("One more contact {what}."),
        more => format!("{} in a row {what}.", more_of(more, "contact")),
    }
}

/// `9 contacts with 6 people`.
fn contacts_with(verdict: &KindVerdict) -> String {
    let contacts = words::count(verdict.contact_days, "contact");
    match verdict.pairs.len() {
        0 => contacts,
        1 => format!("{contacts} with one person"),
        people => format!("{contacts} with {people} people"),
    }
}

fn organization_outcome(
    draft: Draft,
    (verdict, served): (&KindVerdict, &Served),
    customer: &str,
    context: &Context,
) -> Draft {
    let name = words::sentence_case(customer);
    let (_, informed, chances_informed) = verdict.informed;
    let (_, empowered, chances_empowered) = verdict.empowered;
    match verdict.organization {
        Err(_) => organization_too_early(draft, (verdict, served), customer, context),
        Ok(RelationshipKind::PseudoRelationship) => draft
            .assessed("pseudo_relationship")
            .sentence(format!(
                "We treat {customer} as a friend in {}, while {} and {}: a pretended relationship.",
                words::count(verdict.claims, "message"),
                spread_words(verdict, customer),
                adapted_words(verdict.adapted)
            ))
            .would_change(pretended_needs(verdict.adapted, customer, context)),
        Ok(RelationshipKind::EnhancedEncounter | RelationshipKind::Relationship) => draft
            .assessed("enhanced_encounter")
            .sentence(format!(
                "{name} and the business: an enhanced encounter. Whoever served opened the history in \
                 {informed} of {chances_informed} contacts and settled the matter alone in {empowered} of \
                 {chances_empowered}."
            ))
            .would_change(enhanced_until(verdict, context)),
        Ok(RelationshipKind::Encounter) => organization_encounter(draft, verdict, context, &name),
    }
}

fn organization_too_early(
    draft: Draft,
    (verdict, served): (&KindVerdict, &Served),
    customer: &str,
    context: &Context,
) -> Draft {
    let parameters = context.parameters;
    draft
        .not_enough(format!(
            "Too early to say more than an encounter: {} so far; it takes {} over at least {}.",
            words::count(verdict.contact_days, "contact"),
            parameters.contacts_min,
            words::span(parameters.contact_span_days_min)
        ))
        .value("encounter")
        .would_change(too_early_needs(served, verdict.contact_days, context, customer))
}

fn organization_encounter(draft: Draft, verdict: &KindVerdict, context: &Context, name: &str) -> Draft {
    let contacts = contacts_with(verdict);
    let bar = context.parameters.informed_bar;
    let more = |(_, some, chances): (f64, u32, u32)| {
        needs::successes_until_pass((some, chances), bar, 1, context).unwrap_or(1)
    };
    let more = more(verdict.informed).max(more(verdict.empowered));
    let draft = draft.would_change(format!(
        "{} in which the history is opened first and the matter settled without passing it on.",
        words::sentence_case(&more_of(more, "contact"))
    ));
    if verdict.is_open(context) {
        return draft.undetermined().value("encounter").sentence(format!(
            "{name} and the business: at least an encounter ({contacts}). Whether whoever serves knows the \
             history and settles things alone is not recorded often enough to say more."
        ));
    }
    let rate = |(_, some, chances): (f64, u32, u32), what: &str| {
        (chances > 0).then(|| format!("{what} in {some} of {chances}"))
    };
    let known: Vec<String> = [
        rate(verdict.informed, "the history was opened"),
        rate(verdict.empowered, "the matter was settled without passing it on"),
        (verdict.adaptation == TestOutcome::Fail).then(|| adapted_words(verdict.adapted)),
    ]
    .into_iter()
    .flatten()
    .collect();
    draft.assessed("encounter").sentence(format!(
        "{name} and the business: an encounter, which is a fair way to serve. {}; {}.",
        words::sentence_case(&contacts),
        words::list(&known)
    ))
}
