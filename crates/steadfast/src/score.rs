//! Our judgements of the simulated company against its truth.

use crate::desk::Desk;
use crate::output::{Output, print_json};
use crate::pass;
use book::History;
use judge::relationship_kind::{KindVerdict, RelationshipKind, Undecided};
use judge::{Assessment, Context, promise_keeping};
use simulate::Truth;
use simulate::score::{Judged, JudgedPromises, Score};

/// What is kept of one customer, owned.
struct Kept {
    customer: String,
    usual_provider: Option<String>,
    kind_with_usual_provider: Option<&'static str>,
    kind_with_organization: Option<&'static str>,
    contact_rhythm: Option<&'static str>,
    usual_gap_days: Option<f64>,
    p_alive: Option<f64>,
    foundation_gate: Option<&'static str>,
    initiative: Option<&'static str>,
    too_early: bool,
}

/// Judges everybody and prints the tables.
///
/// # Errors
/// When the book cannot be read.
pub fn print(desk: &mut Desk, truth: &Truth) -> anyhow::Result<()> {
    let scene = desk.scene()?;
    let step = |kept: &mut Vec<Kept>, history: &History, assessment: &Assessment| {
        kept.push(kept_of(history, assessment, &scene.context()));
    };
    let parts = pass::judge_everybody(&desk.book, &scene, desk.progress, Vec::new, step)?;
    let kept: Vec<Kept> = parts.into_iter().flatten().collect();
    let judged: Vec<Judged<'_>> = kept.iter().map(Kept::judged).collect();
    let providers = promise_keeping::by_provider(&scene.context());
    let promises: Vec<JudgedPromises<'_>> = providers
        .iter()
        .filter_map(|record| {
            let provider = scene.directory().provider(record.provider?)?.external_id.as_str();
            Some(JudgedPromises { provider, kept: record.mean, interval: (record.low, record.high) })
        })
        .collect();
    let score = Score::of(truth, &judged, &promises);
    if desk.json {
        return print_json(&score);
    }
    let mut out = Output::new();
    out.line(score.markdown().trim_end());
    Ok(out.print()?)
}

fn kept_of(history: &History, assessment: &Assessment, context: &Context) -> Kept {
    let kind = &assessment.kind;
    let pair = kind.pairs.first();
    // What hangs on something unknown is undetermined: no verdict, though a lower bound is shown.
    let word = |kind: Result<RelationshipKind, Undecided>, is_open: bool| {
        kind.ok().filter(|_| !is_open).map(RelationshipKind::word)
    };
    let provider = pair.and_then(|pair| context.directory.provider(pair.provider));
    Kept {
        customer: history.customer.external_id.to_string(),
        usual_provider: provider.map(|provider| provider.external_id.to_string()),
        kind_with_usual_provider: pair.and_then(|pair| word(pair.kind, pair.is_open())),
        kind_with_organization: word(kind.organization, kind.is_open(context)),
        contact_rhythm: assessment.contact_rhythm.and_then(|verdict| verdict.label).map(|label| label.word()),
        usual_gap_days: assessment.contact_rhythm.filter(|verdict| verdict.gaps >= 2).map(|v| v.usual_days),
        p_alive: assessment.alive.map(|verdict| verdict.p_alive),
        foundation_gate: (assessment.foundation.deliveries > 0).then(|| assessment.foundation.gate.word()),
        initiative: assessment.initiative.map(|verdict| if verdict.sign { "fading" } else { "steady" }),
        too_early: is_too_early(kind),
    }
}

/// Fewer contacts than anything above an encounter needs.
fn is_too_early(kind: &KindVerdict) -> bool {
    kind.organization == Err(Undecided::TooEarly) || kind.organization == Err(Undecided::NoContacts)
}

impl Kept {
    fn judged(&self) -> Judged<'_> {
        Judged {
            customer: &self.customer,
            kind_with_organization: self.kind_with_organization,
            usual_provider: self.usual_provider.as_deref(),
            kind_with_usual_provider: self.kind_with_usual_provider,
            contact_rhythm: self.contact_rhythm,
            usual_gap_days: self.usual_gap_days,
            p_alive: self.p_alive,
            foundation_gate: self.foundation_gate,
            initiative: self.initiative,
            too_early: self.too_early,
        }
    }
}
