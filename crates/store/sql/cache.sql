-- name: find_population
-- Figures of the whole population, when they were computed for this state of the facts, this day and these
-- rules.
select json from population where facts_version = ?1 and as_of_day = ?2 and rule_version = ?3;

-- name: drop_old_population
-- Figures for an older state of the facts are of no more use.
delete from population where facts_version <> ?1;

-- name: save_population
-- Keeps the figures, replacing an earlier computation of the same.
insert into population (facts_version, as_of_day, rule_version, json) values (?1, ?2, ?3, ?4)
on conflict (facts_version, as_of_day, rule_version) do update set json = excluded.json;

-- name: drop_judged
-- A full pass replaces all rows at once.
delete from judged;

-- name: save_judged
-- One judged customer of a full pass.
insert into judged (
    customer_id, as_of_day, rule_version, provider_id, relationship_kind, opc_configuration,
    foundation_gate, rung, three_part_test, contact_rhythm, purchase_rhythm, initiative, candor_silence,
    accumulating_load, velocity, decline, signs, p_alive, expected_purchases, promises_kept,
    promises_kept_by_customer, follow_up_coverage
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22
);

-- name: scan_judged
-- Judged customers ?1 to ?2, in order.
select
    customer_id, as_of_day, rule_version, provider_id, relationship_kind, opc_configuration,
    foundation_gate, rung, three_part_test, contact_rhythm, purchase_rhythm, initiative, candor_silence,
    accumulating_load, velocity, decline, signs, p_alive, expected_purchases, promises_kept,
    promises_kept_by_customer, follow_up_coverage
from judged
where customer_id between ?1 and ?2
order by customer_id;

-- name: latest_population
-- The newest figures under these rules, whatever happened since.
select as_of_day, json from population where rule_version = ?1
order by facts_version desc, as_of_day desc limit 1;
