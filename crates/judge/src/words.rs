//! Putting verdicts into words: counts, dates, chances and money as a shopkeeper would say them.
