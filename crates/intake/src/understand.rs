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

/// A record that says nothing yet, to be filled where it will stay: a record is large, and ten million of
/// them are not moved about without need.
pub fn blank() -> Record {
    Record {
        line: 0,
        id: FactId(0),
        external_id: None,
        at: Timestamp(0),
        customer: Text::const_new(""),
        provider: None,
        body: Body::Referral(Referral::default()),
        extras: None,
    }
}

/// Turns one row into a record. Its id is that of the source's own id where there is one, else zero, and
/// `external_id` says which.
///
/// # Errors
/// The first cell that cannot be understood; the record is then good for nothing.
pub fn fill<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    record.line = row.rows.line();
    said(row, record)?;
    if !row.layout.extras.is_empty() {
        record.extras = row.extras()?;
    }
    // For facts the id is always the first column; parties are named by `customer` or `provider` alone.
    let Some(kind) = row.layout.kind.fact_kind() else { return Ok(()) };
    record.external_id = row.id(Id)?;
    match &record.external_id {
        Some(external_id) => record.id = FactId::of(&row.tools.source, kind, external_id),
        None if !matches!(row.layout.slots[0], Slot::Absent) => return row.missing(Id),
        None => {}
    }
    Ok(())
}

/// The id column of every kind of fact.
#[derive(Clone, Copy)]
struct Id;
impl kinds::Place for Id {
    fn place(self) -> usize {
        0
    }
}

fn said<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    match row.layout.kind {
        RecordKind::Providers => provider(row, record),
        RecordKind::Customers => customer(row, record),
        RecordKind::Purchases => purchase(row, record),
        RecordKind::Interactions => interaction(row, record),
        RecordKind::Knowledge => knowledge(row, record),
        RecordKind::Deliveries => delivery(row, record),
        RecordKind::Voice => voice(row, record),
        RecordKind::Promises => promise(row, record),
        RecordKind::Adaptations => adaptation(row, record),
        RecordKind::Wishes => wish(row, record),
        RecordKind::Referrals => referral(row, record),
        RecordKind::Benefits => benefit(row, record),
        RecordKind::Permissions => permission(row, record),
        RecordKind::Touches => touch(row, record),
    }
}

fn provider<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.provider = Some(row.required_id(C::Provider)?);
    record.body = Body::Provider(profile);
    Ok(())
}

fn customer<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.customer = match row.layout.slots[kinds::Place::place(C::Customer)] {
        Slot::Absent => named_by_profile(row, &profile)?,
        _ => row.required_id(C::Customer)?,
    };
    record.body = Body::Customer(profile);
    Ok(())
}

/// What a person is called by in a file without ids: the e-mail address in small letters, else the digits of
/// the telephone number, else the name. The same every time the file is read.
fn named_by_profile<R: Read>(row: &Row<'_, R>, profile: &CustomerProfile) -> CellResult<Text> {
    use kinds::CustomerColumn as C;
    if let Some(email) = &profile.email {
        return Ok(email.to_lowercase());
    }
    let digits = |phone: &Text| -> Text { phone.chars().filter(char::is_ascii_digit).collect() };
    if let Some(digits) = profile.phone.as_ref().map(digits).filter(|digits| digits.len() >= 7) {
        return Ok(digits);
    }
    match &profile.name {
        Some(name) => Ok(name.to_lowercase()),
        None => {
            row.fault(C::Name, "a name, an e-mail address or a telephone number; one of them must be there")
        }
    }
}

fn interaction<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Interaction(detail);
    Ok(())
}

fn purchase<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Purchase(detail);
    Ok(())
}

fn delivery<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = at;
    record.body = Body::Delivery(detail);
    Ok(())
}

fn voice<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Voice(detail);
    Ok(())
}

fn promise<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    use kinds::PromiseColumn as C;
    let detail = Promise {
        what: row.required_text(C::What)?,
        by: row.word(C::By, Promisor::parse)?,
        due_at: row.instant(C::DueAt)?,
        outcome: row.word(C::Outcome, PromiseOutcome::parse)?,
        closed_at: row.instant(C::ClosedAt)?,
        depends_on: row.text(C::DependsOn)?,
    };
    record.at = row.required_instant(C::MadeAt)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Promise(detail);
    Ok(())
}

fn knowledge<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    use kinds::KnowledgeColumn as C;
    let detail = Knowledge {
        kind: row.required_id(C::Kind)?,
        text: row.required_text(C::Text)?,
        // What is computed is never a fact, so `inferred` is no origin of knowledge.
        origin: row
            .word(C::Origin, |word| Origin::parse(word).filter(|origin| *origin != Origin::Inferred))?,
        expires_at: row.instant(C::ExpiresAt)?,
    };
    record.at = row.required_instant(C::LearnedAt)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Knowledge(detail);
    Ok(())
}

fn adaptation<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    use kinds::AdaptationColumn as C;
    let knowledge = row.required_id(C::Knowledge)?;
    let interaction = row.id(C::Interaction)?;
    let source = &row.tools.source;
    let detail = Adaptation {
        knowledge: Some(FactId::of(source, FactKind::Knowledge, &knowledge)),
        interaction: interaction.map(|id| FactId::of(source, FactKind::Interaction, &id)),
    };
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Adaptation(detail);
    Ok(())
}

fn wish<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.body = Body::Wish(detail);
    Ok(())
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

fn referral<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    use kinds::ReferralColumn as C;
    let detail = Referral { to_customer: row.required_id(C::ToCustomer)?, rewarded: row.flag(C::Rewarded)? };
    let customer = row.required_id(C::FromCustomer)?;
    if customer == detail.to_customer {
        return row.fault(C::ToCustomer, "another customer than from_customer");
    }
    record.at = row.required_instant(C::At)?;
    record.customer = customer;
    record.body = Body::Referral(detail);
    Ok(())
}

fn benefit<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.body = Body::Benefit(detail);
    Ok(())
}

fn permission<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
    use kinds::PermissionColumn as C;
    let detail = Permission {
        channel: row.required_id(C::Channel)?,
        purpose: row.required_id(C::Purpose)?,
        state: Some(row.required_word(C::State, PermissionState::parse)?),
        evidence: row.text(C::Evidence)?,
    };
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.body = Body::Permission(detail);
    Ok(())
}

fn touch<R: Read>(row: &mut Row<'_, R>, record: &mut Record) -> CellResult<()> {
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
    record.at = row.required_instant(C::At)?;
    record.customer = row.required_id(C::Customer)?;
    record.provider = row.id(C::Provider)?;
    record.body = Body::Touch(detail);
    Ok(())
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
