//! J2 in words.

use super::{Link, LinkStrength, OpcVerdict};
use crate::relationship_kind::called;
use crate::signals::{self, Moment, Whom};
use crate::{Context, Draft, Judgement, JudgementKind, TestOutcome, words};
use book::{BondLevel, History};

/// The names in a triangle's sentences.
struct Names {
    provider: String,
    customer: String,
}

/// The judgement on one triangle. Its value names the three strengths even where one of them is open, since
/// each link stands by itself; its outcome is `assessed` only when all three are.
pub(super) fn triangle(verdict: &OpcVerdict, history: &History, context: &Context) -> Judgement {
    let names =
        Names { provider: context.directory.name(verdict.provider).into(), customer: called(history) };
    let [op, pc, oc] = verdict.strengths();
    let draft = Draft::new(JudgementKind::OpcConfiguration, history, context)
        .provider(verdict.provider, context)
        .assessed(verdict.word());
    let open = [op, pc, oc].contains(&LinkStrength::Undetermined);
    let draft = if open { draft.undetermined() } else { draft };
    let draft = with_facts(draft, verdict, history, context)
        .sentence(format!(
            "O-P {}, P-C {}, O-C {}: {}.{}",
            op.word(),
            pc.word(),
            oc.word(),
            words::list(&names.meaning(verdict.strengths())),
            names.advice(verdict.strengths())
        ))
        .would_change(names.would_change(verdict))
        .caveat("The weights of what makes a link are a convention; what is unknown is taken at its worst.")
        .test(
            "organization_provider",
            outcome(op),
            names.link(&verdict.organization_provider, &format!("The business and {}", names.provider)),
        )
        .test(
            "provider_customer",
            outcome(pc),
            names.link(&verdict.provider_customer, &format!("{} and {}", names.provider, names.customer)),
        )
        .test(
            "organization_customer",
            outcome(oc),
            names.link(&verdict.organization_customer, &format!("The business and {}", names.customer)),
        );
    draft.done()
}

fn outcome(strength: LinkStrength) -> TestOutcome {
    match strength {
        LinkStrength::Tight => TestOutcome::Pass,
        LinkStrength::Loose => TestOutcome::Fail,
        LinkStrength::Undetermined => TestOutcome::Unknown,
    }
}

fn with_facts(draft: Draft, verdict: &OpcVerdict, history: &History, context: &Context) -> Draft {
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    draft
        .facts(history.interactions.iter().filter(|contact| {
            contact.detail.two_way == Some(true) && moment.within(contact.day, window_days)
        }))
        .facts(history.sales().filter(|sale| sale.provider.is_some() && moment.within(sale.day, window_days)))
        .facts(history.knowledge.iter().filter(|fact| signals::is_live(fact, &moment, window_days)))
        .facts(history.adaptations.iter().filter(|fact| moment.within(fact.day, window_days)))
        .facts(
            history
                .wishes
                .iter()
                .filter(|wish| wish.detail.style.is_none() && moment.within(wish.day, window_days)),
        )
        .facts(history.promises.iter().filter(|promise| {
            signals::is_ahead(promise, &moment, Whom::Provider { id: verdict.provider, closest: true })
        }))
        .facts(history.benefits.iter().filter(|benefit| benefit.detail.level == Some(BondLevel::Structural)))
}

impl Names {
    /// One clause for each link; two that are open to the customer become one.
    fn meaning(&self, [op, pc, oc]: [LinkStrength; 3]) -> Vec<String> {
        let Names { provider, customer } = self;
        let mut clauses = vec![match op {
            LinkStrength::Tight => format!("the business holds {provider}"),
            LinkStrength::Loose => format!("the business hardly holds {provider}"),
            LinkStrength::Undetermined => format!("how close the business and {provider} are is not known"),
        }];
        if pc == LinkStrength::Undetermined && oc == LinkStrength::Undetermined {
            clauses.push(format!(
                "too little is written down to say how close {customer} is to {provider} or to the business"
            ));
            return clauses;
        }
        clauses.push(match pc {
            LinkStrength::Tight => format!("{provider} holds {customer}"),
            LinkStrength::Loose => format!("{provider} and {customer} hardly know each other"),
            LinkStrength::Undetermined => {
                format!("how close {provider} and {customer} are is not known yet")
            }
        });
        clauses.push(match oc {
            LinkStrength::Tight => format!("the business itself knows {customer}"),
            LinkStrength::Loose => format!("the business itself hardly knows {customer}"),
            LinkStrength::Undetermined => {
                format!("how well the business itself knows {customer} is not known yet")
            }
        });
        clauses
    }

    /// What usually follows (the eight combinations of Gutek and Welsh), where P-C and O-C are known.
    fn advice(&self, [op, pc, oc]: [LinkStrength; 3]) -> String {
        use LinkStrength::{Loose, Tight};
        let Names { provider, customer } = self;
        match (op, pc, oc) {
            (_, Tight, Loose) => format!(" If {provider} leaves, expect {customer} to go too."),
            (Loose, Tight, Tight) => format!(" If {provider} leaves, {customer} will be torn."),
            (_, Tight, Tight) => " A tie that is held twice takes time: keep room for it.".into(),
            (Tight, Loose, Tight) => " Good records carry this; now and then a face would help.".into(),
            (_, Loose, Tight) => " The records carry this, as long as they are used.".into(),
            (Tight, Loose, Loose) => {
                format!(" The service may be good, but nobody here would remember {customer}.")
            }
            (_, Loose, Loose) => format!(" Nobody here holds {customer} yet."),
            _ => String::new(),
        }
    }

    /// One link with its bounds, and what to ask about where it is open.
    fn link(&self, link: &Link, who: &str) -> String {
        let ask = match (link.strength, link.ask_about) {
            (LinkStrength::Undetermined, Some(name)) => format!(" Ask about {}.", self.question(name)),
            _ => String::new(),
        };
        let who = words::sentence_case(who);
        if link.known_weight == 0.0 {
            return format!("{who}: {}; nothing of it is known yet.{ask}", link.strength.word());
        }
        format!(
            "{who}: {}, between {:.2} and {:.2}, with {} of it known.{ask}",
            link.strength.word(),
            link.low,
            link.high,
            words::percent(link.known_weight.min(0.99))
        )
    }

    /// An unknown indicator, in words.
    fn question(&self, name: &str) -> String {
        let Names { provider, customer } = self;
        match name {
            "continuity" => format!("who serves {customer}"),
            "cadence_kept" => format!("how often {customer} wants to hear from {provider}"),
            "mutual_knowledge" => format!("what {provider} and {customer} know of each other"),
            "future" => "a next date that both agree to".into(),
            "trust" => format!("what {customer} would tell {provider} frankly"),
            "tenure" => format!("how long {provider} has been here"),
            "organization_check_ins" => format!("when somebody last asked {provider} how things are"),
            "promises_to_provider" => format!("whether promises to {provider} were kept"),
            "provider_issues_answered" => format!("whether what {provider} raised was answered"),
            "income_share" => format!("how much {provider} depends on this business"),
            "contacts_beyond_provider" => format!("who else here {customer} knows"),
            "stayed_after_handover" => "who stayed when a provider changed".into(),
            "organization_facts_used" => format!("what the business itself knows of {customer}"),
            "structural_tie" => format!("whether anything links {customer} to the business day to day"),
            _ => format!("whether {customer} comes for the business or for {provider}"),
        }
    }

    /// The nearest fact: what an open link asks about, the customer's own links first; else what would loosen
    /// or tighten the tie of provider and customer.
    fn would_change(&self, verdict: &OpcVerdict) -> String {
        let Names { provider, customer } = self;
        let open =
            [&verdict.provider_customer, &verdict.organization_customer, &verdict.organization_provider]
                .into_iter()
                .filter(|link| link.strength == LinkStrength::Undetermined)
                .find_map(|link| link.ask_about);
        match (open, verdict.provider_customer.strength) {
            (Some(name), _) => format!("Ask about {}.", self.question(name)),
            (None, LinkStrength::Tight) => {
                format!("A year without a next date, or several contacts of {customer} with somebody else.")
            }
            (None, _) => {
                format!("More contacts of {customer} with {provider}, and a next date both agree to.")
            }
        }
    }
}
