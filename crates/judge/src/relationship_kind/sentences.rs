//! J1 in words: one customer and one provider.

use super::{
    KindVerdict, PairVerdict, RelationshipKind, Undecided, named_tests,
    needs::{self, more_of},
    served::Served,
};
use crate::signals::{self, Moment, Whom};
use crate::{Context, Draft, Judgement, JudgementKind, TestOutcome, words};
use book::{History, ProviderId};
use stats::Grade;

/// Everything a sentence about one pair is made of.
struct Pair<'a> {
    pair: &'a PairVerdict,
    verdict: &'a KindVerdict,
    context: &'a Context<'a>,
    served: &'a Served,
    customer: String,
    provider: &'a str,
}

/// How to call the customer in a sentence: the name, or the source's id as such.
pub(crate) fn called(history: &History) -> String {
    let customer = &history.customer;
    customer.name.as_ref().map_or_else(|| format!("customer {}", customer.external_id), ToString::to_string)
}

/// `1 of the last 8 contacts was`, `7 of the last 8 contacts were`, `both contacts so far were`, ….
fn were_of((some, all): (u32, u32)) -> String {
    match (some, all) {
        (1, 1) => "the one contact so far was".into(),
        (2, 2) => "both contacts so far were".into(),
        (some, all) if some == all => format!("all {all} contacts so far were"),
        (1, all) => format!("1 of the last {all} contacts was"),
        (some, all) => format!("{some} of the last {all} contacts were"),
    }
}

/// The judgement about one customer and one provider.
pub(super) fn pair(
    pair: &PairVerdict,
    (verdict, served): (&KindVerdict, &Served),
    history: &History,
    context: &Context,
) -> Judgement {
    let provider = context.directory.name(pair.provider);
    let words = Pair { pair, verdict, context, served, customer: called(history), provider };
    let (mean, low, high) = pair.share;
    let draft = Draft::new(JudgementKind::RelationshipKind, history, context)
        .provider(pair.provider, context)
        .estimate(mean, low, high);
    let draft = words.with_tests(with_facts(draft, pair.whom(), history, context));
    words.with_outcome(draft).done()
}

/// The facts of one pair, or of the customer and the organization.
pub(super) fn with_facts(draft: Draft, whom: Whom, history: &History, context: &Context) -> Draft {
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    let served = |provider: Option<ProviderId>| match whom {
        Whom::Organization => true,
        Whom::Provider { id, .. } => provider == Some(id),
    };
    draft
        .facts(history.interactions.iter().filter(|contact| {
            contact.detail.two_way == Some(true)
                && served(contact.provider)
                && moment.within(contact.day, window_days)
        }))
        .facts(history.sales().filter(|sale| {
            sale.provider.is_some() && served(sale.provider) && moment.within(sale.day, window_days)
        }))
        .facts(
            history
                .knowledge
                .iter()
                .filter(|fact| whom.concerns(fact.provider) && signals::is_live(fact, &moment, window_days)),
        )
        .facts(history.adaptations.iter().filter(|adaptation| {
            moment.within(adaptation.day, window_days) && signals::is_adaptation_by(whom, adaptation, history)
        }))
        .facts(history.wishes.iter().filter(|wish| {
            wish.detail.style.is_none()
                && whom.concerns(wish.provider)
                && moment.within(wish.day, window_days)
        }))
        .facts(history.voice.iter().filter(|voice| {
            whom != Whom::Organization
                && whom.concerns(voice.provider)
                && moment.within(voice.day, window_days)
        }))
        .facts(history.promises.iter().filter(|promise| signals::is_ahead(promise, &moment, whom)))
        .facts(history.touches.iter().filter(|touch| {
            signals::is_claim(touch, &moment)
                && if whom == Whom::Organization { touch.provider.is_none() } else { served(touch.provider) }
        }))
}

impl Pair<'_> {
    /// What is known of each test: pass, fail or unknown, side by side, never a sum.
    fn with_tests(&self, draft: Draft) -> Draft {
        let (pair, customer) = (self.pair, self.customer.as_str());
        let (adapted, contacts) = pair.adapted;
        let adaptation = match pair.adaptation {
            TestOutcome::Unknown if adapted == 0 => "No use of what is known is written down.".into(),
            _ => format!("What is known was used in {adapted} of {}.", words::count(contacts, "contact")),
        };
        let names = (customer, self.provider);
        draft
            .test("continuity", pair.continuity, self.continuity())
            .test("we_know_them", pair.knowledge.0, named_tests::we_know_them(pair.knowledge.0, names))
            .test("they_know_us", pair.knowledge.1, named_tests::they_know_us(pair.knowledge.1, names))
            .test("adaptation", pair.adaptation, adaptation)
            .test("their_future", pair.future.0, named_tests::their_future(pair.future.0, customer))
            .test("our_future", pair.future.1, named_tests::our_future(pair.future.1))
            .test("their_trust", pair.trust.0, named_tests::their_trust(pair.trust.0, customer))
            .test("our_trust", pair.trust.1, named_tests::our_trust(pair.trust.1, customer))
    }

    fn continuity(&self) -> String {
        let pair = self.pair;
        let (_, low, high) = pair.share;
        let counted = words::sentence_case(&were_of(pair.contact_days));
        let with = format!("{counted} with {}", self.provider);
        if pair.kind == Err(Undecided::OneProvider) {
            return format!("{with}, the only one who serves here: continuity tells nothing.");
        }
        let sure = words::percent(pair.continuity_probability);
        format!("{with}; {sure} sure that most are (evidence: {}).", Grade::of(low, high).word())
    }

    fn with_outcome(&self, draft: Draft) -> Draft {
        match self.pair.kind {
            Err(Undecided::OneProvider) => self.one_provider(draft),
            Err(Undecided::TooEarly | Undecided::NoContacts) => self.too_early(draft),
            Ok(RelationshipKind::Relationship) => self.relationship(draft),
            Ok(RelationshipKind::PseudoRelationship) => self.pretended(draft),
            Ok(_) if self.pair.is_open() => self.open(draft),
            Ok(_) => self.encounter(draft),
        }
    }

    fn one_provider(&self, draft: Draft) -> Draft {
        let Pair { customer, provider, .. } = self;
        draft
            .undetermined()
            .sentence(format!(
                "Not decidable: {provider} is the only one who serves here, so coming back to {provider} \
                 says nothing about the two of them."
            ))
            .would_change(format!("Contacts of {customer} with a second person who serves."))
            .caveat("If others serve too and are not named in the records, name them.")
    }

    fn too_early(&self, draft: Draft) -> Draft {
        let (with, all) = self.pair.contact_days;
        let seen = if with == all {
            format!("{} with {} so far", words::count(with, "contact"), self.provider)
        } else {
            format!("{} so far, {with} of them with {}", words::count(all, "contact"), self.provider)
        };
        let need = self.context.parameters.contacts_min;
        let span = self.context.parameters.contact_span_days_min;
        draft
            .not_enough(format!(
                "Too early to say more than an encounter: {seen}; it takes {need} over at least {}.",
                words::span(span)
            ))
            .value("encounter")
            .would_change(too_early_needs(self.served, all, self.context, &self.customer))
            .caveat("Contacts nobody wrote down are missing here.")
    }

    fn relationship(&self, draft: Draft) -> Draft {
        let Pair { customer, provider, pair, .. } = self;
        let (adapted, contacts) = pair.adapted;
        let lost = needs::contacts_until_lost(pair, self.served, self.context);
        let others = lost.unwrap_or(1);
        draft
            .assessed("relationship")
            .sentence(format!(
                "{} and {provider}: a relationship. {} with {provider} ({} sure that most are), {provider} \
                 used what is known in {adapted} of {contacts}, and both expect a next time.",
                words::sentence_case(customer),
                words::sentence_case(&were_of(pair.contact_days)),
                words::percent(pair.continuity_probability),
            ))
            .would_change(format!(
                "{} in a row with somebody else, or no next date left open.",
                words::sentence_case(&more_of(others, "contact"))
            ))
            .caveat(self.whom_not_why())
    }

    fn pretended(&self, draft: Draft) -> Draft {
        let Pair { customer, provider, pair, .. } = self;
        let claims = words::count(pair.claims, "message");
        draft
            .assessed("pseudo_relationship")
            .sentence(format!(
                "{claims} in {provider}'s name treat {customer} as a friend, while {} with {provider} and \
                 {}: a pretended relationship.",
                were_of(pair.contact_days),
                adapted_words(pair.adapted)
            ))
            .would_change(pretended_needs(pair.adapted, customer, self.context))
            .caveat(format!("What {provider} knows and has not written down does not count here."))
    }

    fn open(&self, draft: Draft) -> Draft {
        let Pair { customer, provider, pair, .. } = self;
        let missing = self.missing();
        draft
            .undetermined()
            .value("encounter")
            .sentence(format!(
                "At least an encounter, perhaps a relationship: {} with {provider}{}, but what else there is \
                 between {customer} and {provider} is not written down.",
                were_of(pair.contact_days),
                self.beyond_chance()
            ))
            .would_change(format!("{}.", words::sentence_case(&words::list(&missing))))
            .caveat(self.whom_not_why())
    }

    fn encounter(&self, draft: Draft) -> Draft {
        let Pair { customer, provider, pair, .. } = self;
        let missing = self.missing();
        let name = words::sentence_case(customer);
        if missing.is_empty() {
            return draft
                .assessed("encounter")
                .sentence(format!(
                    "{name} and {provider}: an encounter for now. All else would make it a relationship, but \
                     trust was hurt and nothing newer says that it is mended."
                ))
                .would_change(format!("A word of {customer}'s that it is mended."))
                .caveat(self.whom_not_why());
        }
        let held = self.held_back();
        let but = if held.is_empty() { String::new() } else { format!("; {}", words::list(&held)) };
        draft
            .assessed("encounter")
            .sentence(format!(
                "{name} and {provider}: an encounter. {} with {provider}{}{but}.",
                words::sentence_case(&were_of(pair.contact_days)),
                self.beyond_chance()
            ))
            .would_change(format!("A relationship would need {}.", words::list(&missing)))
            .caveat(self.whom_not_why())
    }

    /// The next facts a relationship needs. While continuity fails, the rest would come too early.
    fn missing(&self) -> Vec<String> {
        let mut missing =
            needs::missing(self.pair, self.served, self.context, (&self.customer, self.provider));
        missing.truncate(if self.pair.continuity == TestOutcome::Fail { 1 } else { 3 });
        missing
    }

    /// Why it is no relationship, where a test failed beside continuity.
    fn held_back(&self) -> Vec<String> {
        let (pair, fail) = (self.pair, TestOutcome::Fail);
        let mut list = Vec::new();
        if pair.knowledge.0 == fail {
            list.push(format!("little is written down about {}", self.customer));
        }
        if pair.adaptation == fail {
            list.push(adapted_words(pair.adapted));
        }
        if pair.future.0 == fail {
            list.push(format!("{} has said goodbye", self.customer));
        }
        if pair.trust.0 == fail || pair.trust.1 == fail {
            list.push("trust was hurt and nothing newer says it is mended".into());
        }
        list
    }

    /// `, more than chance would give`, or how often chance alone would give as much.
    fn beyond_chance(&self) -> String {
        let pair = self.pair;
        let tested = pair.contact_days.1 >= self.context.parameters.chance_contacts_min
            && pair.continuity_probability >= self.context.parameters.pass_probability;
        match pair.continuity {
            TestOutcome::Pass => {
                format!(" (chance alone would give that {})", words::one_in(pair.chance_p))
            }
            TestOutcome::Unknown if tested => {
                format!(" (chance alone would give as many {})", words::one_in(pair.chance_p))
            }
            _ => String::new(),
        }
    }

    fn whom_not_why(&self) -> String {
        match self.verdict.named_provider {
            Some(named) if named != self.pair.provider => {
                let other = self.context.directory.name(named);
                format!("{} asked for {other} by name; rosters may decide who serves.", self.customer)
            }
            _ => format!(
                "It says whom {} meets, not why; a fixed shift can look like a choice.",
                self.customer
            ),
        }
    }
}

/// `nothing was adapted`, `what is known was used in 1 of 9`.
pub(super) fn adapted_words((adapted, contacts): (u32, u32)) -> String {
    if adapted == 0 {
        "nothing was adapted".into()
    } else {
        format!("what is known was used in {adapted} of {contacts}")
    }
}

pub(super) fn too_early_needs(served: &Served, have: u32, context: &Context, customer: &str) -> String {
    let parameters = context.parameters;
    let missing = parameters.contacts_min.saturating_sub(have);
    let enough_from = served.span.map(|(first, _)| first.plus(parameters.contact_span_days_min));
    let later =
        enough_from.filter(|day| *day > context.as_of_day).map(|day| words::date(day, context.as_of_day));
    match (missing, later) {
        (0 | 1, Some(date)) => format!("A contact with {customer} on or after {date}."),
        (0 | 1, None) => format!("One more contact with {customer}."),
        (missing, Some(date)) => {
            format!("{} with {customer}, the last on or after {date}.", more_of(missing, "contact"))
        }
        (missing, None) => format!("{} with {customer}.", more_of(missing, "contact")),
    }
}

pub(super) fn pretended_needs(adapted: (u32, u32), customer: &str, context: &Context) -> String {
    let more = needs::successes_until_pass(adapted, context.parameters.adaptation_bar, 2, context);
    let use_it = format!("in which something known of {customer} is used");
    match more {
        Some(more) => {
            format!(
                "{} {use_it}, or messages that claim less.",
                words::sentence_case(&more_of(more, "contact"))
            )
        }
        None => format!("Contacts {use_it}, or messages that claim less."),
    }
}
