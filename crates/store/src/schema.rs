//! The layout of a book: forward-only migrations, each a file of `schema/`, and the version they add up to.

use crate::error::Problem;
use crate::sql::for_engine;
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use std::path::{Path, PathBuf};

/// Marks an SQLite file as a book (`STDF`), so that no other database is taken for one.
const APPLICATION_ID: i64 = 0x5354_4446;

/// All migrations, oldest first; a book of version `n` has had the first `n`.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../schema/001_book.sql"),
    include_str!("../schema/002_people_at_work.sql"),
    include_str!("../schema/003_apart_and_promised.sql"),
];

/// The layout version of an opened file: 0 for an empty file.
///
/// # Errors
/// [`Problem::NotABook`] for any other file.
pub(crate) fn version(connection: &Connection) -> Result<i64, Problem> {
    let read = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let application = read("pragma application_id")?;
    let tables = read("select count(*) from sqlite_schema")?;
    if tables == 0 && application == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        return Err(Problem::NotABook);
    }
    let version = connection
        .query_row("select max(version) from schema_version", [], |row| row.get::<_, Option<i64>>(0))
        .optional();
    match version {
        Ok(version) => Ok(version.flatten().unwrap_or(0)),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Err(Problem::NotABook),
        Err(error) => Err(error.into()),
    }
}

/// Refuses a layout that this program does not know.
pub(crate) fn refuse_newer(found: i64, migrations: &[&str]) -> Result<(), Problem> {
    let known = migrations.len() as i64;
    if found > known { Err(Problem::Newer { found, known }) } else { Ok(()) }
}

/// Brings a book to the latest layout, one transaction a migration, and keeps a copy before the first one
/// that meets an existing book (`<book>.layout-<version>`).
pub(crate) fn migrate(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), Problem> {
    let found = version(connection)?;
    refuse_newer(found, migrations)?;
    if found > 0 && found < migrations.len() as i64 {
        keep_copy(connection, path, found)?;
    }
    for (index, migration) in migrations.iter().enumerate().skip(found as usize) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        if index == 0 {
            let create = "create table schema_version (version bigint primary key)";
            transaction.execute_batch(&format!("pragma application_id = {APPLICATION_ID}; {create}"))?;
        }
        transaction.execute_batch(&for_engine(migration, "sqlite"))?;
        transaction.execute("insert into schema_version (version) values (?1)", [index as i64 + 1])?;
        transaction.commit()?;
    }
    Ok(())
}

fn keep_copy(connection: &Connection, path: &Path, found: i64) -> Result<(), Problem> {
    let mut copy = path.as_os_str().to_os_string();
    copy.push(format!(".layout-{found}"));
    let copy = PathBuf::from(copy);
    if copy.exists() {
        return Ok(()); // an earlier attempt at this migration already kept it
    }
    connection.execute("vacuum into ?1", [copy.to_string_lossy()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &str = "create table later (a bigint primary key);";

    #[test]
    fn a_migration_keeps_a_copy_and_an_older_program_refuses_the_result() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, MIGRATIONS).unwrap();
        migrate(&mut connection, &path, MIGRATIONS).unwrap();
        let known = MIGRATIONS.len() as i64;
        assert_eq!(version(&connection).unwrap(), known);
        migrate(&mut connection, &path, &[MIGRATIONS, &[NEXT]].concat()).unwrap();
        assert_eq!(version(&connection).unwrap(), known + 1);
        let copy = Connection::open(folder.path().join(format!("a.db.layout-{known}"))).unwrap();
        assert_eq!(version(&copy).unwrap(), known);
        let refused = migrate(&mut connection, &path, MIGRATIONS).unwrap_err();
        assert!(matches!(refused, Problem::Newer { found, .. } if found == known + 1), "{refused}");
    }

    #[test]
    fn a_failing_migration_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, MIGRATIONS).unwrap();
        let broken = "create table half (a bigint); create table nonsense (";
        assert!(migrate(&mut connection, &path, &[MIGRATIONS, &[broken]].concat()).is_err());
        assert_eq!(version(&connection).unwrap(), MIGRATIONS.len() as i64);
        let half = "select count(*) from sqlite_schema where name = 'half'";
        assert_eq!(connection.query_row(half, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }

    #[test]
    fn another_database_is_not_a_book() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("create table t (a)").unwrap();
        assert!(matches!(version(&connection), Err(Problem::NotABook)));
    }

    /// A book as the first version wrote it: one customer with a purchase.
    fn first_layout(path: &Path, row: &book::Record) {
        let mut connection = Connection::open(path).unwrap();
        migrate(&mut connection, path, &MIGRATIONS[..1]).unwrap();
        let (id, content) = (row.id.0 as i64, row.content_hash() as i64);
        let settings = "('currency', 'XXX'), ('timezone', 'UTC'), ('business_name', ''), ('seed', '0'),
            ('simulated', 'false'), ('facts_version', '1')";
        let batch = format!(
            "insert into setting (name, value) values {settings};
             insert into source (source_id, name) values (1, 'shop');
             insert into customer (customer_id, source_id, external_id, content) values (1, 1, 'ana', 0);
             insert into used_columns (kind, used) values (2, 160);
             insert into fact_key (fact_id, kind, customer_id, at, content)
                 values ({id}, 2, 1, 10, {content});
             insert into purchase (customer_id, at, fact_id, source_id, external_id, amount_minor)
             values (1, 10, {id}, 1, '1', 100);"
        );
        connection.execute_batch(&batch).unwrap();
    }

    #[test]
    fn a_book_of_the_first_layout_opens_with_a_copy_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let row = crate::tests::purchase("1", "ana", 10, 100);
        first_layout(&path, &row);
        let refused = crate::Book::open_read_only(&path).unwrap_err().problem;
        assert!(matches!(refused, Problem::Older { found: 1, .. }), "{refused}");
        let mut book = crate::Book::open(&path).unwrap();
        assert_eq!(version(&book.connection).unwrap(), MIGRATIONS.len() as i64);
        assert_eq!(book.check().unwrap(), []);
        assert_eq!(book.history(book::CustomerId(1)).unwrap().unwrap().purchases.len(), 1);
        let again = book.importer("shop", false).unwrap().write(vec![row]).unwrap();
        assert_eq!(again.facts_same, 1);
        let copy = Connection::open(folder.path().join("a.db.layout-1")).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        assert_eq!(
            copy.query_row("select count(*) from purchase", [], |row| row.get::<_, i64>(0)).unwrap(),
            1
        );
    }
}
