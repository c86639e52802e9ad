-- name: customer_ids
-- Every customer with its own id, in order of number, to walk beside each table of facts.
select customer_id, external_id from customer order by customer_id;

-- name: all_suggestion
-- Every suggestion in order of its key: for dumping.
select customer_id, act, day, provider_id, arm, sentence from suggestion
order by customer_id, act, day, provider_id;
