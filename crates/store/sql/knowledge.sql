-- name: scan_knowledge
-- The knowledge facts of customers ?1 to ?2, in order of customer and time; reads the key's b-tree once, in
-- order.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, kind, text, origin, expires_at
from knowledge
where customer_id between ?1 and ?2
order by customer_id, at, fact_id;

-- name: whole_knowledge
-- One knowledge row by its full key, with its extras: to open a fact, and to keep what an update replaces.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, kind, text, origin, expires_at,
    extras
from knowledge
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: all_knowledge
-- Every knowledge row with its extras, in order of the key: for checking and dumping the book.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, kind, text, origin, expires_at,
    extras
from knowledge
order by customer_id, at, fact_id;

-- name: insert_knowledge
-- Adds one knowledge row; its key has been claimed in fact_key in the same transaction.
insert into knowledge (
    customer_id, at, fact_id, source_id, external_id, provider_id, kind, text, origin, expires_at,
    extras
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
);

-- name: delete_knowledge
-- Removes the row that an update replaces or that has found its customer.
delete from knowledge
where customer_id = ?1 and at = ?2 and fact_id = ?3;
