//! A first mapping for an unknown file.

use book::Text;

/// Writes a commented draft of a mapping.
pub fn draft_mapping(_header: &[Text], _sample: &[Vec<String>]) -> String {
    String::new()
}
