-- name: overrides
-- Overrides about one customer, newest first.
select override_id, customer_id, judgement, value, reason, account_id, at, expires_at, lifted_at
from judgement_override
where customer_id = ?1
order by override_id desc;

-- name: overrides_in_force
-- Overrides that hold at ?1, of everybody.
select override_id, customer_id, judgement, value, reason, account_id, at, expires_at, lifted_at
from judgement_override
where expires_at > ?1 and at <= ?1 and lifted_at is null
order by customer_id, override_id;

-- name: last_override
-- The highest number given; the next override gets the one after it.
select coalesce(max(override_id), 0) from judgement_override;

-- name: add_override
-- A person knows better than a judgement.
insert into judgement_override (
    override_id, customer_id, judgement, value, reason, account_id, at, expires_at
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
);

-- name: lift_override
-- An override ends before its day, or (null) holds again.
update judgement_override set lifted_at = ?2 where override_id = ?1;

-- name: views
-- The lists that an account saved, by name.
select view_id, account_id, name, query from saved_view where account_id = ?1 order by name;

-- name: last_view
-- The highest number given; the next list gets the one after it.
select coalesce(max(view_id), 0) from saved_view;

-- name: add_view
-- A list is saved; one of the same name is replaced.
insert into saved_view (view_id, account_id, name, query) values (?1, ?2, ?3, ?4)
on conflict (account_id, name) do update set query = excluded.query;

-- name: find_view
-- The number of a saved list.
select view_id from saved_view where account_id = ?1 and name = ?2;

-- name: remove_view
-- A saved list goes; only its owner's.
delete from saved_view where view_id = ?1 and account_id = ?2;

-- name: note_opened
-- Somebody opened a confidence; twice in the same instant is once.
insert into note_access (customer_id, fact_id, at, account_id) values (?1, ?2, ?3, ?4)
on conflict (customer_id, fact_id, at, account_id) do nothing;

-- name: note_openings
-- Who opened the confidences of a customer, newest first.
select customer_id, fact_id, at, account_id from note_access
where customer_id = ?1
order by at desc, fact_id, account_id;

-- name: note_readers
-- Who may read the confidences of a customer.
select fact_id, account_id from note_reader where customer_id = ?1 order by fact_id, account_id;

-- name: forget_note_readers
-- A customer is removed: nobody has anything to read any more.
delete from note_reader where customer_id = ?1;

-- name: forget_note_openings
-- A customer is removed, and its number may be given again.
delete from note_access where customer_id = ?1;

-- name: clear_note_readers
-- Nobody may read a confidence, until it is said who may.
delete from note_reader where fact_id = ?2 and customer_id = ?1;

-- name: add_note_reader
-- One who may read a confidence.
insert into note_reader (customer_id, fact_id, account_id) values (?1, ?2, ?3)
on conflict (customer_id, fact_id, account_id) do nothing;

-- name: agenda_day
-- The agenda of a day as it was shown.
select day, provider_id, json, made_at from agenda_day where day = ?1 and provider_id = ?2;

-- name: save_agenda_day
-- Keeps the agenda of a day, replacing an earlier one.
insert into agenda_day (day, provider_id, json, made_at) values (?1, ?2, ?3, ?4)
on conflict (day, provider_id) do update set json = excluded.json, made_at = excluded.made_at;

-- name: suggestion_outcomes
-- What became of the suggestions of a day.
select customer_id, act, day, provider_id, outcome, at, account_id, note, until_day from suggestion_outcome
where day = ?1 and provider_id = ?2
order by customer_id, act;

-- name: suggestion_outcome
-- What became of one suggestion.
select customer_id, act, day, provider_id, outcome, at, account_id, note, until_day from suggestion_outcome
where customer_id = ?1 and act = ?2 and day = ?3 and provider_id = ?4;

-- name: outcomes_until
-- Suggestions that were put off to day ?1 or later.
select customer_id, act, day, provider_id, outcome, at, account_id, note, until_day from suggestion_outcome
where until_day >= ?1
order by customer_id, act, day, provider_id;

-- name: set_outcome
-- Somebody answered a suggestion; the last answer counts.
insert into suggestion_outcome (
    customer_id, act, day, provider_id, outcome, at, account_id, note, until_day
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
)
on conflict (customer_id, act, day, provider_id) do update set
    outcome = excluded.outcome, at = excluded.at, account_id = excluded.account_id, note = excluded.note,
    until_day = excluded.until_day;

-- name: clear_outcome
-- The answer is taken back.
delete from suggestion_outcome where customer_id = ?1 and act = ?2 and day = ?3 and provider_id = ?4;
