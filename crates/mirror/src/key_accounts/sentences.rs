//! J13 in words.

use super::{Candidate, Proposal, Standing, Veto, WEIGHINGS, assess};
use crate::Parameters;
use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::rate::count;
use book::{Currency, Day, Money};

/// Judges the candidates and says so, one finding each, in the order given.
pub fn findings(
    candidates: &[Candidate],
    places: usize,
    currency: Currency,
    parameters: &Parameters,
    as_of: Day,
) -> Vec<Finding> {
    let proposal = assess(candidates, places, parameters);
    let all = candidates.iter().zip(&proposal.standings);
    all.map(|(candidate, standing)| finding(candidate, standing, (&proposal, currency), parameters, as_of))
        .collect()
}

fn finding(
    candidate: &Candidate,
    standing: &Standing,
    (proposal, currency): (&Proposal, Currency),
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let subject =
        Subject { kind: SubjectKind::Account, id: candidate.id.clone(), name: candidate.name.clone() };
    let draft = Draft::new(FindingKind::KeyAccount, subject, as_of)
        .rests_on("months_of_margins", candidate.margin_months.into())
        .rests_on("times_first", candidate.pioneered.into())
        .caveat(
            "Ranks hide how large a difference is, and fit is partly what we think of ourselves. A \
             person decides.",
        );
    let name = &candidate.name;
    match standing {
        Standing::Vetoed(veto) => {
            let (sentence, better) = vetoed(*veto);
            draft
                .assessed("not_proposed")
                .sentence(format!("{name} is not proposed: {sentence}."))
                .would_change(format!("{better}."))
                .better(format!("{better}."))
                .done()
        }
        Standing::TooEarly => {
            let missing = parameters.margin_months_min.saturating_sub(candidate.margin_months).max(1);
            let sentence = match candidate.margin_minor {
                None => format!("{name}: too early, what it brings after cost is not known."),
                Some(_) => format!(
                    "{name}: too early, {} of margins are known.",
                    count(candidate.margin_months.into(), "month")
                ),
            };
            draft
                .not_enough(sentence)
                .would_change(format!("{} of margins would be enough.", count(missing.into(), "more month")))
                .done()
        }
        Standing::Ranked { robust, proposed, ask_first, ranks, .. } => {
            ranked(draft, candidate, (*robust, *proposed, *ask_first, ranks), (proposal, currency))
        }
    }
}

fn vetoed(veto: Veto) -> (&'static str, &'static str) {
    match veto {
        Veto::DoNotContact => ("they asked not to be contacted", "Only their own later word changes that"),
        Veto::StrictlyBusiness => (
            "they said \u{201c}strictly business\u{201d} and want no manager",
            "Serve them well and fast; their word changes it",
        ),
        Veto::GateNotMet => {
            ("what they ordered did not come right often enough", "Put that right first, then look again")
        }
        Veto::NegativeMargin => {
            ("they cost more than they bring, and there is no plan", "A plan that both sides agree to")
        }
        Veto::NoCapacity => ("no manager has a free place", "A free place, or an account handed on"),
    }
}

fn ranked(
    draft: Draft,
    candidate: &Candidate,
    (robust, proposed, ask_first, ranks): (u32, bool, bool, &[f64; 4]),
    (proposal, currency): (&Proposal, Currency),
) -> Finding {
    let name = &candidate.name;
    let money = |minor: i64| Money { minor, currency }.to_string();
    let brings = candidate.margin_minor.map_or_else(String::new, |(likely, low, high)| {
        format!(
            " It brought about {} after cost in 12 months ({} to {}).",
            money(likely),
            money(low),
            money(high)
        )
    });
    let names = ["value", "growth", "trying new things first", "fit"];
    let best = (0..4).max_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(b.cmp(a))).unwrap_or(0);
    let worst = (0..4).min_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(a.cmp(b))).unwrap_or(0);
    let places = count(proposal.places as u64, "place");
    let holds = format!("in {robust} of {WEIGHINGS} ways of weighing");
    let sentence = if proposed {
        format!("{name} is proposed for one of {places}: this holds {holds}.")
    } else {
        format!("{name} is not among those proposed for {places}; it would be {holds}.")
    };
    let ask = if ask_first { " Nobody knows whether they want a manager: ask first." } else { "" };
    let why = if best == worst {
        String::new()
    } else {
        format!(" Strongest in {}, weakest in {}.", names[best], names[worst])
    };
    draft
        .assessed(if proposed { "proposed" } else { "ranked" })
        .sentence(format!("{sentence}{why}{brings}{ask}"))
        .would_change(format!(
            "A higher place in {} would move it most, or another free place.",
            names[worst]
        ))
        .done()
}
