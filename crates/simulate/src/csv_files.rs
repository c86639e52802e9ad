//! The same company as plain CSV files, so that reading files can be tested against it.

use book::{Body, FactId, Record, Text, Timestamp};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The files and their headers, in the order in which they are best read.
const FILES: [(&str, &str); 14] = [
    ("providers.csv", "provider,name,email,started_on,minutes_per_week,skills,languages,team"),
    ("customers.csv", "customer,kind,name,email,phone,since,assigned_to,language,timezone"),
    (
        "purchases.csv",
        "id,at,customer,amount,currency,provider,cost,discount,product,quantity,incentive,returned",
    ),
    (
        "interactions.csv",
        "id,at,customer,provider,initiated_by,two_way,channel,minutes,purpose,solved,history_seen,handed_off,\
         asked_question",
    ),
    ("knowledge.csv", "id,learned_at,customer,kind,text,provider,origin,expires_at"),
    ("deliveries.csv", "id,purchase,delivered_at,promised_at,got_it,easy,pleasant,returned,defect"),
    ("voice.csv", "id,at,customer,kind,provider,severity,channel,resolved_at,satisfied,text"),
    ("promises.csv", "id,made_at,customer,what,provider,by,due_at,outcome,closed_at,depends_on"),
    ("adaptations.csv", "id,at,customer,knowledge,provider,interaction"),
    ("wishes.csv", "id,at,customer,wish,origin,channel"),
    ("referrals.csv", "id,at,from_customer,to_customer,rewarded"),
    ("benefits.csv", "id,at,customer,level,what,cost,conditional,used_at,valued,exit_route"),
    ("permissions.csv", "id,at,customer,channel,purpose,state,evidence"),
    (
        "touches.csv",
        "id,at,customer,tactic,channel,provider,conditional_on_purchase,claims_relationship,same_for_all,\
         human_author,signed_by_nonauthor,answered_at,opted_out,complained",
    ),
];

/// Names of the files, in the order in which they are best read.
pub const FILE_NAMES: [&str; 14] = {
    let mut names = [""; 14];
    let mut place = 0;
    while place < 14 {
        names[place] = FILES[place].0;
        place += 1;
    }
    names
};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {cause}; choose a folder that exists and can be written to", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: csv::Error,
}

/// Writes records as the 14 plain CSV files into a folder that exists, replacing files of the same names.
///
/// # Errors
/// [`WriteError`] naming the first file that could not be written.
pub fn write_csv(records: &[Record], folder: &Path) -> Result<(), WriteError> {
    let ids: HashMap<FactId, &Text> =
        records.iter().filter_map(|record| Some((record.id, record.external_id.as_ref()?))).collect();
    for (place, (name, header)) in FILES.iter().enumerate() {
        let path = folder.join(name);
        write_file(records, &ids, (place, header), &path).map_err(|cause| WriteError { path, cause })?;
    }
    Ok(())
}

fn write_file(
    records: &[Record],
    ids: &HashMap<FactId, &Text>,
    (place, header): (usize, &str),
    path: &Path,
) -> csv::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(header.split(','))?;
    for record in records.iter().filter(|record| file_of(&record.body) == place) {
        writer.write_record(cells(record, ids))?;
    }
    writer.flush()?;
    Ok(())
}

fn file_of(body: &Body) -> usize {
    match body {
        Body::Provider(_) => 0,
        Body::Customer(_) => 1,
        Body::Purchase(_) => 2,
        Body::Interaction(_) => 3,
        Body::Knowledge(_) => 4,
        Body::Delivery(_) => 5,
        Body::Voice(_) => 6,
        Body::Promise(_) => 7,
        Body::Adaptation(_) => 8,
        Body::Wish(_) => 9,
        Body::Referral(_) => 10,
        Body::Benefit(_) => 11,
        Body::Permission(_) => 12,
        Body::Touch(_) => 13,
    }
}

fn text(value: Option<&Text>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn word<T>(value: Option<T>, word: impl Fn(T) -> &'static str) -> String {
    value.map(word).unwrap_or_default().to_owned()
}

/// ISO 8601 in UTC.
fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

/// Minor units as a decimal with two places: the simulated company trades in one currency that has them.
fn money(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
}

fn cells(record: &Record, ids: &HashMap<FactId, &Text>) -> Vec<String> {
    let of = |id: Option<FactId>| text(id.and_then(|id| ids.get(&id).copied()));
    let customer = record.customer.to_string();
    let provider = text(record.provider.as_ref());
    let mut cells = match &record.body {
        Body::Provider(_) | Body::Customer(_) => return party_cells(record),
        Body::Delivery(delivery) => vec![of(delivery.purchase), time(record.at)],
        _ => vec![time(record.at), customer],
    };
    cells.insert(0, text(record.external_id.as_ref()));
    cells.extend(match &record.body {
        Body::Adaptation(adaptation) => vec![of(adaptation.knowledge), provider, of(adaptation.interaction)],
        body => trade_cells(body, &provider)
            .or_else(|| word_cells(body, &provider))
            .or_else(|| care_cells(body, &provider))
            .unwrap_or_default(),
    });
    cells
}

fn party_cells(record: &Record) -> Vec<String> {
    match &record.body {
        Body::Provider(profile) => vec![
            text(record.provider.as_ref()),
            text(profile.name.as_ref()),
            text(profile.email.as_ref()),
            shown(profile.started_on),
            shown(profile.minutes_per_week),
            text(profile.skills.as_ref()),
            text(profile.languages.as_ref()),
            text(profile.team.as_ref()),
        ],
        Body::Customer(profile) => vec![
            record.customer.to_string(),
            word(profile.kind, |kind| match kind {
                book::PartyKind::Person => "person",
                book::PartyKind::Organization => "organization",
            }),
            text(profile.name.as_ref()),
            text(profile.email.as_ref()),
            text(profile.phone.as_ref()),
            shown(profile.since),
            text(profile.assigned_to.as_ref()),
            text(profile.language.as_ref()),
            text(profile.timezone.as_ref()),
        ],
        _ => Vec::new(),
    }
}

/// Contacts, purchases and deliveries, after id, time and customer.
fn trade_cells(body: &Body, provider: &str) -> Option<Vec<String>> {
    let provider = provider.to_owned();
    Some(match body {
        Body::Interaction(detail) => vec![
            provider,
            word(detail.initiated_by, book::Initiator::word),
            shown(detail.two_way),
            text(detail.channel.as_ref()),
            shown(detail.minutes),
            text(detail.purpose.as_ref()),
            shown(detail.solved),
            shown(detail.history_seen),
            shown(detail.handed_off),
            shown(detail.asked_question),
        ],
        Body::Purchase(detail) => vec![
            money(detail.amount_minor),
            shown(detail.currency.map(|currency| currency.code().to_owned())),
            provider,
            shown(detail.cost_minor.map(money)),
            shown(detail.discount_minor.map(money)),
            text(detail.product.as_ref()),
            shown(detail.quantity),
            text(detail.incentive.as_ref()),
            shown(detail.returned),
        ],
        Body::Delivery(detail) => vec![
            shown(detail.promised_at.map(time)),
            shown(detail.got_it),
            shown(detail.easy),
            shown(detail.pleasant),
            shown(detail.returned),
            shown(detail.defect),
        ],
        _ => return None,
    })
}

/// What was said, promised, known and wished.
fn word_cells(body: &Body, provider: &str) -> Option<Vec<String>> {
    let provider = provider.to_owned();
    Some(match body {
        Body::Voice(detail) => vec![
            word(detail.kind, book::VoiceKind::word),
            provider,
            shown(detail.severity),
            text(detail.channel.as_ref()),
            shown(detail.resolved_at.map(time)),
            shown(detail.satisfied),
            text(detail.text.as_ref()),
        ],
        Body::Promise(detail) => vec![
            detail.what.to_string(),
            provider,
            word(detail.by, book::Promisor::word),
            shown(detail.due_at.map(time)),
            word(detail.outcome, book::PromiseOutcome::word),
            shown(detail.closed_at.map(time)),
            text(detail.depends_on.as_ref()),
        ],
        Body::Knowledge(detail) => vec![
            detail.kind.to_string(),
            detail.text.to_string(),
            provider,
            word(detail.origin, book::Origin::word),
            shown(detail.expires_at.map(time)),
        ],
        Body::Wish(detail) => {
            let cadence = detail.cadence_days.map(|days| format!("P{days}D"));
            let style = detail.style.map(|style| style.word().to_owned());
            let named = detail.named_provider.as_ref().map(ToString::to_string);
            let wish = style.or(cadence).or(named).unwrap_or_default();
            vec![wish, word(detail.origin, book::Origin::word), text(detail.channel.as_ref())]
        }
        _ => return None,
    })
}

/// What was given, allowed and sent.
fn care_cells(body: &Body, provider: &str) -> Option<Vec<String>> {
    Some(match body {
        Body::Referral(detail) => vec![detail.to_customer.to_string(), shown(detail.rewarded)],
        Body::Benefit(detail) => vec![
            word(detail.level, book::BondLevel::word),
            detail.what.to_string(),
            shown(detail.cost_minor.map(money)),
            shown(detail.conditional),
            shown(detail.used_at.map(time)),
            shown(detail.valued),
            text(detail.exit_route.as_ref()),
        ],
        Body::Permission(detail) => vec![
            detail.channel.to_string(),
            detail.purpose.to_string(),
            word(detail.state, book::PermissionState::word),
            text(detail.evidence.as_ref()),
        ],
        Body::Touch(detail) => vec![
            detail.tactic.to_string(),
            text(detail.channel.as_ref()),
            provider.to_owned(),
            shown(detail.conditional_on_purchase),
            shown(detail.claims_relationship),
            shown(detail.same_for_all),
            shown(detail.human_author),
            shown(detail.signed_by_nonauthor),
            shown(detail.answered_at.map(time)),
            shown(detail.opted_out),
            shown(detail.complained),
        ],
        _ => return None,
    })
}
