-- The book, version 1.
--
-- A line that ends in /*engine:sqlite*/ or /*engine:postgres*/ belongs to that engine alone; every other
-- line is the same text on both. Types are text, bigint, double precision and boolean only. Times are UTC
-- microseconds, days are days since 1970-01-01, money is minor units. Every table that belongs to a customer
-- has customer_id first in its key, so that it can be distributed by it.
--
-- References are checked at commit: checked at once, SQLite would keep a copy of every page that a statement
-- touches, to be able to undo it. Facts have no foreign key to their customer, because a look-up would be
-- paid for every row; the importer gives every fact a customer that it writes in the same transaction, and
-- `check` proves it.

-- Where records come from.
create table source (
    source_id integer primary key, /*engine:sqlite*/
    source_id bigint primary key, /*engine:postgres*/
    name text not null unique
);

-- A person who serves customers. content is 0 while only the id is known.
create table provider (
    provider_id integer primary key, /*engine:sqlite*/
    provider_id bigint primary key, /*engine:postgres*/
    source_id bigint not null references source (source_id) deferrable initially deferred,
    external_id text not null,
    content bigint not null,
    name text,
    email text,
    started_on_day bigint,
    minutes_per_week bigint,
    skills text,
    languages text,
    team text,
    extras text,
    unique (source_id, external_id)
);

-- A party that buys or is served. content is 0 while only the id is known.
create table customer (
    customer_id integer primary key, /*engine:sqlite*/
    customer_id bigint primary key, /*engine:postgres*/
    source_id bigint not null references source (source_id) deferrable initially deferred,
    external_id text not null,
    content bigint not null,
    kind text,
    name text,
    email text,
    phone text,
    since_day bigint,
    assigned_to bigint references provider (provider_id) deferrable initially deferred,
    language text,
    timezone text,
    extras text,
    unique (source_id, external_id)
);

-- What is in the book, once for every fact: tells the same row read again from a row that says something
-- else, and leads from a fact's id to its row.
create table fact_key (
    fact_id integer primary key, /*engine:sqlite*/
    fact_id bigint primary key, /*engine:postgres*/
    kind bigint not null,
    customer_id bigint not null,
    at bigint not null,
    content bigint not null
);

-- Which columns of each kind of fact were ever filled, as bits: a pass over ten million purchases reads only
-- those.
create table used_columns (
    kind integer primary key, /*engine:sqlite*/
    kind bigint primary key, /*engine:postgres*/
    used bigint not null
);

-- What the book as a whole says about itself: currency, timezone, business_name, seed, simulated,
-- facts_version.
create table setting (
    name text primary key,
    value text not null
)
without rowid /*engine:sqlite*/
;

-- One contact between the customer and the business.
create table interaction (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    initiated_by text,
    two_way boolean,
    channel text,
    minutes double precision,
    purpose text,
    solved boolean,
    history_seen boolean,
    handed_off boolean,
    asked_question boolean,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- One order, invoice or sale; a return is one too.
create table purchase (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    amount_minor bigint not null,
    currency text,
    cost_minor bigint,
    discount_minor bigint,
    product text,
    quantity double precision,
    incentive text,
    returned boolean,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- The fulfilment of a purchase. customer_id is 0 while the purchase it names is not in the book.
create table delivery (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    purchase_fact_id bigint,
    promised_at bigint,
    got_it boolean,
    easy boolean,
    pleasant boolean,
    returned boolean,
    defect boolean,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- A word from the customer.
create table voice (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    kind text,
    severity bigint,
    channel text,
    resolved_at bigint,
    satisfied boolean,
    text text,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- A promise, in either direction; at is when it was made.
create table promise (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    what text not null,
    promisor text,
    due_at bigint,
    outcome text,
    closed_at bigint,
    depends_on text,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- Something known about the customer; at is when it was learnt.
create table knowledge (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    kind text not null,
    text text not null,
    origin text,
    expires_at bigint,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- A known fact was used to adapt the service.
create table adaptation (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    knowledge_fact_id bigint,
    interaction_fact_id bigint,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- How the customer wants to be treated.
create table wish (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    style text,
    cadence_days bigint,
    named_provider text,
    origin text,
    channel text,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- This customer brought another one.
create table referral (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    to_customer text not null,
    rewarded boolean,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- A benefit given to the customer.
create table benefit (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    level text,
    what text not null,
    cost_minor bigint,
    conditional boolean,
    used_at bigint,
    valued boolean,
    exit_route text,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- What the customer allows.
create table permission (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    channel text not null,
    purpose text not null,
    state text,
    evidence text,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- One outbound message or act of a tactic.
create table touch (
    customer_id bigint not null,
    at bigint not null,
    fact_id bigint not null,
    source_id bigint not null,
    external_id text,
    provider_id bigint,
    tactic text not null,
    channel text,
    conditional_on_purchase boolean,
    claims_relationship boolean,
    same_for_all boolean,
    human_author boolean,
    signed_by_nonauthor boolean,
    answered_at bigint,
    opted_out boolean,
    complained boolean,
    extras text,
    primary key (customer_id, at, fact_id)
)
without rowid /*engine:sqlite*/
;

-- Cache: figures of the whole population, for one state of the facts.
create table population (
    facts_version bigint not null,
    as_of_day bigint not null,
    rule_version text not null,
    json text not null,
    primary key (facts_version, as_of_day, rule_version)
)
without rowid /*engine:sqlite*/
;

-- Cache: the latest full pass, one row for every customer judged. A null word or number was not assessed.
create table judged (
    customer_id integer primary key, /*engine:sqlite*/
    customer_id bigint primary key, /*engine:postgres*/
    as_of_day bigint not null,
    rule_version text not null,
    provider_id bigint,
    relationship_kind text,
    opc_configuration text,
    foundation_gate text,
    rung text,
    three_part_test text,
    contact_rhythm text,
    purchase_rhythm text,
    initiative text,
    candor_silence text,
    accumulating_load text,
    velocity text,
    decline text,
    signs bigint,
    p_alive double precision,
    expected_purchases double precision,
    promises_kept double precision,
    promises_kept_by_customer double precision,
    follow_up_coverage double precision
);

-- What was suggested on which day, and what was held out so that effects can be measured. provider_id 0 is
-- the owner.
create table suggestion (
    customer_id bigint not null,
    act text not null,
    day bigint not null,
    provider_id bigint not null,
    arm text not null,
    sentence text not null,
    primary key (customer_id, act, day, provider_id)
)
without rowid /*engine:sqlite*/
;
create index suggestion_by_day on suggestion (day, provider_id);
