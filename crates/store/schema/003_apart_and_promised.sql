-- The book, version 3: people who look alike and are not the same, and promises by who made them.

-- Somebody looked at two customers and said that they are two. The one with the smaller number comes first.
-- References are checked at once, as in version 2.
create table told_apart (
    one_customer_id bigint not null references customer (customer_id),
    other_customer_id bigint not null references customer (customer_id),
    at bigint not null,
    account_id bigint not null references account (account_id),
    primary key (one_customer_id, other_customer_id)
)
without rowid /*engine:sqlite*/
;
create index told_apart_by_other on told_apart (other_customer_id);

-- What a provider has promised and not yet kept, to whomever.
create index promise_by_provider on promise (provider_id) where provider_id is not null and closed_at is null;
