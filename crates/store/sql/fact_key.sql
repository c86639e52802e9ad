-- name: find_key
-- What is known under a fact id: its kind, customer, time and content.
select kind, customer_id, at, content from fact_key where fact_id = ?1;

-- name: insert_key
-- Claims a fact id; a fact already there is left as it is, and the number of changed rows tells.
insert into fact_key (fact_id, kind, customer_id, at, content) values (?1, ?2, ?3, ?4, ?5)
on conflict (fact_id) do nothing;

-- name: move_key
-- The fact behind this id was replaced by an update, or has found its customer.
update fact_key set kind = ?2, customer_id = ?3, at = ?4, content = ?5 where fact_id = ?1;

-- name: any_key
-- One row when the book holds any fact: the first batch of a new book need not look for duplicates.
select 1 from fact_key limit 1;

-- name: waiting_deliveries
-- Deliveries that name a purchase not yet in the book, with their key and all they say.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, purchase_fact_id, promised_at, got_it,
    easy, pleasant, returned, defect, extras
from delivery
where customer_id = 0
order by at, fact_id;

-- name: all_key
-- Every key in order: for checking.
select fact_id, kind, customer_id, at, content from fact_key order by fact_id;

-- name: used_columns
-- Which kinds of fact the book holds, and for each which columns ever held something: bit n is the n-th
-- column.
select kind, used from used_columns order by kind;

-- name: use_columns
-- Adds columns to those a kind uses; none is ever taken away.
insert into used_columns (kind, used) values (?1, ?2)
on conflict (kind) do update set used = used_columns.used | excluded.used
where used_columns.used | excluded.used <> used_columns.used;

-- name: let_deliveries_wait
-- An update gave purchase ?2 to another customer than ?1: its deliveries follow it, by way of waiting for it.
update delivery set customer_id = 0 where customer_id = ?1 and purchase_fact_id = ?2;
