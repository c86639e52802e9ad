//! How alike two names are.

/// Names at or above this are worth showing to a person (Winkler 1990 uses 0.8 to 0.9 for names; the higher
/// end, as a wrong suggestion costs trust).
pub(crate) const ALIKE: f64 = 0.92;

/// Similarity of two folded texts in [0, 1]: Jaro (1989) with Winkler's (1990) weight for a common
/// beginning of up to four letters.
pub(crate) fn jaro_winkler(left: &str, right: &str) -> f64 {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let jaro = jaro(&left, &right);
    let common = left.iter().zip(&right).take(4).take_while(|(left, right)| left == right).count();
    jaro + 0.1 * common as f64 * (1.0 - jaro)
}

fn jaro(left: &[char], right: &[char]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return f64::from(u8::from(left.is_empty() && right.is_empty()));
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; right.len()];
    let mut of_left = Vec::with_capacity(left.len());
    for (place, letter) in left.iter().enumerate() {
        let range = place.saturating_sub(reach)..(place + reach + 1).min(right.len());
        if let Some(found) = range.into_iter().find(|other| !taken[*other] && right[*other] == *letter) {
            taken[found] = true;
            of_left.push(*letter);
        }
    }
    if of_left.is_empty() {
        return 0.0;
    }
    let of_right = right.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(letter, _)| letter);
    let swapped = of_left.iter().zip(of_right).filter(|(left, right)| left != right).count();
    let matches = of_left.len() as f64;
    let halves = swapped as f64 / 2.0;
    (matches / left.len() as f64 + matches / right.len() as f64 + (matches - halves) / matches) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Winkler 1994, "Advanced methods for record linkage", table 1.
    #[test]
    fn published_pairs() {
        for (left, right, expected) in [
            ("shackleford", "shackelford", 0.982),
            ("dunningham", "cunnigham", 0.896),
            ("nichleson", "nichulson", 0.956),
            ("jones", "johnson", 0.832),
            ("massey", "massie", 0.933),
            ("abroms", "abrams", 0.922),
            ("marhta", "martha", 0.961),
            ("michelle", "michael", 0.921),
            ("julies", "julius", 0.933),
            ("jeraldine", "geraldine", 0.926),
        ] {
            let found = jaro_winkler(left, right);
            assert!((found - expected).abs() < 0.0006, "{left} {right}: {found}");
        }
    }

    proptest! {
        #[test]
        fn it_is_a_similarity(left in "[a-d]{0,9}", right in "[a-d]{0,9}") {
            let found = jaro_winkler(&left, &right);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&found));
            prop_assert!((jaro_winkler(&left, &left) - 1.0).abs() < 1e-12);
        }
    }
}
