//! How a test names a thing on a page: by selector, or by the words a person would use.

/// Names elements of a page; where several match, steps use the first that a person could use.
#[derive(Debug, Clone)]
pub struct By {
    pub(crate) using: &'static str,
    pub(crate) value: String,
    shown: String,
}

impl By {
    /// A CSS selector. A plain `&str` is taken as one too.
    pub fn css(selector: &str) -> By {
        By { using: "css selector", value: selector.to_owned(), shown: format!("`{selector}`") }
    }

    /// An XPath, for what the others cannot say.
    pub fn xpath(path: &str) -> By {
        By { using: "xpath", value: path.to_owned(), shown: format!("xpath {path}") }
    }

    /// A button (or `summary`) by its whole text, by its own text beside a picture or key hint, or by its
    /// `aria-label`.
    pub fn button(name: &str) -> By {
        let named = named(name);
        let value = literal(name);
        let path = format!(
            "//button[{named}] | //summary[{named}] | //*[@role='button'][{named}] | \
             //input[@type='submit' or @type='button'][@value={value}]"
        );
        By { shown: format!("the button \"{name}\""), ..By::xpath(&path) }
    }

    /// A link, named as a button is.
    pub fn link(name: &str) -> By {
        By { shown: format!("the link \"{name}\""), ..By::xpath(&format!("//a[@href][{}]", named(name))) }
    }

    /// A field by its label: the whole text of `label for`, the first words of a label around it, or
    /// `aria-label`.
    pub fn field(label: &str) -> By {
        let label_text = literal(label);
        let path = format!(
            "//*[self::input or self::select or self::textarea][\
             @id=//label[normalize-space()={label_text} or text()[normalize-space()={label_text}]]/@for or \
             ancestor::label[starts-with(normalize-space(),{label_text})] or @aria-label={label_text}]"
        );
        By { shown: format!("the field \"{label}\""), ..By::xpath(&path) }
    }

    /// An option, by its text, of the element it is looked for in.
    pub(crate) fn option_within(text: &str) -> By {
        By::xpath(&format!(".//option[normalize-space()={}]", literal(text)))
    }

    /// Any element with exactly this text of its own.
    pub fn text(text: &str) -> By {
        let path = format!("//body//*[text()[normalize-space()={}]]", literal(text));
        By { shown: format!("the text \"{text}\""), ..By::xpath(&path) }
    }
}

impl From<&str> for By {
    fn from(selector: &str) -> By {
        By::css(selector)
    }
}

impl From<&By> for By {
    fn from(by: &By) -> By {
        by.clone()
    }
}

impl std::fmt::Display for By {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.shown)
    }
}

fn named(name: &str) -> String {
    let name = literal(name);
    format!("normalize-space()={name} or text()[normalize-space()={name}] or @aria-label={name}")
}

/// A string in XPath 1.0, which has no escapes: one that holds both quotes is put together from pieces.
fn literal(text: &str) -> String {
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let pieces: Vec<String> = text.split('"').map(|piece| format!("\"{piece}\"")).collect();
    format!("concat({},\"\")", pieces.join(",'\"',"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_put_together_from_pieces() {
        assert_eq!(literal("O'Hara"), "\"O'Hara\"");
        assert_eq!(literal("a\"b"), "concat(\"a\",'\"',\"b\",\"\")");
    }

    #[test]
    fn a_failure_shows_the_words_of_the_test() {
        assert_eq!(By::button("Save").to_string(), "the button \"Save\"");
        assert_eq!(By::from("#x").to_string(), "`#x`");
    }
}
