//! The company of somebody who came from a list of contacts: its name as the list said it, and the
//! organization in the book where there is one.

use crate::error::OfficeResult;
use crate::imports::{company_id, is_company};
use book::{CustomerId, PartyKind};
use std::collections::BTreeMap;
use store::Book;

/// Whom somebody works for, as their row said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its name, in the words of the row.
    pub name: String,
    /// The organization in the book, where that came with the list.
    pub customer: Option<CustomerId>,
}

/// The company that a person's row named; of several merged rows the first that names one. `None` where no
/// row did, which does not say that there is none.
pub(crate) fn company_of(book: &Book, of: CustomerId) -> OfficeResult<Option<Company>> {
    let kept = book.customer_extras(of)?;
    let Some(name) = kept.iter().find_map(|columns| named(columns)) else { return Ok(None) };
    let mut found = None;
    for customer in book.customers_called(&company_id(&name))? {
        let is_other = customer != of;
        if let Some(party) = book.customer(customer)?.filter(|_| is_other)
            && party.kind == Some(PartyKind::Organization)
        {
            found = Some(customer);
            break;
        }
    }
    Ok(Some(Company { name, customer: found }))
}

/// The company among the other columns of a row.
fn named(columns: &str) -> Option<String> {
    let columns: BTreeMap<String, serde_json::Value> = serde_json::from_str(columns).ok()?;
    columns.iter().filter(|(column, _)| is_company(column)).find_map(|(_, value)| {
        let name = value.as_str()?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_company_is_found_under_the_names_that_lists_give_it() {
        for column in ["Company", "Company name", "Firma", "*Account_Name"] {
            let columns = format!("{{\"City\":\"Graz\",\"{column}\":\" Hale & Sons \"}}");
            assert_eq!(named(&columns).as_deref(), Some("Hale & Sons"), "{column}");
        }
        for columns in [r#"{"Company":" "}"#, r#"{"City":"Graz"}"#, r#"{"lines":3}"#, "nonsense"] {
            assert_eq!(named(columns), None, "{columns}");
        }
    }
}
