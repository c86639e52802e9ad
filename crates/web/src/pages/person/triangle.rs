//! The triangle of a judgement in words that need no key: who is tied to whom, and how well.

/// The three strengths of a value such as `tight_loose_undetermined`.
fn strengths(value: &str) -> impl Iterator<Item = &'static str> {
    value.split('_').map(|word| match word {
        "tight" => "tight",
        "loose" => "loose",
        _ => "not known yet",
    })
}

/// The three ties by name: ours to the provider, theirs to the customer, ours to the customer.
fn ties(provider: &str, customer: &str) -> [String; 3] {
    [format!("we and {provider}"), format!("{provider} and {customer}"), format!("we and {customer}")]
}

/// `We and Ben: tight; Ben and Ana: loose; we and Ana: not known yet`.
pub fn words(value: &str, provider: &str, customer: &str) -> String {
    let ties = ties(provider, customer);
    let each: Vec<String> =
        ties.iter().zip(strengths(value)).map(|(tie, strength)| format!("{tie}: {strength}")).collect();
    judge::words::sentence_case(&each.join("; "))
}

/// What to put beside the judgement: the three ties, or, while some are open, which are:
/// `We and Ben: not known yet`.
pub fn verdict(value: &str, provider: &str, customer: &str) -> String {
    let ties = ties(provider, customer);
    let open = ties.iter().zip(strengths(value)).filter(|(_, strength)| *strength == "not known yet");
    let open: Vec<String> = open.map(|(tie, _)| tie.clone()).collect();
    if open.is_empty() {
        return words(value, provider, customer);
    }
    judge::words::sentence_case(&format!("{}: not known yet", open.join(", ")))
}

/// The judgement's sentence without the strengths that stand before it in letters.
pub fn meaning(sentence: &str) -> String {
    let is_key = |key: &str| key.starts_with("O-P ");
    let meaning = sentence.split_once(": ").filter(|(key, _)| is_key(key)).map_or(sentence, |(_, rest)| rest);
    judge::words::sentence_case(meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_named_by_who_is_tied() {
        let all = "We and Ben: tight; Ben and Ana: loose; we and Ana: not known yet";
        assert_eq!(words("tight_loose_undetermined", "Ben", "Ana"), all);
        assert_eq!(verdict("undetermined_tight_loose", "Ben", "Ana"), "We and Ben: not known yet");
        let two = "We and Ben, we and Ana: not known yet";
        assert_eq!(verdict("undetermined_tight_undetermined", "Ben", "Ana"), two);
        let known = "We and Ben: tight; Ben and Ana: tight; we and Ana: tight";
        assert_eq!(verdict("tight_tight_tight", "Ben", "Ana"), known);
        let sentence = "O-P undetermined, P-C tight, O-C loose: how well we hold Ben is not known yet.";
        assert_eq!(meaning(sentence), "How well we hold Ben is not known yet.");
        assert_eq!(meaning("Ana: nothing is known."), "Ana: nothing is known.");
    }
}
