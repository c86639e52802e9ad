//! Purchases and sums: last on the page.

use super::before::Look;
use crate::words::money;
use book::Currency;
use judge::words::{count, times};

/// Purchases shown, at most: the newest.
const SHOWN: usize = 10;

/// A purchase as it is listed.
pub struct Line {
    /// When.
    pub when: String,
    /// What.
    pub what: String,
    /// How much, with its currency.
    pub amount: String,
    /// It came back.
    pub returned: bool,
}

/// What was bought.
pub struct Bought {
    /// "41 orders for €12,300.00; once something came back".
    pub sentence: String,
    /// The newest.
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
}

/// Purchases with their sums in each currency; nothing when nothing was bought.
pub fn bought(look: &Look<'_>) -> Option<Bought> {
    let purchases = &look.history.purchases;
    if purchases.is_empty() {
        return None;
    }
    let own = look.dossier.person.scene.currency();
    let mut sums: Vec<(Currency, i64)> = Vec::new();
    let mut orders = 0;
    for sale in look.history.sales() {
        orders += 1;
        let currency = sale.detail.currency.unwrap_or(own);
        match sums.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, sum)) => *sum = sum.saturating_add(sale.detail.amount_minor),
            None => sums.push((currency, sale.detail.amount_minor)),
        }
    }
    let returns = purchases.len() as u32 - orders;
    let amounts: Vec<String> = sums.iter().map(|(currency, sum)| money(*sum, *currency)).collect();
    let back = if returns > 0 { format!("; {} something came back", times(returns)) } else { String::new() };
    let lines = purchases.iter().rev().take(SHOWN).map(|fact| Line {
        when: look.date(fact.day),
        what: fact.detail.product.as_ref().map(ToString::to_string).unwrap_or_default(),
        amount: money(fact.detail.amount_minor, fact.detail.currency.unwrap_or(own)),
        returned: fact.detail.returned == Some(true),
    });
    Some(Bought {
        sentence: format!("{} for {}{back}.", count(orders, "order"), judge::words::list(&amounts)),
        lines: lines.collect(),
        more: purchases.len().saturating_sub(SHOWN),
    })
}
