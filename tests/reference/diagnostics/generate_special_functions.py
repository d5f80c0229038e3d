"""Writes special_functions.json: values of special functions by mpmath 1.3.0 at 50 digits, rounded to the nearest double.

Run: pip install mpmath==1.3.0 && python generate_special_functions.py > special_functions.json
"""

import json

from mpmath import beta, erfinv, findroot, hyp2f1, loggamma, mp, mpf, ncdf, sqrt

mp.dps = 50

probabilities = [1e-300, 1e-20, 1e-10, 1e-5, 0.001, 0.02425, 0.075, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.925, 0.99, 0.9999, 1 - 1e-10]
points = [-38.0, -12.5, -7.1, -7.0, -5.0, -2.326, -1.0, -0.3, 0.0, 0.3, 1.0, 1.96, 5.0, 7.0, 7.1, 9.0]
gammas = [1e-3, 0.1, 0.5, 1.0, 1.5, 2.0, 3.7, 10.0, 101.5, 4000.0, 250000.0]
betas = [
    (x, a, b)
    for a, b in [(0.5, 0.5), (1.0, 1.0), (2.0, 3.5), (11.0, 191.0), (201.0, 3801.0), (2000.0, 2000.0), (40.0, 1.2)]
    for x in [0.001, 0.05, 0.31, 0.5, 0.93]
]


def beta_cdf(x, a, b):
    if x > a / (a + b):
        return 1 - beta_cdf(1 - x, b, a)
    return x**a * (1 - x) ** b / (a * beta(a, b)) * hyp2f1(a + b, 1, a + 1, x)  # all terms positive


def normal_quantile(p):
    p = mpf(p)
    if p < mpf("1e-15"):
        return findroot(lambda x: mp.log(ncdf(x)) - mp.log(p), -sqrt(-2 * mp.log(p)))
    return sqrt(2) * erfinv(2 * p - 1)


def beta_quantile(p, a, b):
    low, high = mpf(0), mpf(1)
    for _ in range(100):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return low


inverses = [
    (p, a, b)
    for a, b in [(1.0, 1.0), (2.0, 3.5), (11.0, 191.0), (51.3, 951.7), (201.0, 3801.0), (2001.0, 2001.0), (10001.0, 10001.0)]
    for p in [0.1586553, 0.5, 0.8413447]
]
print(
    json.dumps(
        {
            "source": "mpmath 1.3.0, 50 digits, rounded to double; generate_special_functions.py",
            "normal_quantile": [{"p": p, "x": float(normal_quantile(p))} for p in probabilities],
            "normal_cdf": [{"x": x, "p": float(ncdf(x))} for x in points],
            "log_gamma": [{"x": x, "value": float(loggamma(mpf(x)))} for x in gammas],
            "beta_cdf": [{"x": x, "a": a, "b": b, "p": float(beta_cdf(mpf(x), mpf(a), mpf(b)))} for x, a, b in betas],
            "beta_quantile": [{"p": p, "a": a, "b": b, "x": float(beta_quantile(mpf(p), mpf(a), mpf(b)))} for p, a, b in inverses],
        },
        indent=1,
    )
)
