//! Lives as text, for a person to read: `cargo run -p simulate --example lives`.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use book::{Body, Record};
use simulate::{Company, Scenario};
use std::collections::HashMap;

fn told(record: &Record) -> String {
    let by = record.provider.as_deref().unwrap_or("-");
    let what = match &record.body {
        Body::Interaction(x) => format!(
            "{} by {} two-way {} min {} seen {} off {}",
            x.purpose.as_deref().unwrap_or(""),
            x.initiated_by.map_or("?", book::Initiator::word),
            x.two_way == Some(true),
            x.minutes.unwrap_or(-1.0),
            x.history_seen.map_or("?".into(), |seen| seen.to_string()),
            x.handed_off.map_or("?".into(), |off| off.to_string()),
        ),
        Body::Purchase(x) => format!(
            "{} x{} {} {}",
            x.product.as_deref().unwrap_or(""),
            x.quantity.unwrap_or(0.0),
            x.amount_minor,
            if x.returned == Some(true) { "RETURNED" } else { "" }
        ),
        Body::Voice(x) => {
            format!("{:?} {:?} \"{}\"", x.kind, x.severity, x.text.as_deref().unwrap_or(""))
        }
        Body::Promise(x) => format!(
            "{:?}: {} (due {}) {:?}",
            x.by,
            x.what,
            x.due_at.map_or(String::new(), |at| book::Calendar::utc().day(at).to_string()),
            x.outcome
        ),
        Body::Knowledge(x) => format!("{}: {}", x.kind, x.text),
        Body::Touch(x) => format!("{} answered {}", x.tactic, x.answered_at.is_some()),
        Body::Delivery(x) => {
            format!("got {:?} easy {:?} back {:?} defect {:?}", x.got_it, x.easy, x.returned, x.defect)
        }
        other => format!("{other:?}"),
    };
    let name = record.external_id.as_deref().unwrap_or("");
    format!("{} {name} [{by}] {what}", book::Calendar::utc().civil(record.at).strftime("%a %Y-%m-%d %H:%M"))
}

fn main() {
    let company = Company::simulate(&Scenario::demo());
    let mut of: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in company.records.iter().filter(|record| record.body.kind().is_some()) {
        of.entry(record.customer.as_str()).or_default().push(record);
    }
    for truth in company.truth.customers.iter().skip(20).take(30) {
        println!("\n=== {truth:?}");
        let mut records = of.remove(truth.customer.as_str()).unwrap_or_default();
        records.sort_by_key(|record| record.at);
        for record in records {
            println!("{}", told(record));
        }
    }
}
