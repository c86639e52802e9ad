-- name: scan_adaptation
-- The adaptation facts of customers ?1 to ?2, in order of customer and time; reads the key's b-tree once, in
-- order.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, knowledge_fact_id,
    interaction_fact_id
from adaptation
where customer_id between ?1 and ?2
order by customer_id, at, fact_id;

-- name: whole_adaptation
-- One adaptation row by its full key, with its extras: to open a fact, and to keep what an update replaces.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, knowledge_fact_id,
    interaction_fact_id, extras
from adaptation
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: all_adaptation
-- Every adaptation row with its extras, in order of the key: for checking and dumping the book.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, knowledge_fact_id,
    interaction_fact_id, extras
from adaptation
order by customer_id, at, fact_id;

-- name: insert_adaptation
-- Adds one adaptation row; its key has been claimed in fact_key in the same transaction.
insert into adaptation (
    customer_id, at, fact_id, source_id, external_id, provider_id, knowledge_fact_id,
    interaction_fact_id, extras
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
);

-- name: delete_adaptation
-- Removes the row that an update replaces or that has found its customer.
delete from adaptation
where customer_id = ?1 and at = ?2 and fact_id = ?3;
