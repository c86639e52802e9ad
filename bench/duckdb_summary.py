"""The recency-frequency-monetary summary alone, by DuckDB with two threads: duckdb_summary.py FILE"""

import sys

import duckdb

QUERY = """
create table summary as
with by_day as (
    select customer_id, cast(ordered_at as date) as day, sum(amount) as spend
    from read_csv(?) group by all
), by_customer as (
    select customer_id, min(day) as first_day, max(day) as last_day, count(*) - 1 as frequency,
           sum(spend) as spend, arg_min(spend, day) as first_spend
    from by_day group by customer_id
), newest as (select max(last_day) as newest from by_customer)
select customer_id, frequency, last_day - first_day as recency, newest - first_day as age,
       case when frequency > 0 then (spend - first_spend) / frequency else 0 end as mean_spend
from by_customer, newest
"""

book = duckdb.connect()
book.execute("set threads = 2")
book.execute(QUERY, [sys.argv[1]])
print(book.execute("select count(*), sum(frequency), sum(recency), sum(age), sum(mean_spend) from summary").fetchone())
