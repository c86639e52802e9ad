//! Small line icons of 16 px. An icon never stands alone: a word is beside it, or in it for those who listen.

/// What an icon says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Icon {
    Today,
    People,
    Promise,
    Issue,
    Provider,
    Import,
    Mirror,
    Programme,
    More,
    Search,
    Call,
    Write,
    Visit,
    Gift,
    Done,
    Snooze,
    Undo,
    Care,
    Lock,
}

/// Every icon as a whole SVG, put together when the program is built: a page holds a dozen of them.
macro_rules! drawn {
    ($icon:ident: $($name:ident = $path:literal,)*) => {
        match $icon {
            $(Icon::$name => concat!(
                "<svg class=\"icon\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" ",
                "aria-hidden=\"true\"><path d=\"", $path, "\"/></svg>"
            ),)*
        }
    };
}

impl Icon {
    /// Every icon.
    pub const ALL: [Icon; 19] = [
        Icon::Today,
        Icon::People,
        Icon::Promise,
        Icon::Issue,
        Icon::Provider,
        Icon::Import,
        Icon::Mirror,
        Icon::Programme,
        Icon::More,
        Icon::Search,
        Icon::Call,
        Icon::Write,
        Icon::Visit,
        Icon::Gift,
        Icon::Done,
        Icon::Snooze,
        Icon::Undo,
        Icon::Care,
        Icon::Lock,
    ];

    fn svg(self) -> &'static str {
        drawn! { self:
            Today = "M3 2.5h10v11H3zM5.5 2.5v11M8 6h3M8 9h3",
            People = "M6 7.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5M1.5 13.5c.3-3 2-4.5 4.5-4.5s4.2 1.5 4.5 4.5\
             M10.5 2.9a2.3 2.3 0 0 1 0 4.2M12 9.5c1.5.6 2.3 2 2.5 4",
            Promise = "M6 10a3.5 3.5 0 1 1 3-5.3M10 6a3.5 3.5 0 1 1-3 5.3",
            Issue = "M3.5 14V2.5c3-1.5 5.5 1.5 9 0v7c-3.5 1.5-6-1.5-9 0",
            Provider = "M8 7.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5M3 13.5c.3-3 2.2-4.5 5-4.5s4.7 1.5 5 4.5",
            Import = "M8 2v8M4.8 7L8 10.2L11.2 7M2.5 10.5v3h11v-3",
            Mirror = "M8 11a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9M8 11v3M5.5 14h5",
            Programme = "M2.5 3.5h11M2.5 8h7M2.5 12.5h4M12 7v6M9.5 10.5L12 13l2.5-2.5",
            More = "M2.4 8a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0M7.4 8a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0\
             M12.4 8a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0",
            Search = "M7 11.5a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9M10.3 10.3L14 14",
            Call = "M3 2.5h2.7l1.3 3.3-1.6 1.2c.8 1.7 2 2.9 3.6 3.6l1.2-1.6 3.3 1.3V13\
             c0 .6-.4 1-1 1C7 13.5 2.5 9 2 3.5c0-.6.4-1 1-1",
            Write = "M2.5 13.5l.8-3.3L11 2.5l2.5 2.5-7.7 7.7zM9.5 4l2.5 2.5",
            Visit = "M2.5 7.5L8 2.5l5.5 5M4 6.5v7h8v-7M6.8 13.5V9.5h2.4v4",
            Gift = "M2.5 5.5h11v3h-11zM3.5 8.5v5h9v-5M8 5.5v8M8 5.5C5 5.5 4.5 2.5 6 2.5c1.3 0 2 1.5 2 3\
             c0-1.5.7-3 2-3c1.5 0 1 3-2 3",
            Done = "M3 8.5l3.2 3.2L13 4.8",
            Snooze = "M8 14a6 6 0 1 0 0-12a6 6 0 0 0 0 12M8 4.8V8l2.3 1.5",
            Undo = "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5L6 3.5M3 6.5L6 9.5",
            Care = "M8 13.5C4 10.5 2 8.5 2 6a3 3 0 0 1 6-1a3 3 0 0 1 6 1c0 2.5-2 4.5-6 7.5",
            Lock = "M4 7.5h8v6H4zM5.5 7.5V5.5a2.5 2.5 0 0 1 5 0v2",
        }
    }
}

/// The icon as SVG, hidden from those who listen; takes the colour of the text around it.
pub fn icon(icon: Icon) -> &'static str {
    icon.svg()
}
