//! What can go wrong between the test and the page.

/// Why a command to the browser did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A program is on no folder of `PATH`.
    #[error("{program} is not on the PATH. {}", crate::HOW_TO_GET)]
    Missing {
        /// Its name.
        program: &'static str,
    },
    /// The driver started and did not get as far as naming its port.
    #[error("chromedriver did not say its port; it printed: {printed}")]
    NotStarted {
        /// What it printed instead.
        printed: String,
    },
    /// The driver does not answer.
    #[error("chromedriver does not answer: {0}")]
    Connection(#[from] std::io::Error),
    /// The driver answered something that is not WebDriver.
    #[error("chromedriver answered what is not WebDriver: {0}")]
    Answer(String),
    /// The driver refused, in WebDriver's words.
    #[error("{code}: {message}")]
    Refused {
        /// WebDriver's error code, such as `no such element`.
        code: String,
        /// The driver's explanation, first line.
        message: String,
    },
}

impl Trouble {
    /// What the page does not have (yet).
    pub(crate) fn missing(message: &str) -> Trouble {
        Trouble::Refused { code: "no such element".into(), message: message.into() }
    }

    /// Whether the same command may succeed a moment later, when the page has gone on.
    pub(crate) fn may_pass(&self) -> bool {
        let Trouble::Refused { code, message } = self else { return false };
        let of_the_moment = [
            "no such element",
            "stale element reference",
            "element not interactable",
            "element click intercepted",
            "invalid element state",
        ];
        // A page that is being left answers with these.
        let of_leaving = ["document unloaded", "context", "navigat", "does not belong to the document"];
        of_the_moment.contains(&code.as_str()) || of_leaving.iter().any(|part| message.contains(part))
    }

    /// Whether an element is there but cannot be used by a person now (hidden, or outside the page).
    pub(crate) fn is_out_of_reach(&self) -> bool {
        matches!(self, Trouble::Refused { code, .. } if code == "element not interactable")
    }
}
