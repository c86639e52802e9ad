//! People as parties: added here, and their name, address and number corrected.

use super::TEXT_MAX;
use crate::error::{FieldError, OfficeError, OfficeResult};
use crate::record::{Draft, Effect, ProfileWords, Receipt, Undo};
use crate::state::Office;
use book::record::CustomerProfile;
use book::{Customer, CustomerId, Directory, PartyKind, ProviderId, Text};
use guard::{ChangeDay, ChangePerson, Manage, SeePeople};
use people::Query;

/// What a form says about a person as a party.
#[derive(Debug, Clone, Default)]
pub struct PartyForm {
    /// Person or organization.
    pub kind: Option<PartyKind>,
    /// Name.
    pub name: String,
    /// E-mail address; empty for none.
    pub email: String,
    /// Telephone number; empty for none.
    pub phone: String,
    /// Language; empty when unknown.
    pub language: String,
}

/// Somebody who may be the one that is about to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// Who.
    pub customer: CustomerId,
    /// Their name.
    pub name: String,
    /// What they have in common: "the same e-mail address".
    pub why: &'static str,
}

/// People that are hinted at, at most.
const LOOKALIKES_MAX: usize = 5;

/// The longest name, address or number in letters.
const SHORT_MAX: usize = 200;

impl PartyForm {
    fn check(&self) -> OfficeResult<()> {
        let mut errors = Vec::new();
        if self.name.trim().is_empty() {
            errors.push(FieldError::new("name", "What is their name?"));
        }
        let email = self.email.trim();
        let is_address = email
            .split_once('@')
            .is_some_and(|(before, after)| !before.is_empty() && !after.is_empty() && !after.contains('@'));
        if !email.is_empty() && (!is_address || email.contains(char::is_whitespace)) {
            errors.push(FieldError::new("email", "An e-mail address has a name, an @ and a domain."));
        }
        if !self.phone.trim().is_empty() && !self.phone.chars().any(|letter| letter.is_ascii_digit()) {
            errors.push(FieldError::new("phone", "A telephone number has digits."));
        }
        let fields = [
            ("name", &self.name),
            ("email", &self.email),
            ("phone", &self.phone),
            ("language", &self.language),
        ];
        for (field, typed) in fields {
            if typed.chars().count() > SHORT_MAX.min(TEXT_MAX) || typed.contains(char::is_control) {
                errors.push(FieldError::new(field, format!("One line of at most {SHORT_MAX} letters.")));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(OfficeError::Invalid(errors)) }
    }

    fn over(&self, before: CustomerProfile) -> CustomerProfile {
        let [name, email, phone, language] =
            [&self.name, &self.email, &self.phone, &self.language].map(|typed| super::text(typed));
        CustomerProfile { kind: self.kind.or(before.kind), name, email, phone, language, ..before }
    }
}

impl Office {
    /// Adds a person to the people of a provider (or of the owner): whoever may change that provider's day
    /// may do so.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without a name, or with an address or number that is none.
    pub async fn add_person(
        &self,
        permit: &ChangeDay,
        form: PartyForm,
    ) -> OfficeResult<(CustomerId, Receipt)> {
        form.check()?;
        let provider = permit.provider();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "add_person",
            customer: None,
            provider,
            sentence: format!("Added {}.", form.name.trim()),
        };
        self.record(draft, move |tx, moment| {
            let customer =
                tx.add_customer(&form.over(CustomerProfile::default()), &moment.mark.as_str().into())?;
            if provider.is_some() {
                tx.assign(customer, provider)?;
            }
            let undo = vec![Undo::RemoveCustomer { customer }];
            Ok(Effect { value: customer, undo, touched: vec![customer] })
        })
        .await
    }

    /// Corrects what is known of a person as a party; a manager's permit also assigns.
    ///
    /// # Errors
    /// As [`Office::add_person`].
    pub async fn edit_person(
        &self,
        permit: &ChangePerson,
        form: PartyForm,
        assign: Option<(Manage, Option<ProviderId>)>,
    ) -> OfficeResult<Receipt> {
        form.check()?;
        let customer = permit.customer();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "edit_person",
            customer: Some(customer),
            provider: permit.actor().provider,
            sentence: format!("Changed what the book says of {}.", form.name.trim()),
        };
        self.act(draft, move |tx, _| {
            let known = tx.own_customer(customer)?.ok_or(OfficeError::Missing("this person"))?;
            let profile = form.over(profile_of(&known, &tx.directory()?));
            let mut undo = Vec::new();
            let before = tx.set_profile(customer, &profile)?;
            if let Some((_, provider)) = assign.filter(|(_, provider)| *provider != known.assigned_to) {
                let provider = tx.assign(customer, provider)?;
                undo.push(Undo::Assign { customer, provider });
            }
            undo.push(Undo::Profile { customer, before: ProfileWords::of(&before) });
            Ok(Effect { value: (), undo, touched: vec![customer] })
        })
        .await
    }

    /// A customer as a party.
    ///
    /// # Errors
    /// [`OfficeError::Missing`].
    pub fn party(&self, permit: &guard::SeePerson) -> OfficeResult<Customer> {
        self.read()?.customer(permit.customer())?.ok_or(OfficeError::Missing("this person"))
    }

    /// People on the list, as far as the permit reaches, who may be the one of a form.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn lookalikes(&self, permit: &SeePeople, form: &PartyForm) -> OfficeResult<Vec<Lookalike>> {
        let asked = [
            (form.email.trim(), "the same e-mail address"),
            (form.phone.trim(), "the same telephone number"),
            (form.name.trim(), "the same name"),
        ];
        let mut found: Vec<Lookalike> = Vec::new();
        for (search, why) in asked {
            // Two letters are in everybody's name.
            if search.len() < 4 {
                continue;
            }
            let mut query = Query::default();
            search.clone_into(&mut query.search);
            for row in self.people(permit, &query)?.rows.into_iter().take(LOOKALIKES_MAX) {
                if !found.iter().any(|known| known.customer == row.id) && found.len() < LOOKALIKES_MAX {
                    found.push(Lookalike { customer: row.id, name: row.display_name().to_owned(), why });
                }
            }
        }
        Ok(found)
    }
}

/// What the book says of a party, as a profile.
fn profile_of(customer: &Customer, directory: &Directory) -> CustomerProfile {
    let assigned_to: Option<Text> = customer
        .assigned_to
        .and_then(|provider| directory.provider(provider))
        .map(|provider| provider.external_id.clone());
    CustomerProfile {
        kind: customer.kind,
        name: customer.name.clone(),
        email: customer.email.clone(),
        phone: customer.phone.clone(),
        since: customer.since,
        assigned_to,
        language: customer.language.clone(),
        timezone: customer.timezone.clone(),
    }
}
