//! The table: heads that sort, rows in words, and the picker of columns.

use super::address::Address;
use crate::words;
use book::Day;
use judge::JudgementKind;
use office::{Scene, SetAside};
use people::{Cell, Column, ColumnKind, Row, columns};

/// The head of a column.
pub(super) struct Head {
    pub label: &'static str,
    /// The list in this order.
    pub href: String,
    /// `ascending` or `descending` when the list stands in its order.
    pub sort: Option<&'static str>,
    pub is_number: bool,
}

/// A person on the list.
pub(super) struct ShownRow {
    pub id: u32,
    pub name: String,
    pub is_chosen: bool,
    pub cells: Vec<ShownCell>,
}

/// What a column says of a person.
pub(super) struct ShownCell {
    pub label: &'static str,
    pub text: String,
    /// Classes of the cell.
    pub class: &'static str,
    /// Classes of the badge around the text, where there is one.
    pub badge: Option<&'static str>,
    /// Who judged otherwise and until when, where somebody did.
    pub says: Option<String>,
}

/// A column in the picker.
pub(super) struct Picked {
    pub key: &'static str,
    pub label: &'static str,
    pub is_on: bool,
}

/// The columns beside the name, which always stands first.
pub(super) fn beside_name(address: &Address) -> impl Iterator<Item = Column> {
    address.query.columns().iter().copied().filter(|column| *column != Column::Name)
}

fn is_number(column: Column) -> bool {
    matches!(column.kind(), ColumnKind::Count | ColumnKind::Money)
}

/// The head of a column; a second click turns the order round.
pub(super) fn head(column: Column, address: &Address, scene: &Scene) -> Head {
    let sort = address.query.sort;
    let is_sorted = sort.column == column;
    // Of numbers one wants the largest first, of all else the first.
    let descending = if is_sorted { !sort.descending } else { is_number(column) };
    Head {
        label: column.label(),
        href: address.href(&address.query.clone().sorted(column, descending), scene),
        sort: is_sorted.then_some(if sort.descending { "descending" } else { "ascending" }),
        is_number: is_number(column),
    }
}

/// Every column but the name, which is always shown.
pub(super) fn picker(address: &Address) -> Vec<Picked> {
    let rest = columns().iter().filter(|info| info.column != Column::Name);
    rest.map(|info| Picked {
        key: info.key,
        label: info.label,
        is_on: address.query.columns().contains(&info.column),
    })
    .collect()
}

/// A row in words.
pub(super) fn row(
    row: &Row,
    address: &Address,
    scene: &Scene,
    chosen: &[String],
    aside: &[SetAside],
) -> ShownRow {
    let shown = |column: Column| {
        let of_it = judgement(column).and_then(|word| aside.iter().find(|one| one.judgement == word));
        let says = of_it
            .map(|one| format!("says {}, until {}", one.who, judge::words::date(one.until, scene.day())));
        ShownCell { says, ..cell(row, column, scene) }
    };
    ShownRow {
        id: row.id.0,
        name: row.display_name().to_owned(),
        is_chosen: !chosen.is_empty() && chosen.contains(&row.id.0.to_string()),
        cells: beside_name(address).map(shown).collect(),
    }
}

/// The word of the judgement that a column shows, where people may set it aside.
fn judgement(column: Column) -> Option<&'static str> {
    let kind = match column {
        Column::RelationshipKind => JudgementKind::RelationshipKind,
        Column::OpcConfiguration => JudgementKind::OpcConfiguration,
        Column::FoundationGate => JudgementKind::FoundationGate,
        Column::Rung => JudgementKind::Rung,
        Column::ThreePartTest => JudgementKind::ThreePartTest,
        Column::ContactRhythm => JudgementKind::ContactRhythm,
        Column::PurchaseRhythm => JudgementKind::PurchaseRhythm,
        Column::Initiative => JudgementKind::Initiative,
        Column::CandorSilence => JudgementKind::CandorSilence,
        Column::AccumulatingLoad => JudgementKind::AccumulatingLoad,
        Column::Velocity => JudgementKind::Velocity,
        Column::Decline => JudgementKind::Decline,
        _ => return None,
    };
    Some(kind.word())
}

fn cell(row: &Row, column: Column, scene: &Scene) -> ShownCell {
    let plain = |text: String, class: &'static str| ShownCell {
        label: column.label(),
        text,
        class,
        badge: None,
        says: None,
    };
    match row.cell(column) {
        Cell::Empty if is_number(column) => plain(unknown(column).to_owned(), "number muted"),
        Cell::Empty => plain(unknown(column).to_owned(), "muted"),
        Cell::Text(text) => plain(text.to_owned(), ""),
        Cell::Word(word) => {
            let badge = badge(column, word.word);
            let class = if badge.is_none() && word.word == "none" { "muted" } else { "" };
            ShownCell { badge, ..plain(word.label.to_owned(), class) }
        }
        Cell::Estimate(word) => plain(word.label.to_owned(), ""),
        Cell::Provider(id) => plain(scene.directory().name(id).to_owned(), ""),
        Cell::Day(day) => plain(words::ago(day, scene.day()), day_class(column, day, scene.day())),
        Cell::Count(0) => plain("0".to_owned(), "number muted"),
        Cell::Count(count) => {
            let is_bad = matches!(column, Column::OpenIssues | Column::Signs);
            plain(count.to_string(), if is_bad { "number attention" } else { "number" })
        }
        Cell::Money(minor) => plain(words::money(minor, scene.currency()), "number"),
    }
}

fn day_class(column: Column, day: Day, today: Day) -> &'static str {
    let is_bad = match column {
        Column::NextDue => day < today,
        Column::OldestIssue => true,
        _ => false,
    };
    if is_bad { "nowrap attention" } else { "nowrap" }
}

/// What an empty cell means: unknown is neither nothing nor fine.
fn unknown(column: Column) -> &'static str {
    match (column, column.kind()) {
        (Column::OldestIssue | Column::NextDue, _) => "none",
        (Column::Since | Column::Party | Column::WantedStyle, _) => "not known",
        (_, ColumnKind::Text | ColumnKind::Open) => "",
        (_, ColumnKind::Day) => "never",
        (_, ColumnKind::Provider) => "nobody",
        _ => "too early",
    }
}

/// News get a badge, good or bad; the usual stays a word.
fn badge(column: Column, word: &str) -> Option<&'static str> {
    match (column, word) {
        (Column::ContactRhythm | Column::PurchaseRhythm, "overdue" | "gone_quiet") => Some("badge bad"),
        (Column::ContactRhythm | Column::PurchaseRhythm, "quiet") => Some("badge"),
        (Column::Decline, "declining" | "serious") => Some("badge bad"),
        (Column::Decline, "watch") => Some("badge"),
        (Column::FoundationGate, "not_met") => Some("badge bad"),
        (Column::FoundationGate, "unverified") => Some("badge unknown"),
        (Column::Initiative, "fading") | (Column::Velocity, "falling") => Some("badge bad"),
        (Column::Velocity, "rising") => Some("badge well"),
        (Column::AccumulatingLoad, "heavy") => Some("badge bad"),
        (Column::CandorSilence, "voiced") => Some("badge well"),
        (Column::CandorSilence, "not_contacted" | "asked_no_answer") => Some("badge unknown"),
        (Column::Refused, "yes") => Some("badge bad"),
        _ => None,
    }
}
