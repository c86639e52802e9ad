-- The book, version 2: people who work with it.
--
-- Facts stay what their source said. What people do with the book is written beside them: amendments say how
-- a fact stands now, merges say that two customers are one, acts say who did what. References among these
-- tables are checked at once, because a step of a batch must fail by itself and not at the commit that it
-- shares with others.

-- Who may sign in. email is lower case.
create table account (
    account_id integer primary key, /*engine:sqlite*/
    account_id bigint primary key, /*engine:postgres*/
    email text not null unique,
    name text not null,
    role text not null,
    provider_id bigint references provider (provider_id),
    password_hash text,
    totp_secret text,
    totp_last_step bigint,
    created_at bigint not null,
    disabled_at bigint
);

-- One signed-in browser. Only a hash of its token is kept.
create table session (
    token_hash text primary key,
    account_id bigint not null references account (account_id),
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    is_complete boolean not null,
    csrf text not null
)
without rowid /*engine:sqlite*/
;
create index session_by_account on session (account_id);

-- A link that lets one person in once: an invitation, or a new password.
create table sign_in_link (
    token_hash text primary key,
    account_id bigint not null references account (account_id),
    purpose text not null,
    expires_at bigint not null,
    used_at bigint
)
without rowid /*engine:sqlite*/
;

-- What people did, in plain words: the audit trail, and what an undo needs.
create table act (
    act_id integer primary key, /*engine:sqlite*/
    act_id bigint primary key, /*engine:postgres*/
    at bigint not null,
    account_id bigint not null references account (account_id),
    verb text not null,
    customer_id bigint,
    provider_id bigint,
    sentence text not null,
    undo text,
    undone_at bigint,
    undone_by bigint references account (account_id)
);
create index act_by_customer on act (customer_id, act_id) where customer_id is not null;
create index act_by_account on act (account_id, act_id);

-- How a fact stands now, said after it was recorded; change is JSON. The customer is the fact's own.
create table amendment (
    customer_id bigint not null,
    at bigint not null,
    amendment_id bigint not null,
    account_id bigint not null references account (account_id),
    fact_kind bigint not null,
    fact_id bigint not null,
    change text not null,
    primary key (customer_id, at, amendment_id)
)
without rowid /*engine:sqlite*/
;
create unique index amendment_by_id on amendment (amendment_id);
create index amendment_by_fact on amendment (fact_id);

-- Two customers are one: the facts of the one who is gone are read with those of the other. Deleting the row
-- takes them apart again.
create table customer_merge (
    gone_customer_id bigint primary key references customer (customer_id),
    into_customer_id bigint not null references customer (customer_id),
    at bigint not null,
    account_id bigint not null references account (account_id)
)
without rowid /*engine:sqlite*/
;
create index merge_by_into on customer_merge (into_customer_id);

-- A person knows better than a judgement, gives the reason, until a day.
create table judgement_override (
    override_id integer primary key, /*engine:sqlite*/
    override_id bigint primary key, /*engine:postgres*/
    customer_id bigint not null references customer (customer_id),
    judgement text not null,
    value text not null,
    reason text not null,
    account_id bigint not null references account (account_id),
    at bigint not null,
    expires_at bigint not null,
    lifted_at bigint
);
create index override_by_customer on judgement_override (customer_id);
create index override_by_end on judgement_override (expires_at);

-- Who opened a confidence, and when.
create table note_access (
    customer_id bigint not null,
    fact_id bigint not null,
    at bigint not null,
    account_id bigint not null references account (account_id),
    primary key (customer_id, fact_id, at, account_id)
)
without rowid /*engine:sqlite*/
;

-- Who may read a confidence.
create table note_reader (
    customer_id bigint not null,
    fact_id bigint not null,
    account_id bigint not null references account (account_id),
    primary key (customer_id, fact_id, account_id)
)
without rowid /*engine:sqlite*/
;

-- A list of people that somebody named; query is what its address says.
create table saved_view (
    view_id integer primary key, /*engine:sqlite*/
    view_id bigint primary key, /*engine:postgres*/
    account_id bigint not null references account (account_id),
    name text not null,
    query text not null,
    unique (account_id, name)
);

-- One import, so that it can be shown and undone. rejects is JSON or CSV, as its writer chose.
create table import_run (
    import_id integer primary key, /*engine:sqlite*/
    import_id bigint primary key, /*engine:postgres*/
    at bigint not null,
    account_id bigint references account (account_id),
    file_name text not null,
    source text not null,
    format text not null,
    state text not null,
    row_count bigint not null,
    facts_new bigint not null,
    facts_same bigint not null,
    facts_updated bigint not null,
    conflicts bigint not null,
    rejected bigint not null,
    customers_new bigint not null,
    providers_new bigint not null,
    rejects text,
    undone_at bigint
);

-- Which import brought what; null for what came without a run. told_content is what the source said of a
-- party before a person changed it here, so that importing its row again still says the same.
alter table fact_key add column import_id bigint;
create index fact_key_by_import on fact_key (import_id) where import_id is not null;
alter table customer add column import_id bigint;
alter table customer add column filled_by_import_id bigint;
alter table customer add column told_content bigint;
create index customer_by_import on customer (import_id) where import_id is not null;
create index customer_by_filling on customer (filled_by_import_id) where filled_by_import_id is not null;
alter table provider add column import_id bigint;
alter table provider add column filled_by_import_id bigint;
alter table provider add column told_content bigint;

-- The agenda of one provider and day as it was shown. provider_id 0 is the owner.
create table agenda_day (
    day bigint not null,
    provider_id bigint not null,
    json text not null,
    made_at bigint not null,
    primary key (day, provider_id)
)
without rowid /*engine:sqlite*/
;

-- What became of a suggestion. until_day is set where it was put off.
create table suggestion_outcome (
    customer_id bigint not null,
    act text not null,
    day bigint not null,
    provider_id bigint not null,
    outcome text not null,
    at bigint not null,
    account_id bigint not null references account (account_id),
    note text,
    until_day bigint,
    primary key (customer_id, act, day, provider_id)
)
without rowid /*engine:sqlite*/
;
create index suggestion_outcome_by_day on suggestion_outcome (day, provider_id);
create index suggestion_outcome_by_end on suggestion_outcome (until_day) where until_day is not null;

-- Cache: counts and days of one customer's facts, for lists.
create table customer_summary (
    customer_id integer primary key, /*engine:sqlite*/
    customer_id bigint primary key, /*engine:postgres*/
    contact_count bigint not null,
    first_contact_day bigint,
    last_contact_day bigint,
    purchase_count bigint not null,
    first_purchase_day bigint,
    last_purchase_day bigint,
    spent_minor bigint not null,
    open_issues bigint not null,
    oldest_issue_day bigint,
    open_promises bigint not null,
    next_due_day bigint,
    last_asked_day bigint,
    last_voice_day bigint,
    wanted_style text,
    refused boolean not null
);
