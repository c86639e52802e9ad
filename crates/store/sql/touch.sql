-- name: scan_touch
-- The touch facts of customers ?1 to ?2, in order of customer and time; reads the key's b-tree once, in
-- order.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, tactic, channel,
    conditional_on_purchase, claims_relationship, same_for_all, human_author, signed_by_nonauthor,
    answered_at, opted_out, complained
from touch
where customer_id between ?1 and ?2
order by customer_id, at, fact_id;

-- name: whole_touch
-- One touch row by its full key, with its extras: to open a fact, and to keep what an update replaces.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, tactic, channel,
    conditional_on_purchase, claims_relationship, same_for_all, human_author, signed_by_nonauthor,
    answered_at, opted_out, complained, extras
from touch
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: all_touch
-- Every touch row with its extras, in order of the key: for checking and dumping the book.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, tactic, channel,
    conditional_on_purchase, claims_relationship, same_for_all, human_author, signed_by_nonauthor,
    answered_at, opted_out, complained, extras
from touch
order by customer_id, at, fact_id;

-- name: insert_touch
-- Adds one touch row; its key has been claimed in fact_key in the same transaction.
insert into touch (
    customer_id, at, fact_id, source_id, external_id, provider_id, tactic, channel,
    conditional_on_purchase, claims_relationship, same_for_all, human_author, signed_by_nonauthor,
    answered_at, opted_out, complained, extras
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17
);

-- name: delete_touch
-- Removes the row that an update replaces or that has found its customer.
delete from touch
where customer_id = ?1 and at = ?2 and fact_id = ?3;
