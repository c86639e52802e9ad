//! Who acts: an account, its role, and the provider it stands for.

use crate::refusal::code;
use crate::{
    Administer, ChangeDay, ChangePerson, ExportNotes, Manage, OverrideReason, Refusal, SeeAudit, SeeDay,
    SeeMirror, SeePeople, SeePerson, UndoAct,
};
use book::{CustomerId, ProviderId};
use serde::{Deserialize, Serialize};

/// What an account may do in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything: also accounts, settings, other people's acts and the whole audit trail.
    Administrator,
    /// Everybody's people and days; assigning, capacity, handover, merging, importing. No accounts, no
    /// settings.
    Manager,
    /// Own people and own day.
    Provider,
    /// Sees what a manager sees and changes nothing.
    Viewer,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Role; 4] = [Role::Administrator, Role::Manager, Role::Provider, Role::Viewer];

    /// The word in tables, forms and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Manager => "manager",
            Role::Provider => "provider",
            Role::Viewer => "viewer",
        }
    }

    /// Reads the word; `None` when it is no role.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == text)
    }

    /// What the role may do, in one sentence for the page on which roles are given.
    pub fn explanation(self) -> &'static str {
        match self {
            Role::Administrator => "May do everything, also accounts, settings and the whole audit trail.",
            Role::Manager => "Sees and changes all people and days; assigns, hands over, merges and imports.",
            Role::Provider => "Sees and changes own people and own day.",
            Role::Viewer => "Sees everything a manager sees and changes nothing.",
        }
    }
}

/// Who acts. Made from a complete session (second factor done), and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The account's number in the book; 0 is [`Actor::host`].
    pub account: u32,
    /// Name to print in the audit trail.
    pub name: String,
    /// What the account may do in general.
    pub role: Role,
    /// The provider the account stands for, when it is somebody who serves customers.
    pub provider: Option<ProviderId>,
}

impl Actor {
    /// Whoever runs the program on the machine itself: the command line, and the first run before there is
    /// any account. An administrator, because they could open the book's file anyway.
    pub fn host() -> Actor {
        Actor { account: 0, name: "the host".into(), role: Role::Administrator, provider: None }
    }

    /// To see one person. Administrators, managers and viewers: anybody. A provider: own people, that is
    /// those for whom one of `responsible` (assigned to, responsible for, served lately) is this provider. A
    /// person nobody serves belongs to the managers.
    ///
    /// # Errors
    /// `P1` for another's person, `P5` for a provider's account without a provider.
    pub fn see_person(
        &self,
        customer: CustomerId,
        responsible: &[Option<ProviderId>],
    ) -> Result<SeePerson, Refusal> {
        self.is_own("opened", responsible)?;
        Ok(SeePerson { actor: self.clone(), customer })
    }

    /// To change one person: log, promise, open an issue, note, edit. As [`Actor::see_person`], without
    /// viewers.
    ///
    /// # Errors
    /// `P2` for a viewer, else as [`Actor::see_person`].
    pub fn change_person(
        &self,
        customer: CustomerId,
        responsible: &[Option<ProviderId>],
    ) -> Result<ChangePerson, Refusal> {
        self.is_more_than_viewer()?;
        self.is_own("changed", responsible)?;
        Ok(ChangePerson { actor: self.clone(), customer })
    }

    /// To see lists of people. A provider's permit says whose ([`SeePeople::only`]): own people alone.
    ///
    /// # Errors
    /// `P5` for a provider's account without a provider.
    pub fn see_people(&self) -> Result<SeePeople, Refusal> {
        let only = match self.role {
            Role::Provider => Some(self.linked_provider()?),
            _ => None,
        };
        Ok(SeePeople { actor: self.clone(), only })
    }

    /// To see what the business really does. A provider's permit reaches what is about the own work alone
    /// ([`SeeMirror::only`]).
    ///
    /// # Errors
    /// `P5` for a provider's account without a provider.
    pub fn see_mirror(&self) -> Result<SeeMirror, Refusal> {
        let only = match self.role {
            Role::Provider => Some(self.linked_provider()?),
            _ => None,
        };
        Ok(SeeMirror { actor: self.clone(), only })
    }

    /// To see a day: a provider's, or the owner's when `None`. A provider: the own one.
    ///
    /// # Errors
    /// `P6` for another's day, `P5` for a provider's account without a provider.
    pub fn see_day(&self, provider: Option<ProviderId>) -> Result<SeeDay, Refusal> {
        self.is_own_day("opened", provider)?;
        Ok(SeeDay { actor: self.clone(), provider })
    }

    /// To change a day: done, snoozed, left alone. As [`Actor::see_day`], without viewers.
    ///
    /// # Errors
    /// `P2` for a viewer, else as [`Actor::see_day`].
    pub fn change_day(&self, provider: Option<ProviderId>) -> Result<ChangeDay, Refusal> {
        self.is_more_than_viewer()?;
        self.is_own_day("changed", provider)?;
        Ok(ChangeDay { actor: self.clone(), provider })
    }

    /// To manage: assign, capacity, handover, merge and unmerge, bulk acts, import and undo of an import,
    /// adding and changing providers. Administrators and managers.
    ///
    /// # Errors
    /// `P3` for everybody else.
    pub fn manage(&self) -> Result<Manage, Refusal> {
        match self.role {
            Role::Administrator | Role::Manager => Ok(Manage { actor: self.clone() }),
            Role::Provider | Role::Viewer => Err(Refusal::new(
                code::MANAGERS_ONLY,
                "Not done: this is for managers, because it concerns other people's work.",
                "Ask a manager, and say what you would like to change and why.",
            )),
        }
    }

    /// To administer: accounts, invitations, resets, settings, undo of what others did. Administrators.
    ///
    /// # Errors
    /// `P4` for everybody else.
    pub fn administer(&self) -> Result<Administer, Refusal> {
        match self.role {
            Role::Administrator => Ok(Administer { actor: self.clone() }),
            _ => Err(Refusal::new(
                code::ADMINISTRATORS_ONLY,
                "Not done: this is for administrators, because it concerns accounts and settings.",
                "Ask an administrator; your own name, password and second factor are under your account.",
            )),
        }
    }

    /// To read the audit trail. Administrators, managers and viewers read everybody's; a provider reads what
    /// the own account did ([`SeeAudit::only`]).
    ///
    /// # Errors
    /// None today; a result, so that a role without any trail needs no new signature.
    pub fn see_audit(&self) -> Result<SeeAudit, Refusal> {
        let only = (self.role == Role::Provider).then_some(self.account);
        Ok(SeeAudit { actor: self.clone(), only })
    }

    /// To undo one act. Whoever did it, unless a viewer by now; an administrator anybody's.
    ///
    /// # Errors
    /// `P2` for a viewer, `P4` for an act of somebody else.
    pub fn undo_act(&self, done_by: u32) -> Result<UndoAct, Refusal> {
        self.is_more_than_viewer()?;
        if done_by == self.account || self.role == Role::Administrator {
            return Ok(UndoAct { actor: self.clone(), done_by });
        }
        Err(Refusal::new(
            code::ADMINISTRATORS_ONLY,
            "Not undone: somebody else did this.",
            "Ask them to undo it, or ask an administrator.",
        ))
    }

    /// To export notes about many people at once. Administrators, with a reason that is kept (ethics 4.4).
    ///
    /// # Errors
    /// `P4` for everybody else, `A2` without a reason.
    pub fn export_notes(&self, reason: &str) -> Result<ExportNotes, Refusal> {
        self.administer()?;
        Ok(ExportNotes { actor: self.clone(), reason: OverrideReason::new(reason)? })
    }

    fn linked_provider(&self) -> Result<ProviderId, Refusal> {
        self.provider.ok_or_else(|| {
            Refusal::new(
                code::NOT_LINKED,
                "Not opened: your account names nobody who serves customers, so it has no people yet.",
                "Ask an administrator to link your account to your name under Accounts.",
            )
        })
    }

    fn is_more_than_viewer(&self) -> Result<(), Refusal> {
        if self.role != Role::Viewer {
            return Ok(());
        }
        Err(Refusal::new(
            code::ONLY_LOOKING,
            "Not changed: your account may look at everything and change nothing.",
            "Tell whoever serves this person, or ask an administrator for another role.",
        ))
    }

    fn is_own(&self, done: &str, responsible: &[Option<ProviderId>]) -> Result<(), Refusal> {
        if self.role != Role::Provider {
            return Ok(());
        }
        let own = self.linked_provider()?;
        if responsible.contains(&Some(own)) {
            return Ok(());
        }
        Err(Refusal::new(
            code::NOT_YOUR_PERSON,
            format!("Not {done}: this person is served by somebody else, or by nobody yet."),
            "Ask a manager to assign the person to you, or pass your word on to whoever serves them.",
        ))
    }

    fn is_own_day(&self, done: &str, provider: Option<ProviderId>) -> Result<(), Refusal> {
        if self.role != Role::Provider {
            return Ok(());
        }
        let own = self.linked_provider()?;
        if provider == Some(own) {
            return Ok(());
        }
        Err(Refusal::new(
            code::NOT_YOUR_DAY,
            format!("Not {done}: this is somebody else's day."),
            "Your own day is under Today; a manager can hand a person over to you.",
        ))
    }
}
