-- name: sources
-- Every source with its number, in order.
select source_id, name from source order by source_id;

-- name: add_source
-- A source is added when its first records come.
insert into source (source_id, name) values (?1, ?2);

-- name: find_customer
-- The customer that source ?1 calls ?2, through the unique index.
select customer_id from customer where source_id = ?1 and external_id = ?2;

-- name: customers_of_source
-- Every customer of one source, to fill the importer's map at once when most of them will be named.
select customer_id, external_id from customer where source_id = ?1;

-- name: count_customers_of_source
-- How many customers one source has: decides between filling the map at once and looking each up.
select count(*) from customer where source_id = ?1;

-- name: last_customer
-- The highest number given; the next customer gets the one after it.
select coalesce(max(customer_id), 0) from customer;

-- name: count_customers
-- How many customers the book has, stubs included.
select count(*) from customer;

-- name: add_customer
-- A stub: a customer of whom only the id is known.
insert into customer (customer_id, source_id, external_id, content) values (?1, ?2, ?3, 0);

-- name: customer_content
-- What the profile of a customer says, 0 for a stub; and what its source last said, where a person changed it
-- since.
select content, told_content from customer where customer_id = ?1;

-- name: fill_customer
-- Writes a whole profile over a stub, or over an older profile on update.
update customer set
    content = ?2, kind = ?3, name = ?4, email = ?5, phone = ?6, since_day = ?7, assigned_to = ?8,
    language = ?9, timezone = ?10, extras = ?11, told_content = null
where customer_id = ?1;

-- name: scan_customer
-- Customers ?1 to ?2 in order: the spine of every pass over histories.
select
    customer_id, source_id, external_id, kind, name, email, phone, since_day, assigned_to, language, timezone
from customer
where customer_id between ?1 and ?2
order by customer_id;

-- name: all_customer
-- Every customer with content, extras and the assigned provider's own id: for checking and dumping.
select
    customer.customer_id, customer.source_id, customer.external_id, customer.content, customer.kind,
    customer.name, customer.email, customer.phone, customer.since_day, provider.external_id,
    customer.language, customer.timezone, customer.extras
from customer
left join provider on provider.provider_id = customer.assigned_to
order by customer.customer_id;

-- name: customers_called
-- Customers with this id in any source: one look into the unique index for each source.
select customer_id from customer
where source_id in (select source_id from source) and external_id = ?1
order by customer_id;

-- name: customer_names
-- Names and addresses to search through; matching is done in Rust, the same for every language and engine.
select customer_id, name, email from customer
where name is not null or email is not null
order by customer_id;

-- name: find_provider
-- The provider that source ?1 calls ?2, through the unique index.
select provider_id from provider where source_id = ?1 and external_id = ?2;

-- name: last_provider
-- The highest number given; the next provider gets the one after it.
select coalesce(max(provider_id), 0) from provider;

-- name: add_provider
-- A stub: a provider of whom only the id is known.
insert into provider (provider_id, source_id, external_id, content) values (?1, ?2, ?3, 0);

-- name: provider_content
-- What the profile of a provider says, 0 for a stub; and what its source last said, where a person changed it
-- since.
select content, told_content from provider where provider_id = ?1;

-- name: fill_provider
-- Writes a whole profile over a stub, or over an older profile on update.
update provider set
    content = ?2, name = ?3, email = ?4, started_on_day = ?5, minutes_per_week = ?6, skills = ?7,
    languages = ?8, team = ?9, extras = ?10, told_content = null
where provider_id = ?1;

-- name: all_provider
-- Every provider in order of number: the directory, checks and dumps.
select
    provider_id, source_id, external_id, content, name, email, started_on_day, minutes_per_week, skills,
    languages, team, extras
from provider
order by provider_id;

-- name: customer_external_id
-- The source's own id of a customer: part of what a fact says.
select external_id from customer where customer_id = ?1;

-- name: provider_external_id
-- The source's own id of a provider: part of what a fact says.
select external_id from provider where provider_id = ?1;

-- name: whole_customer
-- One customer with what all_customer says, the assigned provider's number, and what its source last said.
select
    customer.customer_id, customer.source_id, customer.external_id, customer.content, customer.kind,
    customer.name, customer.email, customer.phone, customer.since_day, provider.external_id,
    customer.language, customer.timezone, customer.extras, customer.assigned_to, customer.told_content
from customer
left join provider on provider.provider_id = customer.assigned_to
where customer.customer_id = ?1;

-- name: whole_provider
-- One provider with what all_provider says, and what its source last said.
select
    provider_id, source_id, external_id, content, name, email, started_on_day, minutes_per_week, skills,
    languages, team, extras, told_content
from provider
where provider_id = ?1;

-- name: told_customer
-- Remembers what the source of a customer last said, before or after a person changed it.
update customer set told_content = ?2 where customer_id = ?1;

-- name: told_provider
-- Remembers what the source of a provider last said, before or after a person changed it.
update provider set told_content = ?2 where provider_id = ?1;

-- name: providers_called
-- Providers with this id in any source.
select provider_id, source_id from provider
where source_id in (select source_id from source) and external_id = ?1
order by provider_id;

-- name: customer_extras
-- What else a customer's row said, as JSON by column; null where the file had no other columns.
select extras from customer where customer_id = ?1;
