//! A small book for the tests of this room: histories and assessments built by hand.

use crate::{Act, Candidate, Member, candidates};
use book::*;
use judge::{
    Assessment, Context, Parameters, Population, candor::*, follow_up::*, foundation::*, promise_keeping::*,
    rhythm::*,
};

/// Wednesday 1 December 2010.
pub const TODAY: Day = Day(14_944);

pub fn customer(number: u32) -> Customer {
    Customer::new(CustomerId(number), "shop", &number.to_string())
}

/// Everything a context borrows.
pub struct World {
    pub parameters: Parameters,
    pub population: Population,
    pub directory: Directory,
    pub calendar: Calendar,
}

impl World {
    pub fn new() -> World {
        let population = Population {
            first_day: Some(TODAY.plus(-1_500)),
            last_day: Some(TODAY),
            interactions: 10,
            contact_days: 10,
            questions_asked: 1,
            promises: 1,
            ..Population::default()
        };
        let parameters = Parameters::default();
        World { parameters, population, directory: Directory::default(), calendar: Calendar::utc() }
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            as_of_day: TODAY,
            as_of: Timestamp(self.calendar.start_of(TODAY.plus(1)).0 - 1),
            calendar: &self.calendar,
            parameters: &self.parameters,
            population: &self.population,
            directory: &self.directory,
            currency: Currency::parse("GBP").unwrap(),
        }
    }

    pub fn acts(&self, member: &Member) -> Vec<Act> {
        let mut acts: Vec<Act> = self.candidates(member).iter().map(|found| found.act).collect();
        acts.sort_unstable();
        acts
    }

    pub fn candidates(&self, member: &Member) -> Vec<Candidate> {
        candidates(&member.history, &self.context(), &member.assessment)
    }
}

pub fn at(day: Day) -> Timestamp {
    Timestamp(i64::from(day.0) * time::DAY_MICROS + 36_000_000_000)
}

pub fn fact<D: Detail>(number: u64, day: Day, detail: D) -> Fact<D> {
    Fact {
        id: FactId(number * 100 + D::KIND as u64),
        source: SourceId(1),
        external_id: Some(format!("{number}").into()),
        at: at(day),
        day,
        provider: None,
        detail,
    }
}

/// A customer of whom nothing is known and about whom nothing can be said.
pub fn member(number: u32) -> Member {
    Member { history: History::new(customer(number)), assessment: neutral() }
}

/// The same with orders of £100 on the days named, so many days ago.
pub fn buyer(number: u32, days_ago: &[i32]) -> Member {
    let mut one = member(number);
    for (ago, place) in days_ago.iter().zip(1..) {
        let detail = Purchase {
            amount_minor: 10_000,
            product: Some("WHITE HANGING HEART".into()),
            ..Purchase::default()
        };
        one.history.purchases.push(fact(u64::from(number) * 1_000 + place, TODAY.plus(-ago), detail));
    }
    one.history.sort();
    one
}

pub fn rhythm(label: Rhythm, gaps: u32, usual_days: f64, open_days: i32, survival: f64) -> RhythmVerdict {
    let world = World::new();
    let plain = judge::rhythm::purchases(&buyer(1, &[9, 6, 3]).history, &world.context()).unwrap();
    let last_day = TODAY.plus(-open_days);
    RhythmVerdict { gaps, usual_days, last_day, open_days, survival, label: Some(label), ..plain }
}

/// A regular who is overdue: seven orders every 24 days, the last 80 days ago.
pub fn overdue(number: u32) -> Member {
    let mut one = buyer(number, &[224, 200, 176, 152, 128, 104, 80]);
    one.assessment.purchase_rhythm = Some(rhythm(Rhythm::Overdue, 6, 24.0, 80, 0.03));
    one
}

pub fn follow_up(reason: FollowUpReason, after: FactId, after_ago: i32, due_after: i32) -> FollowUp {
    FollowUp {
        reason,
        after,
        after_day: TODAY.plus(-after_ago),
        first_day: TODAY.plus(due_after - after_ago - 1),
        due_day: TODAY.plus(due_after - after_ago),
        last_day: TODAY.plus(due_after - after_ago + 7),
        provider: None,
        done_by: None,
    }
}

/// A first order two days ago.
pub fn newcomer(number: u32) -> Member {
    let mut one = buyer(number, &[2]);
    let after = one.history.purchases[0].id;
    one.assessment.follow_up.pending.push(follow_up(FollowUpReason::NewCustomer, after, 2, 2));
    one
}

/// An order eight days ago, a week after which to ask.
pub fn sold(number: u32) -> Member {
    let mut one = buyer(number, &[300, 8]);
    let after = one.history.purchases[1].id;
    one.assessment.follow_up.pending.push(follow_up(FollowUpReason::Sale, after, 8, 7));
    one
}

/// A regular whose goods nobody has asked about.
pub fn unverified(number: u32) -> Member {
    let mut one = buyer(number, &[80, 60, 40, 20]);
    one.assessment.foundation.gate = FoundationGate::Unverified;
    one
}

/// Long without a frank word.
pub fn silent(number: u32) -> Member {
    let mut one = buyer(number, &[400, 350, 300]);
    one.assessment.candor = CandorVerdict {
        exposures: 40,
        expected_words: 4.0,
        chance: 0.11,
        recorded: true,
        sign: true,
        last_asked_day: Some(TODAY.plus(-270)),
        ..one.assessment.candor
    };
    one
}

/// With a promise of ours that was due so many days ago.
pub fn promised(number: u32, due_ago: i32) -> Member {
    let mut one = member(number);
    let due = TODAY.plus(-due_ago);
    let detail = Promise { what: "the revised drawings".into(), due_at: Some(at(due)), ..Promise::default() };
    one.history.promises.push(fact(u64::from(number), TODAY.plus(-20), detail));
    let promise = one.history.promises[0].id;
    one.assessment.promises.open_ours = vec![OpenPromise { promise, place: 0, due_day: Some(due) }];
    one
}

/// With a complaint open for so many days.
pub fn complained(number: u32, days: i32) -> Member {
    let mut one = member(number);
    let detail = Voice {
        kind: Some(VoiceKind::Complaint),
        severity: Some(2),
        text: Some("Half of the glasses arrived broken.".into()),
        ..Voice::default()
    };
    one.history.voice.push(fact(u64::from(number), TODAY.plus(-days), detail));
    one.assessment.load.open_issues = 1;
    one
}

/// Whose complaint was put right two weeks ago.
pub fn repaired(number: u32) -> Member {
    let mut one = complained(number, 30);
    one.history.voice[0].detail.resolved_at = Some(at(TODAY.plus(-14)));
    one.assessment.load.open_issues = 0;
    let after = one.history.voice[0].id;
    one.assessment.follow_up.pending.push(follow_up(FollowUpReason::IssueClosed, after, 14, 14));
    one
}

/// Who named a need that comes in so many days.
pub fn needing(number: u32, in_days: i32) -> Member {
    let mut one = member(number);
    let detail = Knowledge {
        kind: "future_need".into(),
        text: format!("opens the second shop on {}", TODAY.plus(in_days)).into(),
        ..Knowledge::default()
    };
    one.history.knowledge.push(fact(u64::from(number), TODAY.plus(-100), detail));
    one
}

/// Who brought another customer last week.
pub fn referrer(number: u32) -> Member {
    let mut one = buyer(number, &[90]);
    let detail = Referral { to_customer: "777".into(), rewarded: None };
    one.history.referrals.push(fact(u64::from(number), TODAY.plus(-7), detail));
    one
}

/// To whom an offer may be made: foundation met, last delivery right, about to reorder, and it is wanted.
pub fn ready(number: u32) -> Member {
    let mut one = buyer(number, &[110, 83, 55, 28]);
    one.assessment.purchase_rhythm = Some(rhythm(Rhythm::OnRhythm, 3, 28.0, 28, 0.4));
    one.assessment.foundation.wanted_rung = Some(Rung::Fan);
    one.assessment.foundation.gate = FoundationGate::Met;
    let detail = Delivery { got_it: Some(true), ..Delivery::default() };
    one.history.deliveries.push(fact(u64::from(number), TODAY.plus(-26), detail));
    one
}

pub fn refuse(one: &mut Member, channel: &str, purpose: &str) {
    let detail = Permission {
        channel: channel.into(),
        purpose: purpose.into(),
        state: Some(PermissionState::Refused),
        evidence: None,
    };
    one.history.permissions.push(fact(1, TODAY.plus(-200), detail));
}

pub fn know(one: &mut Member, kind: &str, text: &str, expires_in: Option<i32>) {
    let expires_at = expires_in.map(|days| at(TODAY.plus(days)));
    let detail = Knowledge { kind: kind.into(), text: text.into(), expires_at, ..Knowledge::default() };
    one.history.knowledge.push(fact(900, TODAY.plus(-50), detail));
}

pub fn spoke(one: &mut Member, days_ago: i32, by: Initiator, two_way: bool) {
    let detail = Interaction {
        initiated_by: Some(by),
        two_way: Some(two_way),
        channel: Some("phone".into()),
        ..Interaction::default()
    };
    let number = one.history.interactions.len() as u64 + 1;
    one.history.interactions.push(fact(number, TODAY.plus(-days_ago), detail));
    one.history.sort();
}

/// The assessment of a customer without facts, with a foundation that asks for nothing.
fn neutral() -> Assessment {
    let world = World::new();
    let mut assessment = judge::assess(&History::new(customer(1)), &world.context());
    assessment.foundation.gate = FoundationGate::Met;
    assessment
}
