//! `agenda`: whom to talk to today, and why.

use crate::cli::{AgendaOptions, exit};
use crate::desk::Desk;
use crate::output::{Output, WIDTH, print_json};
use crate::pass;
use agenda::{Agenda, HoldOut, Member, Request, Shortlist, candidates, compose, render};
use anyhow::Context as _;
use book::{History, ProviderId};
use judge::Assessment;
use office::Scene;
use serde::Serialize;

/// Prints one provider's day, or everybody's.
///
/// # Errors
/// When the book cannot be read, or nobody is called as `--provider` says.
pub fn run(mut desk: Desk, options: &AgendaOptions) -> anyhow::Result<u8> {
    let scene = desk.scene()?;
    let shortlist = shortlist(&desk, &scene)?;
    let providers = match options.provider.as_deref() {
        None => with_owner(&shortlist),
        Some(text) => {
            let absent =
                || format!("nobody called {text:?} serves customers in this book; try an id or a name");
            vec![Some(desk.book.find_provider(text)?.with_context(absent)?.id)]
        }
    };
    let mut days = Vec::new();
    for provider in providers {
        days.push(day(&mut desk, &scene, &shortlist, provider, options.minutes)?);
    }
    if desk.json {
        print_days(&desk, &days)?;
        return Ok(exit::DONE);
    }
    let mut out = desk.output();
    for (place, agenda) in days.iter().enumerate() {
        out.line(if place == 0 { "" } else { "\n────────\n" });
        write(&mut out, agenda);
    }
    out.print()?;
    Ok(exit::DONE)
}

/// One document: the day itself, or a list of days when there are several.
fn print_days(desk: &Desk, days: &[Agenda]) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        simulated: bool,
        #[serde(flatten, skip_serializing_if = "Option::is_none")]
        day: Option<&'a Agenda>,
        #[serde(skip_serializing_if = "Option::is_none")]
        agendas: Option<&'a [Agenda]>,
    }
    let simulated = desk.book.settings().simulated;
    match days {
        [day] => print_json(&Document { simulated, day: Some(day), agendas: None }),
        several => print_json(&Document { simulated, day: None, agendas: Some(several) }),
    }
}

/// Adds one day to a page.
pub fn write(out: &mut Output, agenda: &Agenda) {
    render(agenda, WIDTH).lines().for_each(|line| out.line(line));
}

/// Everybody who has something to do today; the owner when nobody has.
fn with_owner(shortlist: &Shortlist) -> Vec<Option<ProviderId>> {
    let providers = shortlist.providers();
    if providers.is_empty() { vec![None] } else { providers }
}

/// Judges everybody and keeps the best few for each provider and act.
pub fn shortlist(desk: &Desk, scene: &Scene) -> anyhow::Result<Shortlist> {
    let context = scene.context();
    let step = |shortlist: &mut Shortlist, history: &History, assessment: &Assessment| {
        shortlist.add(&candidates(history, &context, assessment));
    };
    let parts = pass::judge_everybody(&desk.book, scene, desk.progress, Shortlist::default, step)?;
    let merge = |mut whole: Shortlist, part| {
        whole.merge(part);
        whole
    };
    Ok(parts.into_iter().reduce(merge).unwrap_or_default())
}

/// One provider's day, put into words and recorded with what was held out.
pub fn day(
    desk: &mut Desk,
    scene: &Scene,
    shortlist: &Shortlist,
    provider: Option<ProviderId>,
    minutes: Option<u32>,
) -> anyhow::Result<Agenda> {
    let context = scene.context();
    let mut members = Vec::new();
    for customer in shortlist.customers(provider) {
        let history = desk.history(customer)?;
        let assessment = judge::assess(&history, &context);
        members.push(Member { history, assessment });
    }
    let mut request = Request::new(provider, scene.directory());
    request.minutes = minutes.unwrap_or(request.minutes);
    request.hold_out = HoldOut { seed: desk.book.settings().seed, ..request.hold_out };
    let agenda = compose(&request, &context, &members);
    if !desk.book.is_read_only() {
        desk.book.record_suggestions(&office::suggestions(desk.as_of_day, provider, &agenda))?;
    }
    Ok(agenda)
}
