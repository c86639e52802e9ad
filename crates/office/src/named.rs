//! Names in the place of ids, where a fact names another customer.

use crate::error::OfficeResult;
use book::History;
use store::Book;

/// Calls those whom a customer brought by their names. One whom nobody knows keeps the id that the source
/// gave; of several sources' customers with one id the own source's is meant.
pub(crate) fn name_referrals(book: &Book, history: &mut History) -> OfficeResult<()> {
    for referral in &mut history.referrals {
        let mut meant = None;
        for id in book.customers_called(&referral.detail.to_customer)? {
            let Some(customer) = book.customer(id)? else { continue };
            let is_own = customer.source == history.customer.source;
            if is_own || meant.is_none() {
                meant = Some(customer);
            }
            if is_own {
                break;
            }
        }
        if let Some(customer) = meant {
            referral.detail.to_customer = customer.display_name().into();
        }
    }
    Ok(())
}
