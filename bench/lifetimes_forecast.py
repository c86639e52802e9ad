"""The whole way by the lifetimes package: lifetimes_forecast.py FILE"""

import sys
import warnings

import pandas
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

warnings.filterwarnings("ignore")
columns = ["customer_id", "ordered_at", "amount"]
rows = pandas.read_csv(sys.argv[1], usecols=columns)
summary = summary_data_from_transaction_data(rows, "customer_id", "ordered_at", monetary_value_col="amount", freq="D")
history = (summary["frequency"], summary["recency"], summary["T"])
model = BetaGeoFitter()
model.fit(*history)
alive = model.conditional_probability_alive(*history)
expected = model.conditional_expected_number_of_purchases_up_to_time(365, *history)
repeated = summary[(summary["frequency"] > 0) & (summary["monetary_value"] > 0)]
spend = GammaGammaFitter()
spend.fit(repeated["frequency"], repeated["monetary_value"])
mean = spend.conditional_expected_average_profit(summary["frequency"], summary["monetary_value"])
value = spend.customer_lifetime_value(model, *history, summary["monetary_value"], time=12, freq="D")
print(len(summary), dict(model.params_), dict(spend.params_), expected.sum(), mean.sum(), value.sum())
