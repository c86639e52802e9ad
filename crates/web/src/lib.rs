//! The book in a browser: pages, sessions, static files. No SQL and no arithmetic of judgements lives here.
