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

-- name: told_apart
-- Every pair of whom somebody said that they are two, in order.
select one_customer_id, other_customer_id, at, account_id from told_apart
order by one_customer_id, other_customer_id;

-- name: tell_apart
-- Two who look alike are two; whoever said so first counts.
insert into told_apart (one_customer_id, other_customer_id, at, account_id) values (?1, ?2, ?3, ?4)
on conflict (one_customer_id, other_customer_id) do nothing;

-- name: untell_apart
-- They may be one after all.
delete from told_apart where one_customer_id = ?1 and other_customer_id = ?2;

-- name: forget_told_apart
-- What was said of a customer and somebody alike goes with the customer.
delete from told_apart where one_customer_id = ?1 or other_customer_id = ?1;
