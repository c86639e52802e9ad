//! A visit: the contact, what is bought, how it is delivered, and what the customer says about it.

use crate::{
    CURRENCY, Segment,
    desk::instant,
    life::{Life, Moment, is_open, open_day_from},
    words::{fill, goods, spoken, spoken_day},
};
use book::{
    Body, Currency, Day, Delivery, FactId, Initiator, Interaction, Purchase, Style, Text, Voice, VoiceKind,
};

/// What was bought at a visit.
struct Basket {
    sale: FactId,
    amount_minor: i64,
    quantity: i32,
    product: &'static str,
}

impl Life<'_> {
    /// One visit (or order) with everything that follows from it.
    pub(crate) fn visit(&mut self, day: Day, provider: usize) {
        let good = self.choose_good(day);
        let minute = 15 * self.random.whole(36, 67);
        let mut moment = Moment { day, minute, provider, logged: None };
        moment.logged = self.log_visit(&moment, good);
        self.trace.contacts.push((day, provider));
        self.trace.visits.push(day);
        if let Some(basket) = self.buy(&moment, good) {
            self.deliver(&moment, &basket);
        }
        if self.visits.is_empty() {
            self.arrive(&moment);
        }
        self.adapt(&moment);
        self.learn(&moment);
        self.wish(&moment);
        self.promise(&moment);
        self.book_again(&moment);
        self.bar(&moment);
        self.visits.push(moment);
        self.ask_between(&moment);
    }

    fn choose_good(&mut self, day: Day) -> &'static goods::Good {
        let (usual, other) = self.person.goods;
        let place = if self.random.chance(0.74) { usual } else { other };
        let anything = self.random.place(goods::GIFT_SET);
        let is_soon = self.visits.last().is_some_and(|last| day.days_since(last.day) < 15);
        match self.person.segment {
            // Nobody has highlights again within a fortnight.
            Segment::Salon if is_soon => &goods::SERVICES[goods::BLOW_DRY],
            Segment::Salon => &goods::SERVICES[place],
            Segment::Trade => &goods::CASES[place],
            Segment::Shop if self.random.chance(0.4) => &goods::SHELF[anything],
            Segment::Shop if day.date().month() == 12 && self.random.chance(0.4) => {
                &goods::SHELF[goods::GIFT_SET]
            }
            Segment::Shop => &goods::SHELF[place],
        }
    }

    fn log_visit(&mut self, moment: &Moment, good: &goods::Good) -> Option<FactId> {
        let noise = self.scenario.noise;
        let untidiness = self.cast.providers[moment.provider].untidiness;
        let is_logged = !self.random.chance(noise.contacts_unlogged * untidiness);
        let is_named = !self.random.chance(noise.provider_unnamed);
        let traits = &self.person.traits;
        let initiative = traits.initiative * if self.has_faded(moment.day) { 0.22 } else { 1.0 };
        let begun_by = if self.random.chance(initiative) { Initiator::Customer } else { Initiator::Us };
        let channel = match self.person.segment {
            Segment::Salon => "in_person",
            Segment::Shop => ["in_person", "phone"][self.random.weighted(&[0.88, 0.12])],
            Segment::Trade => ["phone", "email", "in_person"][self.random.weighted(&[0.45, 0.2, 0.35])],
        };
        let is_informed = self.random.chance(traits.informed);
        let is_handed_off = !self.random.chance(traits.empowered);
        let is_solved = !is_handed_off || self.random.chance(0.7);
        let asked = self.random.chance(traits.checked * 0.6);
        let minutes = self.minutes(moment, good, channel);
        let body = Interaction {
            initiated_by: self.answer(begun_by),
            two_way: Some(true),
            channel: Some(channel.into()),
            minutes: self.answer(minutes),
            purpose: Some(self.purpose(good, channel)),
            solved: self.answer(is_solved),
            history_seen: self.answer(is_informed),
            handed_off: self.answer(is_handed_off),
            asked_question: self.answer(asked),
        };
        let provider = is_named.then_some(moment.provider);
        is_logged.then(|| self.put(moment.at(0), provider, Body::Interaction(body))).flatten()
    }

    /// Practice with one person makes the same work quicker (Gutek 1995), by a tenth per doubling.
    fn minutes(&mut self, moment: &Moment, good: &goods::Good, channel: &str) -> f64 {
        let (_, met) = self.trace.contacts_since(Day(i32::MIN), moment.provider);
        let usual = match (good.minutes, channel) {
            (0, "in_person") if self.person.segment == Segment::Trade => 45.0,
            (0, "email") => 7.0,
            (0, _) => 12.0,
            (minutes, _) => f64::from(minutes),
        };
        (usual * f64::from(met + 1).powf(-0.12) * self.random.range(0.85, 1.2)).round()
    }

    fn purpose(&mut self, good: &goods::Good, channel: &str) -> Text {
        let asks_advice = self.random.chance(0.3);
        match self.person.segment {
            Segment::Salon => good.name.into(),
            Segment::Shop => "shop".into(),
            Segment::Trade if channel == "in_person" => "visit".into(),
            Segment::Trade if asks_advice => "order and advice".into(),
            Segment::Trade => "order".into(),
        }
    }

    /// Before leaving, those who mean to come back fix the day: one more line in the book, the same contact.
    fn book_again(&mut self, moment: &Moment) {
        let (books, purpose) = match self.person.segment {
            Segment::Salon => (0.35, "booking"),
            Segment::Trade => (0.15, "next date"),
            Segment::Shop => (0.0, ""),
        };
        let is_booked = self.person.traits.customer_expects && self.random.chance(books);
        if is_booked && moment.logged.is_some() {
            let body = Interaction {
                two_way: Some(true),
                channel: Some("in_person".into()),
                minutes: Some(2.0),
                purpose: Some(purpose.into()),
                ..Interaction::default()
            };
            self.put(moment.at(150), Some(moment.provider), Body::Interaction(body));
        }
    }

    fn buy(&mut self, moment: &Moment, good: &'static goods::Good) -> Option<Basket> {
        let (buys, quantity) = match self.person.segment {
            Segment::Salon => (0.97, 1),
            Segment::Shop => (0.86, [1, 1, 1, 2][self.random.place(4)]),
            Segment::Trade => (0.82, self.random.whole(1, 4)),
        };
        let takes_more = self.person.segment == Segment::Salon && self.random.chance(0.22);
        let extra = self.random.pick(&goods::SHELF);
        let has_coupon = self.random.chance(0.05);
        if !self.random.chance(buys) {
            return None;
        }
        let full = good.price_minor * i64::from(quantity) + if takes_more { extra.price_minor } else { 0 };
        let discount = if has_coupon { full / 10 } else { 0 };
        let body = Purchase {
            amount_minor: full - discount,
            currency: Currency::parse(CURRENCY),
            cost_minor: Some(full * good.cost_percent / 100),
            discount_minor: has_coupon.then_some(discount),
            product: Some(match takes_more {
                true => format!("{} and {}", good.name, extra.name).into(),
                false => good.name.into(),
            }),
            quantity: Some(f64::from(quantity + i32::from(takes_more))),
            incentive: has_coupon.then(|| "coupon".into()),
            returned: None,
        };
        let amount_minor = body.amount_minor;
        let sale = self.put(moment.at(good.minutes.max(10)), Some(moment.provider), Body::Purchase(body))?;
        Some(Basket { sale, amount_minor, quantity, product: good.name })
    }

    fn deliver(&mut self, moment: &Moment, basket: &Basket) {
        let is_trade = self.person.segment == Segment::Trade;
        let kept_on_file = self.random.chance(if is_trade { 0.95 } else { 0.6 });
        let right = self.random.chance(self.person.traits.delivered_right);
        let asked = self.random.chance(self.person.traits.checked);
        let promised =
            is_trade.then(|| open_day_from(Segment::Trade, moment.day.plus(self.random.whole(2, 6))));
        let late_days = if right { 0 } else { self.random.whole(0, 4) };
        let day = promised.map_or(moment.day, |day| open_day_from(Segment::Trade, day.plus(late_days)));
        let came_back = !right && self.person.segment != Segment::Salon && self.random.chance(0.4);
        let is_defect = !right && self.random.chance(0.35);
        let easy = if right { 0.93 } else { 0.4 };
        let pleasant = if right { 0.95 } else { 0.3 };
        let (easy, pleasant) = (self.random.chance(easy), self.random.chance(pleasant));
        self.trace.delivered.0 += u32::from(right);
        self.trace.delivered.1 += 1;
        let at = if is_trade { instant(day, 60 * self.random.whole(8, 15)) } else { moment.at(125) };
        if kept_on_file {
            // As in the files: whose delivery it is, the purchase says.
            let body = Delivery {
                purchase: Some(basket.sale),
                promised_at: promised.map(|day| instant(day, 17 * 60)),
                got_it: asked.then_some(right),
                easy: asked.then_some(easy),
                pleasant: asked.then_some(pleasant),
                returned: came_back.then_some(true),
                defect: is_defect.then_some(true),
            };
            self.desk.put(at, &Text::default(), None, Body::Delivery(body));
        }
        if came_back {
            self.give_back(day, basket);
        }
        self.speak(Moment { day, ..*moment }, right);
    }

    fn give_back(&mut self, day: Day, basket: &Basket) {
        let back = open_day_from(self.person.segment, day.plus(self.random.whole(1, 9)));
        let body = Purchase {
            amount_minor: basket.amount_minor,
            currency: Currency::parse(CURRENCY),
            product: Some(basket.product.into()),
            quantity: Some(f64::from(basket.quantity)),
            returned: Some(true),
            ..Purchase::default()
        };
        let minute = 15 * self.random.whole(38, 66);
        self.put(instant(back, minute), None, Body::Purchase(body));
    }

    /// What the customer says about a delivery, if anything.
    fn speak(&mut self, moment: Moment, right: bool) {
        let traits = &self.person.traits;
        let eager = traits.style != Style::StrictlyBusiness;
        let chances = match right {
            false => [0.62, 0.10, 0.02, 0.0],
            true => [0.004, 0.012, if eager { 0.05 } else { 0.008 }, if eager { 0.05 } else { 0.015 }],
        };
        let rest = 1.0 - chances.iter().sum::<f64>();
        let drawn = self.random.weighted(&[chances[0], chances[1], chances[2], chances[3], rest]);
        // Nobody praises what is still to be seen: a first visit is not praised.
        let is_early = drawn == 3 && self.visits.is_empty();
        if traits.stays_silent || drawn == 4 || is_early {
            // Wronged and silent: nobody hears of it, and it weighs all the same.
            self.is_wronged |= !right && self.random.chance(0.5);
            return;
        }
        let kind =
            [VoiceKind::Complaint, VoiceKind::Concern, VoiceKind::Suggestion, VoiceKind::Praise][drawn];
        let Some(saying) = self.choose_saying(kind) else { return };
        let day = open_day_from(self.person.segment, moment.day.plus(self.random.whole(0, 6)));
        let minute = 15 * self.random.whole(37, 66);
        let is_issue = matches!(kind, VoiceKind::Complaint | VoiceKind::Concern);
        // Most things are put right within weeks, some after months, very few never.
        let (is_quick, is_mended) = (self.random.chance(0.85), self.random.chance(0.985));
        let mended_on = day.plus(1 + self.random.erlang(2, if is_quick { 7.0 } else { 90.0 }) as i32);
        let resolved_at = (is_issue && is_mended)
            .then(|| instant(open_day_from(self.person.segment, mended_on), minute))
            .and_then(|at| self.desk.past(at));
        let satisfied = self.random.chance(0.8);
        let was_asked = self.random.chance(0.6);
        let name = self.cast.providers[moment.provider].first_name();
        let said = fill(saying.text, self.person.circle, name, &spoken_day(day, day));
        let body = Voice {
            kind: Some(kind),
            severity: is_issue.then_some(saying.severity),
            channel: Some(Text::from(*self.random.pick(&["phone", "email", "in_person"]))),
            resolved_at,
            satisfied: (resolved_at.is_some() && was_asked).then_some(satisfied),
            text: Some(said.into()),
        };
        self.put(instant(day, minute), Some(moment.provider), Body::Voice(body));
        if let Some(mending) = saying.mending {
            self.is_wronged = !is_quick || !satisfied;
            self.promise_to_mend(&Moment { day, minute, ..moment }, mending);
        }
    }

    fn choose_saying(&mut self, kind: VoiceKind) -> Option<&'static spoken::Saying> {
        let fitting: Vec<usize> = (0..spoken::ALL.len())
            .filter(|place| {
                let saying = &spoken::ALL[*place];
                saying.kind == kind && saying.about.fits(self.person) && !self.said.contains(place)
            })
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let place = *self.random.pick(&fitting);
        self.said.push(place);
        Some(&spoken::ALL[place])
    }

    /// Between two visits somebody sometimes rings with a question.
    fn ask_between(&mut self, moment: &Moment) {
        let asks = self.random.chance(0.06);
        let day = moment.day.plus(self.random.whole(3, 15));
        let minute = 15 * self.random.whole(37, 66);
        let is_logged = !self.random.chance(self.scenario.noise.contacts_unlogged * 2.0);
        if !asks || day > self.scenario.end_day || !is_open(self.person.segment, day) {
            return;
        }
        self.trace.contacts.push((day, moment.provider));
        let asks_what = match self.person.segment {
            Segment::Salon => ["moves an appointment", "asks about care", "question"],
            Segment::Shop => ["asks what is in stock", "asks about care", "question"],
            Segment::Trade => ["asks about a delivery", "asks about a product", "question"],
        };
        let body = Interaction {
            initiated_by: Some(Initiator::Customer),
            two_way: Some(true),
            channel: Some("phone".into()),
            minutes: Some(f64::from(self.random.whole(2, 9))),
            purpose: Some(Text::from(*self.random.pick(&asks_what))),
            solved: self.answer(true),
            ..Interaction::default()
        };
        if is_logged {
            self.put(instant(day, minute), Some(moment.provider), Body::Interaction(body));
        }
    }
}
