-- name: settings
-- All settings; every name is present from creation on.
select name, value from setting order by name;

-- name: set_setting
-- Writes one setting, whether it was there or not.
insert into setting (name, value) values (?1, ?2)
on conflict (name) do update set value = excluded.value;

-- name: facts_version
-- The counter that every change of facts or parties raises; caches are good for one value of it.
select value from setting where name = 'facts_version';
