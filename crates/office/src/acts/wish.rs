//! Wishes: how a person wants to be treated. What they said themselves outranks what we saw or think.

use super::{Said, add_fact, text};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt};
use crate::state::Office;
use book::{Body, Fact, Origin, ProviderId, Style, Wish};
use guard::{ChangePerson, may_replace_wish};

/// What is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// A style of dealing with each other.
    Style(Style),
    /// A word every so many days.
    Cadence(u32),
    /// To be served by one person.
    Provider(ProviderId),
}

/// A wish as a person notes it.
#[derive(Debug, Clone)]
pub struct NewWish {
    /// What.
    pub wished: Wished,
    /// Stated by them, seen by us, or our opinion.
    pub origin: Origin,
    /// How it was said.
    pub channel: String,
}

/// The longest cadence in days anybody can wish for.
const CADENCE_DAYS_MAX: u32 = 3_660;

impl Office {
    /// Notes how a person wants to be treated.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] for a cadence of no day or of more than ten years, or an unknown provider;
    /// `X8` when a wish that outranks it is known.
    pub async fn set_wish(&self, permit: &ChangePerson, new: NewWish) -> OfficeResult<Receipt> {
        let mut detail = Wish { origin: Some(new.origin), channel: text(&new.channel), ..Wish::default() };
        let customer = permit.customer();
        let book = self.read()?;
        let history = book.history(customer)?.ok_or(OfficeError::Missing("this person"))?;
        let name = history.customer.display_name();
        let what = match new.wished {
            Wished::Style(style) => {
                detail.style = Some(style);
                format!("{name} wishes to be dealt with in the style: {}", style_words(style))
            }
            Wished::Cadence(days) => {
                if days == 0 || days > CADENCE_DAYS_MAX {
                    return Err(OfficeError::field("cadence", "Every how many days? From 1 to 3,660."));
                }
                detail.cadence_days = Some(days);
                format!("{name} wishes for a word every {days} days")
            }
            Wished::Provider(provider) => {
                let directory = book.directory()?;
                let found = directory.provider(provider);
                let found = found.ok_or_else(|| OfficeError::field("provider", "Choose one of us."))?;
                detail.named_provider = Some(found.external_id.clone());
                format!("{name} wishes to be served by {}", found.display_name())
            }
        };
        let current = history.wishes.iter().rev().find(|wish| is_about_the_same(wish, &detail));
        may_replace_wish(current.map(|wish| wish.detail.origin.unwrap_or(Origin::Stated)), new.origin)?;
        let provider = permit.actor().provider;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "set_wish",
            customer: Some(customer),
            provider,
            sentence: format!("Noted: {what}."),
        };
        drop(book);
        self.act(draft, move |tx, moment| {
            let said = Said { customer, provider, at: None, body: Body::Wish(detail) };
            Ok(Effect::added(customer, add_fact(tx, moment, said)?))
        })
        .await
    }
}

/// A style in the words of a person.
pub fn style_words(style: Style) -> &'static str {
    match style {
        Style::StrictlyBusiness => "strictly business",
        Style::Collaborative => "working together",
        Style::Fan => "glad to hear what is next",
    }
}

fn is_about_the_same(wish: &Fact<Wish>, other: &Wish) -> bool {
    let known = &wish.detail;
    (known.style.is_some() && other.style.is_some())
        || (known.cadence_days.is_some() && other.cadence_days.is_some())
        || (known.named_provider.is_some() && other.named_provider.is_some())
}
