-- name: merges
-- Every merge, in order of the customer who is gone.
select gone_customer_id, into_customer_id, at, account_id from customer_merge order by gone_customer_id;

-- name: takes_part_in_merge
-- Whether one customer is part of any merge, on either side: two halves, each answered by its index.
select 1 from customer_merge where gone_customer_id = ?1
union all
select 1 from customer_merge where into_customer_id = ?1
limit 1;

-- name: merges_into
-- Merges directly into one customer, the latest first.
select gone_customer_id, into_customer_id, at, account_id from customer_merge
where into_customer_id = ?1
order by at desc, gone_customer_id;

-- name: count_merges
-- How many customers are gone into others.
select count(*) from customer_merge;

-- name: add_merge
-- Two customers are one.
insert into customer_merge (gone_customer_id, into_customer_id, at, account_id) values (?1, ?2, ?3, ?4);

-- name: remove_merge
-- They were two after all.
delete from customer_merge where gone_customer_id = ?1;
