//! The keyboard: from words such as `Control+k` to WebDriver's key codes.

use serde_json::{Value, json};

/// WebDriver's code points of keys without a letter (WebDriver, 17.4.2).
const NAMED: &[(&str, char)] = &[
    ("Alt", '\u{e00a}'),
    ("ArrowDown", '\u{e015}'),
    ("ArrowLeft", '\u{e012}'),
    ("ArrowRight", '\u{e014}'),
    ("ArrowUp", '\u{e013}'),
    ("Backspace", '\u{e003}'),
    ("Control", '\u{e009}'),
    ("Delete", '\u{e017}'),
    ("End", '\u{e010}'),
    ("Enter", '\u{e007}'),
    ("Escape", '\u{e00c}'),
    ("Home", '\u{e011}'),
    ("Meta", '\u{e03d}'),
    ("PageDown", '\u{e00f}'),
    ("PageUp", '\u{e00e}'),
    ("Shift", '\u{e008}'),
    ("Space", ' '),
    ("Tab", '\u{e004}'),
];

/// The keys of a chord in the order they go down: `Control+k`, `Shift+Tab`, `?`, `+`. `None`: no such key.
pub(crate) fn chord(words: &str) -> Option<Vec<char>> {
    let (modifiers, last) = match words.strip_suffix("++") {
        Some(modifiers) => (modifiers, "+"),
        None if words == "+" => ("", "+"),
        None => words.rsplit_once('+').unwrap_or(("", words)),
    };
    modifiers.split('+').filter(|word| !word.is_empty()).chain([last]).map(key).collect()
}

fn key(word: &str) -> Option<char> {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Some(letter),
        _ => NAMED.iter().find(|(name, _)| *name == word).map(|(_, code)| *code),
    }
}

/// The body of an actions command: the keys go down in order and up in the opposite one.
pub(crate) fn strokes(chords: &[Vec<char>]) -> Value {
    let mut steps = Vec::new();
    for keys in chords {
        steps.extend(keys.iter().map(|key| json!({"type": "keyDown", "value": key})));
        steps.extend(keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key})));
    }
    json!({"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_read_as_people_write_them() {
        assert_eq!(chord("Control+k"), Some(vec!['\u{e009}', 'k']));
        assert_eq!(chord("Control+Shift+Enter"), Some(vec!['\u{e009}', '\u{e008}', '\u{e007}']));
        assert_eq!(chord("?"), Some(vec!['?']));
        assert_eq!(chord("+"), Some(vec!['+']));
        assert_eq!(chord("Control++"), Some(vec!['\u{e009}', '+']));
        assert_eq!(chord("Esc"), None);
        assert_eq!(chord(""), None);
    }

    #[test]
    fn keys_come_up_in_the_opposite_order() {
        let actions = strokes(&[chord("Control+k").unwrap()]);
        let steps = actions["actions"][0]["actions"].as_array().unwrap();
        let order: Vec<_> =
            steps.iter().map(|step| (step["type"].as_str(), step["value"].as_str())).collect();
        let (down, up) = (Some("keyDown"), Some("keyUp"));
        let (control, letter) = (Some("\u{e009}"), Some("k"));
        assert_eq!(order, [(down, control), (down, letter), (up, letter), (up, control)]);
    }
}
