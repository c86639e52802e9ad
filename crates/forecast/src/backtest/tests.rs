use super::*;

/// 400 customers who come every `gap` days or so from day 10 i mod 200 on, some of whom stop.
fn shop(until: i32, gap_of: impl Fn(i32) -> i32) -> Vec<Vec<i32>> {
    (0..400)
        .map(|i| {
            let mut days = vec![i % 200];
            let stop = if i % 3 == 0 { i % 200 + 1 + i % 90 } else { until };
            loop {
                let last = *days.last().expect("begun");
                let next = last + 1 + (gap_of(last) * (1 + (i * 7 + last * 13) % 5)) / 3;
                if next > stop.min(until) {
                    return days;
                }
                days.push(next);
            }
        })
        .collect()
}

const SETTINGS: Settings =
    Settings { model: Model::MbgNbd, unit: Unit::Day, horizon_days: 60, last_day: 2_000 };

fn slices(shop: &[Vec<i32>]) -> Vec<&[i32]> {
    shop.iter().map(Vec::as_slice).collect()
}

#[test]
fn a_steady_shop_is_forecast_and_says_what_it_cannot_know() {
    let shop = shop(600, |_| 40);
    let settings = Settings { last_day: 600, ..SETTINGS };
    let reports = backtest(&slices(&shop), &[-5, 300, 400, 580], &settings);
    assert!(!reports[0].converged && reports[0].expected.is_none());
    assert!(reports[0].reason.as_deref().is_some_and(|r| r.starts_with("0 customers")), "{:?}", reports[0]);
    for report in &reports[1..3] {
        let ratio = report.ratio.expect("people bought");
        assert!(report.converged && (0.7..1.4).contains(&ratio), "{report:?}");
        assert!(report.auc.is_some_and(|auc| auc > 0.6), "{report:?}");
        assert!(report.top_decile_lift.is_some_and(|lift| lift > 1.0), "{report:?}");
        assert_eq!(report.season, Season::NotLearnableUnderTwoYears);
    }
    let last = &reports[3];
    assert!(last.converged && last.expected.is_some() && last.actual.is_none(), "{last:?}");
    assert!(last.reason.as_deref().is_some_and(|r| r.starts_with("the records end 20 days")), "{last:?}");
    let text = serde_json::to_string(&reports[0]).expect("plain data");
    assert!(text.contains("\"ratio\":null"), "{text}");
    assert!(text.contains("\"season\":\"not_learnable_under_two_years\""), "{text}");
}

#[test]
fn what_comes_after_a_cut_changes_no_forecast() {
    let (calm, later) = (shop(600, |_| 40), shop(600, |day| if day > 300 { 9 } else { 40 }));
    let known = |shop: &[Vec<i32>]| -> Vec<Vec<i32>> {
        shop.iter().map(|days| days.iter().copied().filter(|day| *day <= 300).collect()).collect()
    };
    assert_eq!(known(&calm), known(&later));
    let (calm, later) =
        (&backtest(&slices(&calm), &[300], &SETTINGS)[0], &backtest(&slices(&later), &[300], &SETTINGS)[0]);
    assert_eq!(calm.adjusted_expected, later.adjusted_expected);
    assert!(calm.actual < later.actual);
}

#[test]
fn a_season_is_learnt_from_two_years_on() {
    // Each year's days 0 to 60 are busy; the cut stands before the third such season.
    let shop = shop(1_200, |day| if day % 364 < 60 { 15 } else { 60 });
    let settings = Settings { last_day: 1_200, ..SETTINGS };
    let reports = backtest(&slices(&shop), &[364, 727, 1_091], &settings);
    assert_eq!(reports[0].season, Season::NotLearnableUnderTwoYears);
    let report = &reports[2];
    assert_eq!(report.season, Season::Learnt);
    let (raw, adjusted) = (report.ratio.expect("bought"), report.adjusted_ratio.expect("bought"));
    assert!(raw < 0.9 && adjusted > raw && adjusted < 1.1, "{report:?}");
}
