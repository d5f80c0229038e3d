"""ADF and KPSS of the case near_constant of unit_root.json in exact rational arithmetic.

The values vary by 1e-9 about 5, so statsmodels loses half its digits to cancellation; here none are lost.
Run: python near_constant_exact.py > near_constant_exact.json   (Python 3.11, mpmath 1.3.0)
"""

import json
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import mpmath

mpmath.mp.dps = 50
TREND_TERMS = {"n": 0, "c": 1, "ct": 2}
P_VALUE = {  # MacKinnon (1994): min, star, max, then ascending powers below and above star
    "n": (-19.04, -1.04, mpmath.inf, [0.6344, 1.2378, 0.032496], [0.4797, 0.93557, -0.06999, 0.033066]),
    "c": (-18.83, -1.61, 2.74, [2.1659, 1.4412, 0.038269], [1.7339, 0.93202, -0.12745, -0.010368]),
    "ct": (-16.18, -2.89, 0.70, [3.2512, 1.6047, 0.049588], [2.5261, 0.61654, -0.37956, -0.060285]),
}
KPSS_TABLE = {"c": [0.347, 0.463, 0.574, 0.739], "ct": [0.119, 0.146, 0.176, 0.216]}


def mp(value):
    return mpmath.mpf(value.numerator) / value.denominator


def solve(matrix, right):
    """Gauss-Jordan elimination on rationals."""
    size = len(matrix)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    return [row[size] for row in rows]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def fit(columns, y):
    gram = [[dot(a, b) for b in columns] for a in columns]
    beta = solve(gram, [dot(a, y) for a in columns])
    return gram, beta, dot(y, y) - sum(b * dot(a, y) for b, a in zip(beta, columns))


def regression(x, lags, first, trend):
    """Response and columns (the level first) for the rows t = first .. n - 1."""
    rows = range(first, len(x))
    columns = [[x[t - 1] for t in rows]]
    columns += [[x[t - i] - x[t - i - 1] for t in rows] for i in range(1, lags + 1)]
    columns += [[Fraction(1) for _ in rows], [Fraction(t) for t in rows]][: TREND_TERMS[trend]]
    return [x[t] - x[t - 1] for t in rows], columns


def adf(x, trend):
    n = len(x)
    max_lag = min(n // 2 - TREND_TERMS[trend] - 1, ceil(12 * (n / 100) ** 0.25))
    candidates = []
    for lags in range(max_lag + 1):
        y, columns = regression(x, lags, max_lag + 1, trend)
        rss, size, k = mp(fit(columns, y)[2]), len(y), len(columns)
        candidates.append((size * (mpmath.log(2 * mpmath.pi * rss / size) + 1) + 2 * k, lags))
    aic, lags = min(candidates)
    y, columns = regression(x, lags, lags + 1, trend)
    gram, beta, rss = fit(columns, y)
    inverse = solve(gram, [Fraction(int(i == 0)) for i in range(len(columns))])[0]
    t = mp(beta[0]) / mpmath.sqrt(mp(rss / (len(y) - len(columns)) * inverse))
    _, star, _, below, above = P_VALUE[trend]
    z = sum(mpmath.mpf(b) * t**i for i, b in enumerate(below if t <= star else above))
    return {"statistic": float(t), "pvalue": float(mpmath.ncdf(z)), "lags": lags, "icbest": float(aic)}


def kpss(x, trend):
    n = len(x)
    columns = [[Fraction(1)] * n, [Fraction(t) for t in range(n)]][: TREND_TERMS[trend]]
    beta = fit(columns, x)[1]
    e = [x[t] - sum(b * column[t] for b, column in zip(beta, columns)) for t in range(n)]
    product = lambda lag: sum(e[t] * e[t - lag] for t in range(lag, n))
    pilot = [2 * product(i) / n for i in range(1, floor(n ** (2 / 9)) + 1)]
    ratio = mp(sum(i * g for i, g in enumerate(pilot, 1)) / (product(0) / n + sum(pilot)))
    lags = min(n - 1, int(mpmath.mpf("1.1447") * mpmath.cbrt(ratio**2) * mpmath.cbrt(n)))
    variance = (product(0) + 2 * sum((1 - Fraction(i, lags + 1)) * product(i) for i in range(1, lags + 1))) / n
    partial, squares = Fraction(0), Fraction(0)
    for value in e:
        partial += value
        squares += partial * partial
    statistic = float(squares / n**2 / variance)
    assert statistic <= KPSS_TABLE[trend][0], "the p value would have to be interpolated"
    return {"statistic": statistic, "pvalue": 0.1, "lags": lags}


cases = json.loads(Path(__file__).with_name("unit_root.json").read_text())["cases"]
series = [Fraction(v) for v in next(c for c in cases if c["id"] == "near_constant")["inputs"]["x"]]
print(
    json.dumps(
        {
            "adf": {trend: adf(series, trend) for trend in ("n", "c", "ct")},
            "kpss": {trend: kpss(series, trend) for trend in ("c", "ct")},
        },
        indent=2,
    )
)
