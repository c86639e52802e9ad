-- name: scan_interaction
-- The interaction facts of customers ?1 to ?2, in order of customer and time; reads the key's b-tree once,
-- in order.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, initiated_by, two_way, channel,
    minutes, purpose, solved, history_seen, handed_off, asked_question
from interaction
where customer_id between ?1 and ?2
order by customer_id, at, fact_id;

-- name: whole_interaction
-- One interaction row by its full key, with its extras: to open a fact, and to keep what an update replaces.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, initiated_by, two_way, channel,
    minutes, purpose, solved, history_seen, handed_off, asked_question, extras
from interaction
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: all_interaction
-- Every interaction row with its extras, in order of the key: for checking and dumping the book.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, initiated_by, two_way, channel,
    minutes, purpose, solved, history_seen, handed_off, asked_question, extras
from interaction
order by customer_id, at, fact_id;

-- name: insert_interaction
-- Adds one interaction row; its key has been claimed in fact_key in the same transaction.
insert into interaction (
    customer_id, at, fact_id, source_id, external_id, provider_id, initiated_by, two_way, channel,
    minutes, purpose, solved, history_seen, handed_off, asked_question, extras
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
);

-- name: delete_interaction
-- Removes the row that an update replaces or that has found its customer.
delete from interaction
where customer_id = ?1 and at = ?2 and fact_id = ?3;
