//! The People list as a file, a chunk at a time; no lock is held between two chunks.

use crate::desk::Desk;
use crate::error::OfficeResult;
use crate::scene::Scene;
use crate::state::Office;
use guard::SeePeople;
use people::{Column, Export, Query};
use std::sync::Arc;

/// An export under way.
#[derive(Debug)]
pub struct PeopleExport {
    desk: Arc<Desk>,
    scene: Arc<Scene>,
    export: Export,
}

impl PeopleExport {
    /// The next lines, at most `rows` of them; `None` at the end.
    pub fn chunk(&mut self, rows: usize) -> Option<String> {
        self.export.chunk(&self.desk.people(), self.scene.directory(), rows)
    }
}

impl Office {
    /// Begins an export of everybody whom a query finds, as far as the permit reaches.
    ///
    /// # Errors
    /// [`crate::OfficeError::NotReady`] while the book is read for the first time.
    pub fn export_people(&self, permit: &SeePeople, query: &Query) -> OfficeResult<PeopleExport> {
        let desk = self.desk()?;
        let scene = desk.scene();
        let export = desk.people().export(query, scene.day(), permit.only(), scene.currency());
        Ok(PeopleExport { desk, scene, export })
    }

    /// The words that the records brought into a column (source, language), for filter menus. They name no
    /// person.
    ///
    /// # Errors
    /// [`crate::OfficeError::NotReady`] while the book is read for the first time.
    pub fn words_of(&self, _permit: &SeePeople, column: Column) -> OfficeResult<Vec<String>> {
        let desk = self.desk()?;
        let words = desk.people().values(column).into_iter().map(str::to_owned).collect();
        Ok(words)
    }
}
