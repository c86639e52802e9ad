//! From cells to facts: one short function for each kind of record.

use crate::cells::{Row, Slot};
use crate::error::CellResult;
use crate::kinds::{self, RecordKind};
use book::fact::*;
use book::record::{Body, CustomerProfile, ProviderProfile, Record};
use book::{FactId, PartyKind, Text, Timestamp};
use std::io::Read;

/// Longest cadence anybody can wish for, in days (ten years).
const CADENCE_DAYS_MAX: u32 = 3650;
/// Minutes in a week.
const WEEK_MINUTES: f64 = 10_080.0;

/// Everything a row says except its line and its id.
struct Said {
    at: Timestamp,
    customer: Text,
    provider: Option<Text>,
    body: Body,
}

/// Turns one row into a record. Its id is that of the source's own id where there is one, else zero, and
/// `external_id` says which.
///
/// # Errors
/// The first cell that cannot be understood.
pub fn record<R: Read>(row: &mut Row<'_, R>) -> CellResult<Record> {
    let line = row.rows.line();
    let kind = row.layout.kind;
    let said = said(row)?;
    // For facts the id is always the first column; parties are named by `customer` or `provider` alone.
    let external_id = match kind.fact_kind() {
        Some(_) => row.id(Id)?,
        None => None,
    };
    if kind.fact_kind().is_some() && external_id.is_none() && matches!(row.layout.slots[0], Slot::Column(_)) {
        return row.missing(Id);
    }
    let id = match (&external_id, kind.fact_kind()) {
        (Some(external_id), Some(fact_kind)) => FactId::of(&row.tools.source, fact_kind, external_id),
        _ => FactId(0),
    };
    let extras = if row.layout.extras.is_empty() { None } else { row.extras()? };
    let Said { at, customer, provider, body } = said;
    Ok(Record { line, id, external_id, at, customer, provider, body, extras })
}

/// The id column of every kind of fact.
#[derive(Clone, Copy)]
struct Id;
impl kinds::Place for Id {
    fn place(self) -> usize {
        0
    }
}

fn said<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    match row.layout.kind {
        RecordKind::Providers => provider(row),
        RecordKind::Customers => customer(row),
        RecordKind::Purchases => purchase(row),
        RecordKind::Interactions => interaction(row),
        RecordKind::Knowledge => knowledge(row),
        RecordKind::Deliveries => delivery(row),
        RecordKind::Voice => voice(row),
        RecordKind::Promises => promise(row),
        RecordKind::Adaptations => adaptation(row),
        RecordKind::Wishes => wish(row),
        RecordKind::Referrals => referral(row),
        RecordKind::Benefits => benefit(row),
        RecordKind::Permissions => permission(row),
        RecordKind::Touches => touch(row),
    }
}

fn provider<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::ProviderColumn as C;
    let minutes_per_week = match row.number(C::MinutesPerWeek)? {
        Some(minutes) if (0.0..=WEEK_MINUTES).contains(&minutes) && minutes.fract() == 0.0 => {
            Some(minutes as u32)
        }
        Some(_) => return row.fault(C::MinutesPerWeek, "whole minutes from 0 to 10080"),
        None => None,
    };
    let profile = ProviderProfile {
        name: row.text(C::Name)?,
        email: row.text(C::Email)?,
        started_on: row.day(C::StartedOn)?,
        minutes_per_week,
        skills: row.text(C::Skills)?,
        languages: row.text(C::Languages)?,
        team: row.text(C::Team)?,
    };
    let provider = Some(row.required_id(C::Provider)?);
    Ok(Said { at: Timestamp(0), customer: Text::default(), provider, body: Body::Provider(profile) })
}

fn customer<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::CustomerColumn as C;
    let profile = CustomerProfile {
        kind: row.word(C::Kind, |word| match word {
            "person" => Some(PartyKind::Person),
            "organization" => Some(PartyKind::Organization),
            _ => None,
        })?,
        name: row.text(C::Name)?,
        email: row.text(C::Email)?,
        phone: row.text(C::Phone)?,
        since: row.day(C::Since)?,
        assigned_to: row.id(C::AssignedTo)?,
        language: row.text(C::Language)?,
        timezone: row.timezone(C::Timezone)?,
    };
    let customer = row.required_id(C::Customer)?;
    Ok(Said { at: Timestamp(0), customer, provider: None, body: Body::Customer(profile) })
}

fn interaction<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::InteractionColumn as C;
    let detail = Interaction {
        initiated_by: row.word(C::InitiatedBy, Initiator::parse)?,
        two_way: row.flag(C::TwoWay)?,
        channel: row.text(C::Channel)?,
        minutes: row.count(C::Minutes)?,
        purpose: row.text(C::Purpose)?,
        solved: row.flag(C::Solved)?,
        history_seen: row.flag(C::HistorySeen)?,
        handed_off: row.flag(C::HandedOff)?,
        asked_question: row.flag(C::AskedQuestion)?,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Interaction(detail),
    })
}

fn purchase<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::PurchaseColumn as C;
    let currency = row.currency(C::Currency)?;
    let Some(amount_minor) = row.amount(C::Amount, currency)? else { return row.missing(C::Amount) };
    let quantity = row.number(C::Quantity)?;
    // Money given back is a return, whether or not a column says so as well.
    let returned = match (amount_minor < 0, row.flag(C::Returned)?) {
        (true, Some(false)) => return row.fault(C::Amount, "zero or more for what did not come back"),
        (true, _) => Some(true),
        (false, returned) => returned,
    };
    if returned != Some(true) && quantity.is_some_and(|pieces| pieces < 0.0) {
        return row.fault(C::Quantity, "a number of zero or more for what did not come back");
    }
    let detail = Purchase {
        amount_minor: amount_minor.abs(),
        currency,
        cost_minor: row.cost(C::Cost, currency)?,
        discount_minor: row.cost(C::Discount, currency)?,
        product: row.text(C::Product)?,
        quantity: quantity.map(f64::abs),
        incentive: row.text(C::Incentive)?,
        returned,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Purchase(detail),
    })
}

fn delivery<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::DeliveryColumn as C;
    let purchase = row.required_id(C::Purchase)?;
    let detail = Delivery {
        purchase: Some(FactId::of(&row.tools.source, FactKind::Purchase, &purchase)),
        promised_at: row.instant(C::PromisedAt)?,
        got_it: row.flag(C::GotIt)?,
        easy: row.flag(C::Easy)?,
        pleasant: row.flag(C::Pleasant)?,
        returned: row.flag(C::Returned)?,
        defect: row.flag(C::Defect)?,
    };
    let at = row.required_instant(C::DeliveredAt)?;
    // The customer is the one of the purchase, which only the book knows.
    Ok(Said { at, customer: Text::default(), provider: None, body: Body::Delivery(detail) })
}

fn voice<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::VoiceColumn as C;
    let severity = row.word(C::Severity, |word| match word {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        _ => None,
    })?;
    let detail = Voice {
        kind: Some(row.required_word(C::Kind, VoiceKind::parse)?),
        severity,
        channel: row.text(C::Channel)?,
        resolved_at: row.instant(C::ResolvedAt)?,
        satisfied: row.flag(C::Satisfied)?,
        text: row.text(C::Text)?,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Voice(detail),
    })
}

fn promise<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::PromiseColumn as C;
    let detail = Promise {
        what: row.required_text(C::What)?,
        by: row.word(C::By, Promisor::parse)?,
        due_at: row.instant(C::DueAt)?,
        outcome: row.word(C::Outcome, PromiseOutcome::parse)?,
        closed_at: row.instant(C::ClosedAt)?,
        depends_on: row.text(C::DependsOn)?,
    };
    Ok(Said {
        at: row.required_instant(C::MadeAt)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Promise(detail),
    })
}

fn knowledge<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::KnowledgeColumn as C;
    let detail = Knowledge {
        kind: row.required_id(C::Kind)?,
        text: row.required_text(C::Text)?,
        // What is computed is never a fact, so `inferred` is no origin of knowledge.
        origin: row
            .word(C::Origin, |word| Origin::parse(word).filter(|origin| *origin != Origin::Inferred))?,
        expires_at: row.instant(C::ExpiresAt)?,
    };
    Ok(Said {
        at: row.required_instant(C::LearnedAt)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Knowledge(detail),
    })
}

fn adaptation<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::AdaptationColumn as C;
    let knowledge = row.required_id(C::Knowledge)?;
    let interaction = row.id(C::Interaction)?;
    let source = &row.tools.source;
    let detail = Adaptation {
        knowledge: Some(FactId::of(source, FactKind::Knowledge, &knowledge)),
        interaction: interaction.map(|id| FactId::of(source, FactKind::Interaction, &id)),
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Adaptation(detail),
    })
}

fn wish<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::WishColumn as C;
    let said = row.required_id(C::Wish)?;
    let mut detail = Wish {
        origin: row.word(C::Origin, Origin::parse)?,
        channel: row.text(C::Channel)?,
        ..Wish::default()
    };
    match parse_wish(&said) {
        Some(Wished::Style(style)) => detail.style = Some(style),
        Some(Wished::CadenceDays(days)) => detail.cadence_days = Some(days),
        Some(Wished::Provider(name)) => detail.named_provider = Some(Text::from(name)),
        None => return row.fault(C::Wish, "a cadence of 1 day to 10 years such as P30D, P4W, P1M or P1Y"),
    }
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: None,
        body: Body::Wish(detail),
    })
}

/// What a wish names.
#[derive(Debug, PartialEq)]
enum Wished<'a> {
    Style(Style),
    CadenceDays(u32),
    Provider(&'a str),
}

/// Reads a style, a cadence, or a provider (`provider:NAME` where the id looks like one of the others).
/// `None` when it looks like a cadence and is none.
fn parse_wish(text: &str) -> Option<Wished<'_>> {
    if let Some(style) = Style::parse(text) {
        return Some(Wished::Style(style));
    }
    if let Some(name) = text.strip_prefix("provider:") {
        let name = name.trim();
        return (!name.is_empty()).then_some(Wished::Provider(name));
    }
    let looks_like_cadence =
        matches!(text.as_bytes(), [b'P', b'0'..=b'9', ..] | [b'P', b'T', b'0'..=b'9', ..]);
    if looks_like_cadence {
        cadence_days(text).map(Wished::CadenceDays)
    } else {
        Some(Wished::Provider(text))
    }
}

/// Days of an ISO 8601 duration in years, months, weeks and days, a month being a twelfth of 365 days.
fn cadence_days(text: &str) -> Option<u32> {
    let mut rest = text.strip_prefix('P')?;
    let (mut months, mut days) = (0_u32, 0_u32);
    // Units come once each and in this order.
    for unit in ['Y', 'M', 'W', 'D'] {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(after) = rest[digits..].strip_prefix(unit) else { continue };
        let number: u32 = rest[..digits].parse().ok().filter(|number| *number <= CADENCE_DAYS_MAX)?;
        match unit {
            'Y' => months += 12 * number,
            'M' => months += number,
            'W' => days += 7 * number,
            _ => days += number,
        }
        rest = after;
    }
    let total = days + (months * 365 + 6) / 12;
    (rest.is_empty() && (1..=CADENCE_DAYS_MAX).contains(&total)).then_some(total)
}

fn referral<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::ReferralColumn as C;
    let detail = Referral { to_customer: row.required_id(C::ToCustomer)?, rewarded: row.flag(C::Rewarded)? };
    let customer = row.required_id(C::FromCustomer)?;
    if customer == detail.to_customer {
        return row.fault(C::ToCustomer, "another customer than from_customer");
    }
    Ok(Said { at: row.required_instant(C::At)?, customer, provider: None, body: Body::Referral(detail) })
}

fn benefit<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::BenefitColumn as C;
    let detail = Benefit {
        level: Some(row.required_word(C::Level, BondLevel::parse)?),
        what: row.required_text(C::What)?,
        cost_minor: row.cost(C::Cost, None)?,
        conditional: row.flag(C::Conditional)?,
        used_at: row.instant(C::UsedAt)?,
        valued: row.flag(C::Valued)?,
        exit_route: row.text(C::ExitRoute)?,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: None,
        body: Body::Benefit(detail),
    })
}

fn permission<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::PermissionColumn as C;
    let detail = Permission {
        channel: row.required_id(C::Channel)?,
        purpose: row.required_id(C::Purpose)?,
        state: Some(row.required_word(C::State, PermissionState::parse)?),
        evidence: row.text(C::Evidence)?,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: None,
        body: Body::Permission(detail),
    })
}

fn touch<R: Read>(row: &mut Row<'_, R>) -> CellResult<Said> {
    use kinds::TouchColumn as C;
    let detail = Touch {
        tactic: row.required_id(C::Tactic)?,
        channel: Some(row.required_id(C::Channel)?),
        conditional_on_purchase: row.flag(C::ConditionalOnPurchase)?,
        claims_relationship: row.flag(C::ClaimsRelationship)?,
        same_for_all: row.flag(C::SameForAll)?,
        human_author: row.flag(C::HumanAuthor)?,
        signed_by_nonauthor: row.flag(C::SignedByNonauthor)?,
        answered_at: row.instant(C::AnsweredAt)?,
        opted_out: row.flag(C::OptedOut)?,
        complained: row.flag(C::Complained)?,
    };
    Ok(Said {
        at: row.required_instant(C::At)?,
        customer: row.required_id(C::Customer)?,
        provider: row.id(C::Provider)?,
        body: Body::Touch(detail),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_names_a_style_a_cadence_or_a_provider() {
        let days = |text| match parse_wish(text) {
            Some(Wished::CadenceDays(days)) => Some(days),
            _ => None,
        };
        assert_eq!(days("P30D"), Some(30));
        assert_eq!(days("P4W"), Some(28));
        assert_eq!(days("P1M"), Some(30));
        assert_eq!(days("P3M"), Some(91));
        assert_eq!(days("P1Y"), Some(365));
        assert_eq!(days("P1Y6M"), Some(548));
        for bad in ["P0D", "P30", "P30X", "PT5H", "P1D2W", "P99999999999D", "P11Y", "provider:"] {
            assert_eq!(parse_wish(bad), None, "{bad}");
        }
        assert_eq!(parse_wish("fan"), Some(Wished::Style(Style::Fan)));
        assert_eq!(parse_wish("Paul"), Some(Wished::Provider("Paul")));
        assert_eq!(parse_wish("provider:P30D"), Some(Wished::Provider("P30D")));
    }
}
