"""usage: bench_scipy.py <data.json> <family> <channels> <draws> <periods> <draws to fit>
Fits the first draws of each channel by scipy.optimize.curve_fit, in units of the largest spend and contribution, from the
fit of the posterior mean. Prints one JSON line: milliseconds per 1,000 draws with numeric and with analytic Jacobian, fits."""
import json
import sys
import time
import warnings

import numpy as np
from scipy.optimize import curve_fit

warnings.filterwarnings("ignore")


def log0(x):
    return np.where(x > 0, np.log(np.where(x > 0, x, 1)), 0)


def hill(x, beta, K, h):
    return beta * x**h / (K**h + x**h)


def hill_jac(x, beta, K, h):
    value = x**h / (K**h + x**h)
    density = value * (1 - value)
    return np.column_stack([value, -beta * density * h / K, beta * density * (log0(x) - np.log(K))])


def sech2(z):
    e = np.exp(-z)
    return 4 * e / (1 + e) ** 2


FAMILIES = {
    "michaelis_menten": (lambda x, L, k: L * x / (k + x), lambda x, L, k: np.column_stack([x / (k + x), -L * x / (k + x) ** 2]), [1, 0.5], 2),
    "sigmoid": (lambda x, a, l: a * np.tanh(l * x / 2), lambda x, a, l: np.column_stack([np.tanh(l * x / 2), a * x / 2 * sech2(l * x)]), [1, 2], 2),
    "exponential": (lambda x, a, l: -a * np.expm1(-l * x), lambda x, a, l: np.column_stack([-np.expm1(-l * x), a * x * np.exp(-l * x)]), [1, 1], 2),
    "root": (lambda x, a, p: a * x**p, lambda x, a, p: np.column_stack([x**p, a * x**p * log0(x)]), [1, 0.5], 2),
    "logarithmic": (lambda x, a, b: a * np.log1p(x / b), lambda x, a, b: np.column_stack([np.log1p(x / b), -a / b * x / (b + x)]), [1, 0.5], 2),
    "concave_hill": (hill, hill_jac, [1, 0.5, 0.8], 3),
    "hill": (hill, hill_jac, [1, 0.5, 1.2], 3),
}
LOWER = {"michaelis_menten": [0, 1e-6], "sigmoid": [0, 0.03], "exponential": [0, 2e-4], "root": [0, 0.01], "logarithmic": [0, 1e-12], "concave_hill": [0, 1e-6, 0.05], "hill": [0, 1e-6, 0.05]}
UPPER = {"michaelis_menten": [np.inf, 1e4], "sigmoid": [np.inf, 1e6], "exponential": [np.inf, 1e6], "root": [np.inf, 0.9999], "logarithmic": [np.inf, 1e4], "concave_hill": [np.inf, 1e4, 1], "hill": [np.inf, 1e4, 50]}
# Powers of the largest spend that lead back from scaled shapes.
POWERS = {"michaelis_menten": [1], "sigmoid": [-1], "exponential": [-1], "root": [0], "logarithmic": [1], "concave_hill": [1, 0], "hill": [1, 0]}

path, family, channels, draws, periods, count = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
data = json.load(open(path))
function, jacobian, first, size = FAMILIES[family]
# Limits where a shape is bounded above by its definition; elsewhere free, by Levenberg-Marquardt, as users call it.
bounds = (LOWER[family], UPPER[family]) if family in ("concave_hill", "root") else (-np.inf, np.inf)
seconds = {"numeric": 0.0, "analytic": 0.0}
fits = []
fitted = 0
for c in range(channels):
    spend = np.asarray(data["spend"][c])
    all_draws = np.asarray(data["contributions"][c]).reshape(draws, periods)
    x = spend / spend.max()
    mean = all_draws.mean(axis=0)
    start, _ = curve_fit(function, x, mean / mean.max(), p0=first, jac=jacobian, bounds=(LOWER[family], UPPER[family]), maxfev=10000)
    for d in range(min(count, draws)):
        top = all_draws[d].max()
        y = all_draws[d] / top
        for name, jac in (("numeric", None), ("analytic", jacobian)):
            t0 = time.process_time()
            try:
                theta, _ = curve_fit(function, x, y, p0=start, jac=jac, bounds=bounds, maxfev=10000)
            except RuntimeError:
                theta = np.zeros(size)  # not found: its sum of squares is that of nothing
            seconds[name] += time.process_time() - t0
        residual = y - function(x, *theta) if theta.any() else y
        sse = float(np.sum(residual**2) * top**2)
        natural = [float(theta[0] * top / (spend.max() ** theta[1] if family == "root" else 1))]
        natural += [float(v * spend.max() ** p) for v, p in zip(theta[1:], POWERS[family])]
        fits.append({"channel": c, "draw": d, "theta": natural, "sse": sse})
        fitted += 1
print(json.dumps({name: 1e6 * total / fitted for name, total in seconds.items()} | {"fits": fits}))
