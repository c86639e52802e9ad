//! The recency-frequency-monetary summary, from rows in any order.
//!
//! Rows in time order (a shop's log) need only each customer's running totals. The first row that comes
//! earlier than its customer's last one shows that the file is not such a log: then the file is read again
//! and every (customer, day, amount) is kept and sorted, so that both ways add the same days in one order.

use crate::batch::{Batch, Purchase};
use crate::ids::Ids;
use crate::table::{Customers, Totals};

/// Which days count for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Last day of the calibration period, inclusive; `None`: the newest day of the file.
    pub calibrate_to: Option<i32>,
    /// Last day that counts at all, inclusive; `None`: the newest day of the file.
    pub until: Option<i32>,
    /// Whether the logarithms of the gaps between purchases are wanted.
    pub log_gaps: bool,
}

/// The purchases of one customer after the calibration period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Later {
    /// Distinct purchase days.
    pub days: u32,
    last: i32,
}

/// Everything the models need, by customer number in order of first appearance.
#[derive(Debug, Default)]
pub struct Summary {
    /// The customers' ids.
    pub ids: Ids,
    /// Those who bought within the calibration period.
    pub customers: Vec<Totals>,
    /// Purchases after the calibration period by [`Totals::customer`]; empty without one.
    pub later: Vec<Later>,
    /// Sum of ln(gap in days) between purchase days by [`Totals::customer`]; empty unless asked for.
    pub log_gaps: Vec<f64>,
    /// Newest purchase day of all within the window.
    pub newest: i32,
    /// Purchases that fell after the window.
    pub after_window: u64,
}

/// A row came earlier than the last one of its customer.
#[derive(Debug, PartialEq, Eq)]
pub struct OutOfOrder;

/// Sums rows as they come.
pub trait Summing {
    /// Takes in the purchases of a batch, or says that they must be taken in another way.
    ///
    /// # Errors
    /// [`OutOfOrder`] when only sorting would help.
    fn add(&mut self, batch: &Batch) -> Result<(), OutOfOrder>;

    /// The summary of all that was taken in.
    fn finish(self: Box<Self>) -> Summary;
}

/// What is kept beside the totals.
#[derive(Debug)]
struct Aside {
    window: Window,
    until: i32,
    calibrate_to: i32,
    later: Vec<Later>,
    log_gaps: Vec<f64>,
    newest: i32,
    after_window: u64,
}

impl Aside {
    fn new(window: Window) -> Aside {
        Aside {
            window,
            until: window.until.unwrap_or(i32::MAX),
            calibrate_to: window.calibrate_to.unwrap_or(i32::MAX),
            later: Vec::new(),
            log_gaps: Vec::new(),
            newest: i32::MIN,
            after_window: 0,
        }
    }

    /// Adds one purchase within the window to its customer.
    #[inline]
    fn add(&mut self, totals: &mut Totals, day: i32, amount: i64) -> Result<(), OutOfOrder> {
        if day > self.calibrate_to {
            return self.add_later(totals.customer as usize, day);
        }
        if totals.days == 0 {
            (totals.first, totals.last, totals.days) = (day, day, 1);
            return Ok(());
        }
        if day > totals.last {
            if self.window.log_gaps {
                let gap_days = f64::from(day - totals.last);
                *entry(&mut self.log_gaps, totals.customer as usize) += gap_days.ln();
            }
            totals.last = day;
            totals.days += 1;
        } else if day < totals.last {
            return Err(OutOfOrder);
        }
        if day > totals.first {
            totals.later_spend = totals.later_spend.saturating_add(amount);
        }
        Ok(())
    }

    fn add_later(&mut self, customer: usize, day: i32) -> Result<(), OutOfOrder> {
        let later = entry(&mut self.later, customer);
        if later.days == 0 || day > later.last {
            (later.last, later.days) = (day, later.days + 1);
        } else if day < later.last {
            return Err(OutOfOrder);
        }
        Ok(())
    }

    fn finish(mut self, ids: Ids, mut customers: Vec<Totals>) -> Summary {
        if self.window.calibrate_to.is_some() {
            self.later.resize(customers.len(), Later::default());
        }
        if self.window.log_gaps {
            self.log_gaps.resize(customers.len(), 0.0);
        }
        customers.retain(|totals| totals.days > 0);
        let (later, log_gaps) = (self.later, self.log_gaps);
        Summary { ids, customers, later, log_gaps, newest: self.newest, after_window: self.after_window }
    }
}

fn entry<T: Clone + Default>(values: &mut Vec<T>, at: usize) -> &mut T {
    if values.len() <= at {
        values.resize(at + 1, T::default());
    }
    &mut values[at]
}

/// The quick way, for rows in time order within each customer.
#[derive(Debug)]
pub struct InOrder {
    customers: Customers,
    aside: Aside,
}

impl InOrder {
    /// Nothing summed yet.
    pub fn new(window: Window) -> InOrder {
        InOrder { customers: Customers::default(), aside: Aside::new(window) }
    }
}

impl Summing for InOrder {
    fn add(&mut self, batch: &Batch) -> Result<(), OutOfOrder> {
        self.customers.bring_near(batch);
        for Purchase { key, amount, day } in batch.purchases.iter().copied() {
            if day > self.aside.until {
                self.aside.after_window += 1;
                continue;
            }
            self.aside.newest = self.aside.newest.max(day);
            let totals = self.customers.totals(key, batch);
            self.aside.add(totals, day, amount)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Summary {
        let (ids, customers) = self.customers.finish();
        self.aside.finish(ids, customers)
    }
}

/// The way for rows in any order: 16 bytes are kept of every row.
#[derive(Debug)]
pub struct AnyOrder {
    customers: Customers,
    /// Customer number in the upper half, day in the lower (shifted so that order is kept); amount.
    kept: Vec<(u64, i64)>,
    aside: Aside,
}

impl AnyOrder {
    /// Nothing kept yet.
    pub fn new(window: Window) -> AnyOrder {
        AnyOrder { customers: Customers::default(), kept: Vec::new(), aside: Aside::new(window) }
    }
}

/// Turns signed order into unsigned order.
const SIGN: u32 = 1 << 31;

impl Summing for AnyOrder {
    fn add(&mut self, batch: &Batch) -> Result<(), OutOfOrder> {
        self.customers.bring_near(batch);
        for Purchase { key, amount, day } in batch.purchases.iter().copied() {
            if day > self.aside.until {
                self.aside.after_window += 1;
                continue;
            }
            self.aside.newest = self.aside.newest.max(day);
            let customer = self.customers.totals(key, batch).customer;
            let place = u64::from(customer) << 32 | u64::from(day.cast_unsigned() ^ SIGN);
            self.kept.push((place, amount));
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Summary {
        let (ids, mut customers) = self.customers.finish();
        self.kept.sort_unstable_by_key(|(place, _)| *place);
        for (place, amount) in self.kept {
            let totals = &mut customers[(place >> 32) as usize];
            let day = (place as u32 ^ SIGN).cast_signed();
            self.aside.add(totals, day, amount).expect("rows that were sorted come in order");
        }
        self.aside.finish(ids, customers)
    }
}
