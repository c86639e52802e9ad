-- name: record_suggestion
-- Keeps a suggestion; the same one again changes nothing but its wording, so that an agenda may be asked for
-- twice and the arm once drawn stays.
insert into suggestion (customer_id, act, day, provider_id, arm, sentence) values (?1, ?2, ?3, ?4, ?5, ?6)
on conflict (customer_id, act, day, provider_id) do update set sentence = excluded.sentence;

-- name: suggestions_of_day
-- What was suggested and held out on one day.
select customer_id, act, day, provider_id, arm, sentence from suggestion
where day = ?1
order by provider_id, customer_id, act;

-- name: suggestions_in_order
-- Everything that was ever suggested or held out, each customer's in order of time.
select customer_id, act, day, provider_id, arm, '' from suggestion order by customer_id, day, provider_id, act;
