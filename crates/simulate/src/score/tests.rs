//! The score of judges whose worth is known.

use super::*;
use crate::{Company, Scenario};

fn company() -> Company {
    Company::simulate(&Scenario::demo())
}

fn perfect(truth: &Truth) -> Vec<Judged<'_>> {
    truth
        .customers
        .iter()
        .map(|customer| Judged {
            customer: &customer.customer,
            kind_with_organization: customer.kind_with_organization.map(Kind::word),
            usual_provider: customer.usual_provider().map(|pair| pair.provider.as_str()),
            kind_with_usual_provider: customer.usual_provider().map(|pair| pair.kind.word()),
            contact_rhythm: Some(customer.contact_rhythm.word()),
            usual_gap_days: Some(customer.gap_days),
            p_alive: Some(if customer.is_alive { 0.9 } else { 0.1 }),
            foundation_gate: Some(if customer.is_foundation_met { "met" } else { "not_met" }),
            initiative: Some(if customer.fades_in_initiative { "fading" } else { "steady" }),
            too_early: false,
        })
        .collect()
}

#[test]
fn a_perfect_judge_is_always_right() {
    let company = company();
    let promises: Vec<JudgedPromises<'_>> = company
        .truth
        .providers
        .iter()
        .map(|provider| JudgedPromises {
            provider: &provider.provider,
            kept: provider.promises_kept_rate,
            interval: (provider.promises_kept_rate - 0.01, provider.promises_kept_rate + 0.01),
        })
        .collect();
    let score = Score::of(&company.truth, &perfect(&company.truth), &promises);
    let tables = [
        &score.kind_with_usual_provider,
        &score.kind_with_organization,
        &score.contact_rhythm,
        &score.foundation_gate,
        &score.initiative,
    ];
    for table in tables {
        assert_eq!(table.accuracy(), Some(1.0));
        assert_eq!(table.judged(), table.total());
    }
    assert_eq!(score.usual_gap.median_relative_error, Some(0.0));
    assert_eq!((score.usual_gap.within_quarter, score.usual_provider_right), (1.0, 1.0));
    assert_eq!(score.drop_outs.auc, Some(1.0));
    assert_eq!((score.promises.providers, score.promises.in_interval), (9, 1.0));
    assert!(score.promises.mean_absolute_error < 1e-12);
}

#[test]
fn too_early_and_no_verdict_are_counted_apart() {
    let company = company();
    let mut judged = perfect(&company.truth);
    let before = Score::of(&company.truth, &judged, &[]);
    judged[0].too_early = true;
    judged[1].kind_with_organization = None;
    let missing = judged.pop();
    let after = Score::of(&company.truth, &judged, &[]);
    let (old, new) = (&before.kind_with_organization, &after.kind_with_organization);
    assert_eq!(old.total(), new.total());
    assert_eq!(new.accuracy(), Some(1.0));
    let counted = |truth: &CustomerTruth| u32::from(truth.kind_with_organization.is_some());
    let people = &company.truth.customers;
    assert_eq!(new.too_early.iter().sum::<u32>(), counted(&people[0]));
    let unjudged =
        people.iter().filter(|truth| Some(truth.customer.as_str()) == missing.map(|it| it.customer));
    let expected = counted(&people[1]) + unjudged.map(counted).sum::<u32>();
    assert_eq!(new.no_verdict.iter().sum::<u32>(), expected);
    assert_eq!(after.promises.providers, 0);
}

#[test]
fn a_table_counts_right_and_wrong() {
    let mut table = Confusion::new(&["met", "not_met"], &["unverified"]);
    for (truth, judged, times) in
        [("met", "met", 6), ("met", "not_met", 1), ("not_met", "not_met", 2), ("not_met", "met", 1)]
    {
        (0..times).for_each(|_| table.add(truth, Some(judged), false));
    }
    table.add("met", Some("unverified"), false);
    table.add("met", None, false);
    table.add("met", Some("met"), true);
    table.add("met", Some("no such word"), false);
    assert_eq!(table.accuracy(), Some(0.8));
    assert_eq!(table.recall("met"), Some(0.75));
    assert_eq!(table.precision("not_met"), Some(2.0 / 3.0));
    assert_eq!((table.judged(), table.total()), (11, 14));
    let expected = "\
| true \\ judged | met | not met | unverified | no verdict | too early to say | found |
|---|---:|---:|---:|---:|---:|---:|
| met | **6** | 1 | 1 | 2 | 1 | 75 % |
| not met | 1 | **2** | 0 | 0 | 0 | 67 % |
| true when said | 86 % | 67 % |  | | | |

Right in 80 % of verdicts; 11 of 14 customers have a verdict.
";
    assert_eq!(table.markdown(), expected);
}

#[test]
fn the_report_names_its_data_as_simulated() {
    let company = company();
    let text = Score::of(&company.truth, &perfect(&company.truth), &[]).markdown();
    assert!(text.starts_with("Simulated data: 320 customers, seed 2026, judged as of 2026-11-20."), "{text}");
    assert_eq!(text.matches("too early to say").count(), 5);
    assert!(!text.contains("NaN"), "{text}");
}
