-- name: scan_promise
-- The promise facts of customers ?1 to ?2, in order of customer and time; reads the key's b-tree once, in
-- order.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, what, promisor, due_at, outcome,
    closed_at, depends_on
from promise
where customer_id between ?1 and ?2
order by customer_id, at, fact_id;

-- name: whole_promise
-- One promise row by its full key, with its extras: to open a fact, and to keep what an update replaces.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, what, promisor, due_at, outcome,
    closed_at, depends_on, extras
from promise
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: all_promise
-- Every promise row with its extras, in order of the key: for checking and dumping the book.
select
    customer_id, at, fact_id, source_id, external_id, provider_id, what, promisor, due_at, outcome,
    closed_at, depends_on, extras
from promise
order by customer_id, at, fact_id;

-- name: insert_promise
-- Adds one promise row; its key has been claimed in fact_key in the same transaction.
insert into promise (
    customer_id, at, fact_id, source_id, external_id, provider_id, what, promisor, due_at, outcome,
    closed_at, depends_on, extras
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
);

-- name: delete_promise
-- Removes the row that an update replaces or that has found its customer.
delete from promise
where customer_id = ?1 and at = ?2 and fact_id = ?3;

-- name: promised_by_customers
-- Whose promises to us stand open as their source said them, the most urgent first; what was said afterwards
-- is for the reader of the history to see.
select customer_id, min(coalesce(due_at, 9223372036854775807)) as due
from promise
where promisor = 'customer' and closed_at is null and (outcome is null or outcome = 'open')
group by customer_id
order by due, customer_id
limit ?1;

-- name: promised_by_provider
-- To whom a provider's promises stand open as their source said them; what was said afterwards is for the
-- reader of the history to see.
select distinct customer_id from promise
where provider_id = ?1 and closed_at is null and (outcome is null or outcome = 'open')
    and (promisor is null or promisor <> 'customer')
order by customer_id
limit ?2;

-- name: promisors
-- Which promises to a customer stand open as their source said them, and which provider made each.
select fact_id, provider_id from promise
where customer_id = ?1 and provider_id is not null and closed_at is null
    and (outcome is null or outcome = 'open') and (promisor is null or promisor <> 'customer');
