//! What the house sends and gives, and what the customer allows.

use crate::{
    Segment,
    desk::instant,
    life::{Life, Moment, open_day_from},
    person::Script,
};
use book::{
    Benefit, Body, BondLevel, Day, Initiator, Interaction, Permission, PermissionState, Text, Timestamp,
    Touch,
};

/// What a customer allows, as the house knows it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Leave {
    /// From this day mail for marketing is allowed, until `email_until`.
    pub email_from: Option<Day>,
    pub email_until: Option<Day>,
    pub refuses_phone: bool,
    pub refuses_post: bool,
    /// From this day nobody is to contact this customer.
    pub barred_from: Option<Day>,
}

impl Leave {
    fn is_barred(&self, day: Day) -> bool {
        self.barred_from.is_some_and(|from| day >= from)
    }

    fn allows_email(&self, day: Day) -> bool {
        !self.is_barred(day)
            && self.email_from.is_some_and(|from| day >= from)
            && self.email_until.is_none_or(|until| day < until)
    }
}

impl Life<'_> {
    /// The first day: what may be sent where.
    pub(crate) fn arrive(&mut self, moment: &Moment) {
        let is_trade = self.person.segment == Segment::Trade;
        let (day, at) = (moment.day, moment.at(12));
        let mail = if is_trade { [0.8, 0.1, 0.03, 0.07] } else { [0.48, 0.2, 0.12, 0.2] };
        match self.random.weighted(&mail) {
            0 => {
                let evidence =
                    if is_trade { "ticked it on the order form" } else { "signed the card at the counter" };
                self.permit(at, "email", "marketing", PermissionState::Granted, evidence);
                self.leave.email_from = Some(day);
            }
            1 => {
                let evidence = "bought, was offered a way out, did not take it";
                self.permit(at, "email", "marketing", PermissionState::SoftOptIn, evidence);
                self.leave.email_from = Some(day);
            }
            2 => {
                let evidence = "crossed it out on the card";
                self.permit(at, "email", "marketing", PermissionState::Refused, evidence);
            }
            _ => {}
        }
        match self.random.weighted(&[0.4, 0.08, 0.52]) {
            0 => self.permit(at, "phone", "service", PermissionState::Granted, "asked to be called"),
            1 => {
                self.permit(at, "phone", "all", PermissionState::Refused, "no calls, please");
                self.leave.refuses_phone = true;
            }
            _ => {}
        }
        if self.random.chance(0.05) {
            self.permit(
                at,
                "post",
                "marketing",
                PermissionState::Refused,
                "no advertising in the letter box",
            );
            self.leave.refuses_post = true;
        }
    }

    fn permit(
        &mut self,
        at: Timestamp,
        channel: &str,
        purpose: &str,
        state: PermissionState,
        evidence: &str,
    ) {
        let body = Permission {
            channel: channel.into(),
            purpose: purpose.into(),
            state: Some(state),
            evidence: Some(evidence.into()),
        };
        self.put(at, None, Body::Permission(body));
    }

    /// Once in a great while somebody says: no messages of any kind.
    pub(crate) fn bar(&mut self, moment: &Moment) {
        if self.random.chance(0.0015) && self.leave.barred_from.is_none() {
            self.permit(
                moment.at(40),
                "all",
                "all",
                PermissionState::Refused,
                "wants no messages of any kind",
            );
            self.leave.barred_from = Some(moment.day);
        }
    }

    /// Calls some days after a visit, to ask how it went.
    fn follow_up(&mut self) {
        for moment in std::mem::take(&mut self.visits) {
            let calls = self.random.chance(self.cast.providers[moment.provider].follows_up * 0.45);
            let day = open_day_from(self.person.segment, moment.day.plus(self.random.whole(4, 11)));
            let minute = 15 * self.random.whole(38, 66);
            let answers = self.random.chance(0.66);
            let minutes = if answers { self.random.whole(2, 8) } else { 1 };
            let is_barred = self.leave.refuses_phone || self.leave.is_barred(day);
            if !calls || is_barred || day > self.scenario.end_day {
                continue;
            }
            let at = instant(day, minute);
            if answers {
                self.trace.contacts.push((day, moment.provider));
            }
            let body = Interaction {
                initiated_by: Some(Initiator::Us),
                two_way: Some(answers),
                channel: Some("phone".into()),
                minutes: Some(f64::from(minutes)),
                purpose: Some("follow-up".into()),
                asked_question: Some(true),
                ..Interaction::default()
            };
            self.put(at, Some(moment.provider), Body::Interaction(body));
            let touch = Touch { answered_at: answers.then_some(at), ..written("follow_up_call", "phone") };
            self.put(at, Some(moment.provider), Body::Touch(touch));
        }
    }

    /// Everything that is sent over the years, once the visits are known.
    pub(crate) fn reach_out(&mut self) {
        let Some(first) = self.trace.visits.first().copied() else { return };
        self.follow_up();
        self.send_newsletters(first);
        self.send_cards(first);
        self.send_letters(first);
        self.send_to_the_missed();
        self.write_notes();
        self.give_benefits(first);
    }

    fn send_newsletters(&mut self, first: Day) {
        let mut date = first.date().first_of_month();
        while Day::from_date(date) <= self.scenario.end_day {
            let day = open_day_from(Segment::Shop, Day::from_date(date).plus(4));
            let month = date.month();
            date = date.checked_add(jiff::Span::new().months(1)).unwrap_or(jiff::civil::Date::MAX);
            let (answers, leaves) = (self.random.chance(0.012), self.random.chance(0.005));
            let minute = self.random.whole(0, 50);
            // A newsletter every other month, a coupon in spring and in autumn.
            let is_coupon = month == 3 || month == 9;
            if day <= first || !self.leave.allows_email(day) || (month % 2 == 1 && !is_coupon) {
                continue;
            }
            let at = instant(day, 10 * 60 + 2);
            let tactic = if is_coupon { "coupon" } else { "newsletter" };
            let touch = Touch {
                conditional_on_purchase: Some(is_coupon),
                answered_at: answers.then(|| instant(day, 11 * 60 + minute)),
                opted_out: leaves.then_some(true),
                ..printed(tactic, "email")
            };
            self.put(at, None, Body::Touch(touch));
            if leaves {
                let at = instant(day, 12 * 60 + minute);
                self.permit(at, "email", "marketing", PermissionState::Refused, "clicked the way out");
                self.leave.email_until = Some(day.plus(1));
            }
        }
    }

    /// Birthday cards: printed, signed with a name that did not write them.
    fn send_cards(&mut self, first: Day) {
        let is_known = self.random.chance(0.6) && self.person.segment != Segment::Trade;
        let birthday = self.random.whole(0, 364);
        let mut day = self.scenario.start_day().plus(birthday);
        while day <= self.scenario.end_day {
            let answers = self.random.chance(0.02);
            if is_known && day > first.plus(30) && !self.leave.refuses_post && !self.leave.is_barred(day) {
                let touch = Touch {
                    claims_relationship: Some(true),
                    signed_by_nonauthor: Some(true),
                    answered_at: answers
                        .then(|| instant(day.plus(2), 11 * 60))
                        .and_then(|at| self.desk.past(at)),
                    ..printed("birthday_card", "post")
                };
                // A claim in the provider's name, not the house's: it is no part of the kind with the house.
                self.put(instant(day, 8 * 60), Some(self.person.usual), Body::Touch(touch));
            }
            day = day.plus(365);
        }
    }

    /// Letters to the circle of "friends of the house".
    fn send_letters(&mut self, first: Day) {
        let per_year = self.person.traits.claims_per_year;
        if per_year <= 0.0 {
            return;
        }
        let mut day = first.plus(self.random.whole(20, 60));
        while day <= self.scenario.end_day {
            if !self.leave.is_barred(day) && !self.leave.refuses_post {
                let touch = Touch {
                    claims_relationship: Some(true),
                    signed_by_nonauthor: Some(true),
                    ..printed("friends_of_the_house", "post")
                };
                self.put(instant(day, 8 * 60 + 30), None, Body::Touch(touch));
                self.trace.claims.push(day);
            }
            day = day.plus((365.0 / per_year * self.random.range(0.85, 1.15)) as i32);
        }
    }

    /// "We miss you", once, to whoever has stayed away for three of the usual gaps.
    fn send_to_the_missed(&mut self) {
        let Some(last) = self.trace.visits.last().copied() else { return };
        let day = last.plus((self.person.traits.gap_days * 3.0) as i32 + 5);
        let day = open_day_from(Segment::Trade, day);
        if day <= self.scenario.end_day && self.leave.allows_email(day) {
            let touch = Touch { claims_relationship: Some(true), ..printed("we_miss_you", "email") };
            self.put(instant(day, 10 * 60), None, Body::Touch(touch));
            self.trace.claims.push(day);
        }
    }

    /// A card by hand, now and then, to those one knows.
    fn write_notes(&mut self) {
        let is_close = self.person.traits.script == Script::Close;
        for (day, provider) in self.trace.contacts.clone() {
            let writes = self.random.chance(if is_close { 0.018 } else { 0.001 });
            let answers = self.random.chance(0.3);
            let day = day.plus(12);
            if writes && !self.leave.is_barred(day) && !self.leave.refuses_post {
                let answered =
                    answers.then(|| instant(day.plus(4), 12 * 60)).and_then(|at| self.desk.past(at));
                let touch = Touch { answered_at: answered, ..written("handwritten_note", "post") };
                self.put(instant(day, 17 * 60), Some(provider), Body::Touch(touch));
            }
        }
    }

    fn give_benefits(&mut self, first: Day) {
        let is_trade = self.person.segment == Segment::Trade;
        if self.random.chance(0.25) {
            let level = BondLevel::Financial;
            let what = if is_trade { "5 % on the yearly volume" } else { "every tenth visit at half price" };
            self.give(first.plus(60), Benefit { conditional: Some(true), ..benefit(level, what) });
        }
        if self.random.chance(if self.person.traits.script == Script::Close { 0.4 } else { 0.06 }) {
            let choices = match is_trade {
                true => ["seat at the spring training day", "visit of the house on its birthday"],
                false => ["gloss treatment as a birthday present", "invitation to the evening of open doors"],
            };
            let what = self.random.pick(&choices);
            self.give(
                first.plus(150),
                Benefit { conditional: Some(false), ..benefit(BondLevel::Social, what) },
            );
        }
        if is_trade && self.random.chance(0.45) {
            let (what, exit_route) = *self.random.pick(&[
                ("reordering linked to the shelf count", Some("30 days' notice, no fee")),
                ("display shelf on loan", Some("collected within two weeks of a call")),
                ("own color formulas kept in our mixing list", Some("all formulas handed over on request")),
                ("price list fixed for three years against sole supply", None),
            ]);
            let exit_route = exit_route.map(Text::from);
            self.give(first.plus(100), Benefit { exit_route, ..benefit(BondLevel::Structural, what) });
        }
    }

    fn give(&mut self, day: Day, benefit: Benefit) {
        let day = open_day_from(self.person.segment, day);
        let (is_used, is_valued) = (self.random.chance(0.6), self.random.chance(0.7));
        let used = self.trace.visits.iter().copied().find(|visit| *visit > day).filter(|_| is_used);
        let benefit = Benefit {
            used_at: used.map(|day| instant(day, 12 * 60)),
            valued: used.map(|_| is_valued),
            ..benefit
        };
        let is_gone = self.trace.visits.last().is_some_and(|last| *last < day);
        if !is_gone {
            self.put(instant(day, 12 * 60 + 15), None, Body::Benefit(benefit));
        }
    }
}

fn benefit(level: BondLevel, what: &str) -> Benefit {
    let cost_minor = match level {
        BondLevel::Financial => 1_500,
        BondLevel::Social => 2_000,
        BondLevel::Structural => 6_000,
    };
    Benefit { level: Some(level), what: what.into(), cost_minor: Some(cost_minor), ..Benefit::default() }
}

/// A touch that software prints: the same words for everybody.
fn printed(tactic: &str, channel: &str) -> Touch {
    Touch {
        tactic: tactic.into(),
        channel: Some(channel.into()),
        conditional_on_purchase: Some(false),
        claims_relationship: Some(false),
        same_for_all: Some(true),
        human_author: Some(false),
        signed_by_nonauthor: Some(false),
        ..Touch::default()
    }
}

/// A touch that a person writes or speaks.
fn written(tactic: &str, channel: &str) -> Touch {
    Touch { same_for_all: Some(false), human_author: Some(true), ..printed(tactic, channel) }
}
