//! Permits: each is proof that somebody may do something. Fields are private and there is no public
//! constructor: only [`Actor`]'s methods make them.

use crate::{Actor, OverrideReason};
use book::{CustomerId, ProviderId};

/// Declares a permit: private fields, readers for the plain ones, and always the actor.
macro_rules! permit {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { pub(crate) actor: Actor, $(pub(crate) $field: $kind,)* }
        impl $name {
            /// Whoever holds the permit.
            pub fn actor(&self) -> &Actor {
                &self.actor
            }
            $($(#[$field_doc])* pub fn $field(&self) -> $kind {
                self.$field
            })*
        }
    };
}

permit!(
    /// May see one person. Administrator, manager, viewer: anybody; provider: own people.
    SeePerson {
        /// The person.
        customer: CustomerId,
    }
);
permit!(
    /// May change one person. Administrator, manager: anybody; provider: own people; viewer: nobody.
    ChangePerson {
        /// The person.
        customer: CustomerId,
    }
);
permit!(
    /// May see lists of people. Everybody; a provider only own people.
    SeePeople {
        /// The provider whose people alone may be shown; `None`: everybody's.
        only: Option<ProviderId>,
    }
);
permit!(
    /// May see a day's work. Administrator, manager, viewer: anybody's; provider: the own one.
    SeeDay {
        /// Whose day; the owner's when `None`.
        provider: Option<ProviderId>,
    }
);
permit!(
    /// May change a day's work. Administrator, manager: anybody's; provider: the own one; viewer: none.
    ChangeDay {
        /// Whose day; the owner's when `None`.
        provider: Option<ProviderId>,
    }
);
permit!(
    /// May see what the business really does. Administrator, manager, viewer: all of it; provider: what is
    /// about the own work and meant for whoever does it first.
    SeeMirror {
        /// The provider who alone may be spoken of; `None`: the business and everybody.
        only: Option<ProviderId>,
    }
);
permit!(
    /// May assign, set capacity, hand over, merge, act in bulk and import. Administrator, manager.
    Manage {}
);
permit!(
    /// May change accounts and settings and undo what others did. Administrator.
    Administer {}
);
permit!(
    /// May undo one act. Its author (unless a viewer); administrator: anybody's.
    UndoAct {
        /// The account that did it.
        done_by: u32,
    }
);
permit!(
    /// May read the audit trail. Administrator, manager, viewer: all of it; provider: the own acts.
    SeeAudit {
        /// The account whose acts alone may be shown; `None`: everybody's.
        only: Option<u32>,
    }
);

/// May export notes about many people, with a reason that is kept. Administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportNotes {
    pub(crate) actor: Actor,
    pub(crate) reason: OverrideReason,
}

impl ExportNotes {
    /// Whoever holds the permit.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Why, for the audit trail.
    pub fn reason(&self) -> &str {
        self.reason.as_str()
    }
}

impl ChangePerson {
    /// Whoever may change a person may see them.
    pub fn see(&self) -> SeePerson {
        SeePerson { actor: self.actor.clone(), customer: self.customer }
    }
}

impl ChangeDay {
    /// Whoever may change a day may see it.
    pub fn see(&self) -> SeeDay {
        SeeDay { actor: self.actor.clone(), provider: self.provider }
    }
}

impl SeePeople {
    /// To see one person found in a permitted list: the same rule as [`Actor::see_person`].
    ///
    /// # Errors
    /// As [`Actor::see_person`].
    pub fn person(
        &self,
        customer: CustomerId,
        responsible: &[Option<ProviderId>],
    ) -> Result<SeePerson, crate::Refusal> {
        self.actor.see_person(customer, responsible)
    }
}

impl Manage {
    /// Whoever manages may change anybody.
    pub fn person(&self, customer: CustomerId) -> ChangePerson {
        ChangePerson { actor: self.actor.clone(), customer }
    }
}

impl Administer {
    /// Whoever administers may manage.
    pub fn manage(&self) -> Manage {
        Manage { actor: self.actor.clone() }
    }
}
