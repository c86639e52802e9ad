-- name: scan_summary
-- Counts and days of customers ?1 to ?2, in order.
select
    customer_id, contact_count, first_contact_day, last_contact_day, purchase_count, first_purchase_day,
    last_purchase_day, spent_minor, open_issues, oldest_issue_day, open_promises, next_due_day,
    last_asked_day, last_voice_day, wanted_style, refused
from customer_summary
where customer_id between ?1 and ?2
order by customer_id;

-- name: save_summary
-- Counts and days of one customer.
insert into customer_summary (
    customer_id, contact_count, first_contact_day, last_contact_day, purchase_count, first_purchase_day,
    last_purchase_day, spent_minor, open_issues, oldest_issue_day, open_promises, next_due_day,
    last_asked_day, last_voice_day, wanted_style, refused
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
);

-- name: drop_summary_range
-- A pass replaces the rows of customers ?1 to ?2 at once.
delete from customer_summary where customer_id between ?1 and ?2;

-- name: drop_judged_range
-- A pass replaces the rows of customers ?1 to ?2 at once.
delete from judged where customer_id between ?1 and ?2;
