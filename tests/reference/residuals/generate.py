"""Reference values for residual autocorrelation, the chi-squared tail and the CRPS.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 && python generate.py > values.json
"""
import json

import numpy as np
import scipy
import scipy.special as special
import statsmodels
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import durbin_watson

rng = np.random.default_rng(20261124)
cases = []
for name, phi, n, lags in (("iid", 0.0, 104, 10), ("ar_0.6", 0.6, 104, 10), ("ar_-0.5", -0.5, 52, 4), ("short", 0.3, 12, 3)):
    e = rng.standard_normal(n)
    x = np.zeros(n)
    for t in range(n):
        x[t] = e[t] + (phi * x[t - 1] if t else 0.0)
    x = np.round(x, 6)
    lb = acorr_ljungbox(x, lags=[lags])
    cases.append({"name": name, "lags": lags, "residuals": x.tolist(), "ljung_box": float(lb["lb_stat"].iloc[0]),
                  "p_value": float(lb["lb_pvalue"].iloc[0]), "durbin_watson": float(durbin_watson(x))})

tails = [{"shape": a, "x": x, "upper": float(special.gammaincc(a, x))}
         for a in (0.5, 1.0, 2.5, 10.0, 100.0) for x in (1e-3, 0.5, 1.0, 3.0, 12.0, 90.0, 130.0)]

crps = []
for n, size in ((1, 3), (4, 50), (3, 7)):
    draws = np.round(rng.normal(1.0, 2.0, (n, size)), 6)
    y = np.round(rng.normal(1.0, 2.0, n), 6)
    # straight from the definition, over all pairs: E|x - y| - E|x - x'| / 2
    value = [float(np.mean(np.abs(d - o)) - 0.5 * np.mean(np.abs(d[:, None] - d[None, :]))) for d, o in zip(draws, y)]
    crps.append({"y": y.tolist(), "draws": draws.tolist(), "crps": value})

print(json.dumps({"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
                  "residuals": cases, "upper_regularised_gamma": tails, "crps": crps}, indent=1))
