-- name: import_runs
-- Every import, the latest first, without its rejects.
select
    import_id, at, account_id, file_name, source, format, state, row_count, facts_new, facts_same,
    facts_updated, conflicts, rejected, customers_new, providers_new, null, undone_at
from import_run
order by import_id desc;

-- name: import_run
-- One import, with its rejects.
select
    import_id, at, account_id, file_name, source, format, state, row_count, facts_new, facts_same,
    facts_updated, conflicts, rejected, customers_new, providers_new, rejects, undone_at
from import_run
where import_id = ?1;

-- name: last_import
-- The highest number given; the next import gets the one after it.
select coalesce(max(import_id), 0) from import_run;

-- name: begin_import
-- An import begins; nothing is counted yet.
insert into import_run (
    import_id, at, account_id, file_name, source, format, state, row_count, facts_new, facts_same,
    facts_updated, conflicts, rejected, customers_new, providers_new
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, 'running', 0, 0, 0, 0, 0, 0, 0, 0
);

-- name: finish_import
-- What became of an import.
update import_run set
    state = ?2, row_count = ?3, facts_new = ?4, facts_same = ?5, facts_updated = ?6, conflicts = ?7,
    rejected = ?8, customers_new = ?9, providers_new = ?10, rejects = ?11
where import_id = ?1;

-- name: count_import_updates
-- Rows that an import replaced so far: they cannot be brought back, so it cannot be undone.
update import_run set facts_updated = facts_updated + ?2 where import_id = ?1;

-- name: mark_import_undone
-- Everything an import brought was taken out again.
update import_run set state = 'undone', undone_at = ?2 where import_id = ?1;

-- name: insert_key_of_import
-- Claims a fact id as insert_key does, for an import that may be undone.
insert into fact_key (fact_id, kind, customer_id, at, content, import_id) values (?1, ?2, ?3, ?4, ?5, ?6)
on conflict (fact_id) do nothing;

-- name: stamp_key
-- A row was replaced: it is now of this import, or of none.
update fact_key set import_id = ?2 where fact_id = ?1 and import_id is distinct from ?2;

-- name: stamp_new_customer
-- A customer was first named by this import.
update customer set import_id = ?2 where customer_id = ?1;

-- name: stamp_new_provider
-- A provider was first named by this import.
update provider set import_id = ?2 where provider_id = ?1;

-- name: stamp_filled_customer
-- A customer's profile came with this import, or with none.
update customer set filled_by_import_id = ?2
where customer_id = ?1 and filled_by_import_id is distinct from ?2;

-- name: stamp_filled_provider
-- A provider's profile came with this import, or with none.
update provider set filled_by_import_id = ?2
where provider_id = ?1 and filled_by_import_id is distinct from ?2;

-- name: keys_of_import
-- The facts that an import brought, in order of their tables.
select fact_id, kind, customer_id, at, content from fact_key
where import_id = ?1
order by kind, customer_id, at, fact_id;

-- name: remove_key
-- A fact is removed.
delete from fact_key where fact_id = ?1;

-- name: amended_fact_of_import
-- One amended fact among those that an import brought.
select 1 from fact_key join amendment on amendment.fact_id = fact_key.fact_id
where fact_key.import_id = ?1
limit 1;

-- name: purchases_of_import
-- Purchases that an import brought, to look for deliveries that came otherwise.
select fact_id, customer_id from fact_key where import_id = ?1 and kind = 2;

-- name: deliveries_of_purchase
-- Deliveries of purchase ?2 of customer ?1, each with the import that brought it.
select delivery.fact_id, fact_key.import_id
from delivery join fact_key on fact_key.fact_id = delivery.fact_id
where delivery.customer_id = ?1 and delivery.purchase_fact_id = ?2;

-- name: customers_of_import
-- Customers first named by an import; the second column says whether a person changed their profile.
select customer_id, told_content is not null from customer where import_id = ?1 order by customer_id;

-- name: customers_filled_by_import
-- Customers who were known before, and whose profile an import brought.
select customer_id, told_content is not null from customer
where filled_by_import_id = ?1 and (import_id is null or import_id <> ?1)
order by customer_id;

-- name: providers_of_import
-- Providers first named by an import; the second column says whether a person changed their profile.
select provider_id, told_content is not null from provider where import_id = ?1 order by provider_id;

-- name: providers_filled_by_import
-- Providers who were known before, and whose profile an import brought.
select provider_id, told_content is not null from provider
where filled_by_import_id = ?1 and (import_id is null or import_id <> ?1)
order by provider_id;

-- name: assigned_providers
-- Providers to whom customers are assigned.
select distinct assigned_to from customer where assigned_to is not null;

-- name: account_of_provider
-- One account that belongs to a provider.
select 1 from account where provider_id = ?1 limit 1;

-- name: remove_customer
-- A customer on whom nothing hangs.
delete from customer where customer_id = ?1;

-- name: remove_provider
-- A provider on whom nothing hangs.
delete from provider where provider_id = ?1;

-- name: assigned_to_provider
-- One customer who is assigned to a provider: what stands in the way of removing the provider.
select 1 from customer where assigned_to = ?1 limit 1;

-- name: outcome_of_provider
-- One suggestion that was answered on a provider's day.
select 1 from suggestion_outcome where provider_id = ?1 limit 1;

-- name: remove_agendas_of
-- The agendas made for a provider go with the provider, whose number may be given again.
delete from agenda_day where provider_id = ?1;

-- name: remove_suggestions_to
-- What was suggested to a provider goes with the provider.
delete from suggestion where provider_id = ?1;

-- name: remove_judged
-- What was derived about a customer goes with the customer, or before it is judged again.
delete from judged where customer_id = ?1;

-- name: remove_summary
-- What was counted of a customer goes with the customer, or before it is counted again.
delete from customer_summary where customer_id = ?1;

-- name: remove_suggestions
-- What was suggested about a customer goes with the customer.
delete from suggestion where customer_id = ?1;

-- name: override_of_customer
-- One override about a customer: what stands in the way of removing the customer.
select 1 from judgement_override where customer_id = ?1 limit 1;

-- name: outcome_of_customer
-- One suggestion about a customer that somebody answered.
select 1 from suggestion_outcome where customer_id = ?1 limit 1;
