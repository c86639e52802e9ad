//! A day as plain text: headings in order of position, sentences wrapped, minutes on the right.

use crate::{Agenda, Channel, Entry, Group};

/// Letters of the name's column.
const NAME_WIDTH: usize = 18;
/// Letters of the column on the right: `write  10 min`.
const RIGHT_WIDTH: usize = 13;
/// Under this width names stand above their sentences.
const NARROW: usize = 72;

/// The day at `width` letters a line (at least 40; more than 110 is not used: nobody reads longer lines).
pub fn render(agenda: &Agenda, width: usize) -> String {
    let width = width.clamp(40, 110);
    let mut page = Page { text: String::new(), width };
    page.head(agenda);
    let mut group = None;
    for entry in &agenda.entries {
        if group != Some(entry.act.group()) {
            group = Some(entry.act.group());
            page.heading(entry.act.group());
        }
        page.entry(entry);
    }
    if !agenda.leave_alone.is_empty() {
        page.heading(Group::LeaveAlone);
        for left in &agenda.leave_alone {
            page.block(&left.person.name, &left.sentence, "");
        }
    }
    page.foot(agenda);
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn head(&mut self, agenda: &Agenda) {
        let left = match &agenda.provider_name {
            Some(name) => format!("{} · {name}", agenda.title),
            None => agenda.title.clone(),
        };
        let people = judge::words::count(agenda.entries.len() as u32, "conversation");
        let right = if agenda.entries.is_empty() {
            "nothing to do".to_owned()
        } else {
            format!("{people} · {} of {} minutes", agenda.minutes_planned, agenda.minutes_available)
        };
        let gap = self.width.saturating_sub(letters(&left) + letters(&right)).max(3);
        self.line(&format!("{left}{}{right}", " ".repeat(gap)));
        if agenda.minutes_over > 0 {
            let over = format!(
                "What is owed today takes {} minutes more than there are. Move something else, or ask for \
                 help.",
                agenda.minutes_over
            );
            self.wrapped(&over, 0);
        }
    }

    fn heading(&mut self, group: Group) {
        self.line("");
        self.line(group.heading());
    }

    fn entry(&mut self, entry: &Entry) {
        let channel = entry.channel.map_or("", Channel::word);
        let minutes = format!("{} min", entry.minutes);
        self.block(&entry.person.name, &entry.sentence, &format!("{channel:<5} {minutes:>6}"));
        for also in &entry.also {
            self.under(&format!("Also: {}", also.sentence));
        }
        for care in &entry.care {
            self.under(&format!("Mind: {care}"));
        }
        if let Some(last) = &entry.last_contact {
            self.under(&format!("Last: {last}."));
        }
    }

    /// Name, sentence, and what stands on the right.
    fn block(&mut self, name: &str, sentence: &str, right: &str) {
        if self.width < NARROW {
            let gap = self.width.saturating_sub(2 + letters(name) + letters(right.trim())).max(1);
            self.line(&format!("  {name}{}{}", " ".repeat(gap), right.trim()));
            self.wrapped(sentence, 4);
            return;
        }
        let measure = self.width - NAME_WIDTH - RIGHT_WIDTH - 6;
        let lines = wrap(sentence, measure);
        let mut first = name.to_owned();
        if letters(name) > NAME_WIDTH {
            self.line(&format!("  {name}"));
            first.clear();
        }
        for (number, line) in lines.iter().enumerate() {
            let (name, right) = if number == 0 { (first.as_str(), right) } else { ("", "") };
            let name_pad = " ".repeat(NAME_WIDTH.saturating_sub(letters(name)));
            let line_pad = " ".repeat(measure.saturating_sub(letters(line)));
            self.line(&format!("  {name}{name_pad}  {line}{line_pad}  {right}"));
        }
    }

    fn under(&mut self, text: &str) {
        let (indent, measure) = if self.width < NARROW {
            (4, self.width - 4)
        } else {
            (NAME_WIDTH + 4, self.width - NAME_WIDTH - RIGHT_WIDTH - 6)
        };
        for line in wrap(text, measure) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    fn wrapped(&mut self, text: &str, indent: usize) {
        for line in wrap(text, self.width - indent) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    fn foot(&mut self, agenda: &Agenda) {
        self.line("");
        self.line(agenda.ending);
        if agenda.held_out_count > 0 {
            let people = judge::words::count(agenda.held_out_count as u32, "suggestion");
            let verb = if agenda.held_out_count == 1 { "was" } else { "were" };
            self.wrapped(
                &format!(
                    "{people} {verb} held back by lot, to learn later whether suggestions like these help."
                ),
                0,
            );
        }
        for note in &agenda.notes {
            self.wrapped(note, 0);
        }
    }
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `measure` letters; a longer word stands alone.
fn wrap(text: &str, measure: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if letters(line) + 1 + letters(word) <= measure => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
