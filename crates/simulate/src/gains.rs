//! What is gained at a visit: knowledge, its use, and wishes heard.

use crate::{
    desk::instant,
    life::{Known, Life, Moment, open_day_from},
    words::{fill, notes, spoken_day},
};
use book::{Adaptation, Body, Day, FactId, Knowledge, Origin, Style, Text, Timestamp, Wish};

impl Life<'_> {
    /// Learns something, perhaps, and writes it down, perhaps.
    pub(crate) fn learn(&mut self, moment: &Moment) {
        let traits = &self.person.traits;
        let tells_a_plan = self.random.chance(0.03 + traits.learning * 0.28);
        // The more is known, the less is new.
        let tells = self.random.chance(traits.learning / (1.0 + self.known.len() as f64 / 16.0));
        let finds_common_ground = self.random.chance(0.25);
        if tells_a_plan {
            self.learn_need(moment);
        }
        if !tells {
            return;
        }
        if finds_common_ground && !self.knows("ground") {
            let text = *self.random.pick(&self.cast.providers[moment.provider].grounds);
            self.note(moment, ("common_ground", "ground"), text.into(), Origin::Stated, None);
            return;
        }
        let fitting: Vec<&notes::Note> = notes::ALL
            .iter()
            .filter(|note| note.about.fits(self.person) && !self.knows(note.matter))
            .collect();
        if fitting.is_empty() {
            return;
        }
        let note = *self.random.pick(&fitting);
        let name = self.cast.providers[moment.provider].first_name();
        let text = fill(note.text, self.person.circle, name, "");
        self.note(moment, (note.kind, note.matter), text, note.origin, None);
    }

    fn learn_need(&mut self, moment: &Moment) {
        let ahead = self.random.whole(16, 110);
        let due = open_day_from(self.person.segment, moment.day.plus(ahead));
        let fitting: Vec<&notes::Note> = notes::NEEDS
            .iter()
            .filter(|need| need.about.fits(self.person) && !self.knows(need.matter))
            .collect();
        if fitting.is_empty() {
            return;
        }
        let need = *self.random.pick(&fitting);
        let text = fill(need.text, self.person.circle, "", &spoken_day(due, moment.day));
        self.note(moment, (need.kind, need.matter), text, need.origin, Some(due));
    }

    fn knows(&self, matter: &str) -> bool {
        self.known.iter().any(|known| known.matter == matter)
    }

    fn note(
        &mut self,
        moment: &Moment,
        (kind, matter): (&'static str, &'static str),
        text: String,
        origin: Origin,
        expires: Option<Day>,
    ) {
        let is_recorded = !self.random.chance(self.scenario.noise.knowledge_unrecorded);
        self.trace.learnt.push((kind, moment.day, moment.provider));
        let body = Knowledge {
            kind: kind.into(),
            text: text.into(),
            origin: Some(origin),
            expires_at: expires.map(|day| instant(day, 24 * 60 - 1)),
        };
        let record = is_recorded
            .then(|| self.put(moment.at(20), Some(moment.provider), Body::Knowledge(body)))
            .flatten();
        self.known.push(Known { kind, matter, record, expires });
    }

    /// Uses something known, perhaps, and ticks it, perhaps.
    pub(crate) fn adapt(&mut self, moment: &Moment) {
        let adapts = self.random.chance(self.person.traits.adaptation);
        let is_ticked = !self.random.chance(self.scenario.noise.adaptations_unticked);
        let live = self.known.iter().filter(|known| known.is_of_use(moment.day));
        let (many, written): (usize, Vec<FactId>) =
            (live.clone().count(), live.filter_map(|known| known.record).collect());
        if !adapts || many == 0 {
            return;
        }
        self.trace.adapted.push((moment.day, moment.provider));
        // What is only in somebody's head is used as well, but nobody can tick it.
        let used = (!written.is_empty()).then(|| *self.random.pick(&written));
        if let (true, Some(knowledge), Some(interaction)) = (is_ticked, used, moment.logged) {
            let body = Adaptation { knowledge: Some(knowledge), interaction: Some(interaction) };
            self.put(moment.at(25), Some(moment.provider), Body::Adaptation(body));
        }
    }

    /// Wishes are heard once: the name at the third visit, the cadence at the fourth, the style when asked.
    pub(crate) fn wish(&mut self, moment: &Moment) {
        let traits = &self.person.traits;
        let visits = self.trace.visits.len();
        let (named, paced, styled) =
            (self.random.chance(0.88), self.random.chance(0.14), self.random.chance(0.24));
        let again = self.random.chance(0.08);
        let usual = self.cast.providers[self.person.usual].id.clone();
        match visits {
            3 if traits.asks_by_name && named => {
                self.put_wish(moment.at(30), Wish { named_provider: Some(usual), ..Wish::default() });
            }
            4 if paced => {
                let weeks = (traits.gap_days / 7.0).round().max(1.0) as u32;
                self.put_wish(moment.at(31), Wish { cadence_days: Some(weeks * 7), ..Wish::default() });
            }
            5 if styled => {
                let style: Option<Style> = Some(traits.style);
                self.put_wish(moment.at(32), Wish { style, ..Wish::default() });
            }
            // Now and then the name is asked for again.
            _ if visits > 5 && traits.asks_by_name && again => {
                self.put_wish(moment.at(30), Wish { named_provider: Some(usual), ..Wish::default() });
            }
            _ => {}
        }
    }

    fn put_wish(&mut self, at: Timestamp, wish: Wish) {
        let channel = Text::from(*self.random.pick(&["in_person", "phone", "card"]));
        let wish = Wish { origin: Some(Origin::Stated), channel: Some(channel), ..wish };
        self.put(at, None, Body::Wish(wish));
    }
}
