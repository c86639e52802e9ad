-- name: scan_amendment
-- Amendments to facts of customers ?1 to ?2, in the order in which they are applied.
select customer_id, at, amendment_id, fact_kind, fact_id, change from amendment
where customer_id between ?1 and ?2
order by customer_id, at, amendment_id;

-- name: amendments_of_fact
-- Amendments to one fact, in the order in which they are applied.
select customer_id, at, amendment_id, fact_kind, fact_id, change from amendment
where fact_id = ?1
order by at, amendment_id;

-- name: all_amendment
-- Every amendment in order of its key: for checking.
select customer_id, at, amendment_id, fact_kind, fact_id, change from amendment
order by customer_id, at, amendment_id;

-- name: last_amendment
-- The highest number given; the next amendment gets the one after it.
select coalesce(max(amendment_id), 0) from amendment;

-- name: add_amendment
-- Says how a fact stands now.
insert into amendment (customer_id, at, amendment_id, account_id, fact_kind, fact_id, change)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: amendment
-- One amendment by its number.
select customer_id, at, amendment_id, fact_kind, fact_id, change from amendment where amendment_id = ?1;

-- name: remove_amendment
-- The fact stands again as it was.
delete from amendment where amendment_id = ?1;

-- name: move_amendments
-- A fact now belongs to customer ?2: what was said about it follows.
update amendment set customer_id = ?2 where fact_id = ?1 and customer_id <> ?2;

-- name: amendment_of_customer
-- One amendment to a fact of a customer: what stands in the way of removing the customer.
select 1 from amendment where customer_id = ?1 limit 1;
