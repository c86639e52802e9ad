//! A book as text, the same for any two books that hold the same.

use crate::error::{At, Problem, StoreError};
use crate::open::Book;
use crate::party::SourceNames;
use crate::sql::statement;
use crate::{suggestion, walk};
use book::*;
use rustc_hash::FxHashMap;

impl Book {
    /// Everything in the book as lines of text in a fixed order: settings, parties, facts and suggestions,
    /// each with the sources' own ids. Numbers given inside the book, counters and caches are left out, so
    /// that two books that hold the same give the same text whatever the way they were filled. For tests and
    /// small books: the whole text is in memory.
    ///
    /// # Errors
    /// [`Problem::Damaged`] for a value of the wrong kind, and what the database reports.
    pub fn dump(&self) -> Result<String, StoreError> {
        self.dump_lines().at(&self.path).map(|mut lines| {
            lines.sort_unstable();
            lines.concat()
        })
    }

    fn dump_lines(&self) -> Result<Vec<String>, Problem> {
        let connection = &self.connection;
        let names = SourceNames::read(connection)?;
        let mut lines = vec![format!("setting {:?}\n", self.settings)];
        let mut customers = FxHashMap::default();
        walk::parties(connection, &mut |party| {
            let source = names.name(party.source);
            if matches!(party.record.body, Body::Customer(_)) {
                customers.insert(party.number, format!("{source}/{}", party.record.customer));
            }
            lines.push(format!("party {source} {} {:?}\n", party.content, party.record));
            Ok(())
        })?;
        for kind in FactKind::ALL {
            walk::facts(connection, kind, &mut |found| {
                let source = names.name(found.source);
                let customer = customers.get(&found.number).map(String::as_str).unwrap_or("nobody");
                lines.push(format!("{} of {customer} from {source} {:?}\n", kind.word(), found.record));
                Ok(())
            })?;
        }
        let providers = walk::provider_ids(connection)?;
        let mut all = statement(connection, "all_suggestion")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let row = suggestion::suggestion(row)?;
            let customer = customers.get(&row.customer.0).map(String::as_str).unwrap_or("nobody");
            let provider = row.provider.and_then(|provider| providers.get(&provider.0));
            let (day, act, arm, sentence) = (row.day, row.act, row.arm.word(), row.sentence);
            lines
                .push(format!("suggestion of {customer} on {day} to {provider:?}: {act} {arm} {sentence}\n"));
        }
        Ok(lines)
    }
}
