"""Adstock kernels and saturation curves by PyMC-Marketing itself: writes values.json beside this file. See README.md."""
import importlib.metadata
import json
from pathlib import Path

import numpy as np
import pytensor.xtensor as px
from pymc_marketing.mmm import transformers as t

IMPULSE = np.zeros(16)
IMPULSE[0] = 1.0
SPEND = np.array([5.0, 0.0, 3.0, 8.0, 0.5, 0.0, 2.0, 7.0, 1.0, 4.0])
X = np.array([0.0, 0.01, 0.2, 0.7, 1.0, 1.9, 6.0])


def series(values):
    return px.as_xtensor(values, dims=("date",))


def adstock(function, **settings):
    """The response to one unit of spend, which is the kernel, and that to a series."""
    return {
        "kernel": function(series(IMPULSE), dim="date", **settings).eval().tolist(),
        "effective": function(series(SPEND), dim="date", **settings).eval().tolist(),
    }


KERNELS = [
    *(("geometric", dict(alpha=a, l_max=l, normalize=n)) for a in (0.0, 0.3, 0.9) for l in (1, 8) for n in (False, True)),
    *(("delayed", dict(alpha=a, theta=th, l_max=8, normalize=n)) for a in (0.3, 0.8) for th in (0.0, 2.0, 3.4) for n in (False, True)),
    *(("weibull", dict(lam=lam, k=k, l_max=8, type=kind, normalize=n)) for kind in ("PDF", "CDF") for lam in (1.5, 6.0) for k in (0.6, 1.0, 2.5) for n in (False, True)),
]
SATURATIONS = [
    ("logistic", dict(lam=2.3, beta=0.7), lambda x, lam, beta: beta * t.logistic_saturation(x, lam)),
    ("inverse_scaled_logistic", dict(lam=0.4, beta=0.7), lambda x, lam, beta: beta * t.inverse_scaled_logistic_saturation(x, lam)),
    ("tanh", dict(b=0.7, c=0.9), t.tanh_saturation),
    ("michaelis_menten", dict(alpha=0.7, lam=0.4), t.michaelis_menten),
    ("hill", dict(slope=0.8, kappa=0.4, beta=0.7), lambda x, slope, kappa, beta: beta * t.hill_function(x, slope, kappa)),
    ("hill", dict(slope=2.6, kappa=0.4, beta=0.7), lambda x, slope, kappa, beta: beta * t.hill_function(x, slope, kappa)),
    ("root", dict(alpha=0.35, beta=0.7), lambda x, alpha, beta: beta * t.root_saturation(x, alpha)),
]

result = {
    "pymc_marketing": importlib.metadata.version("pymc-marketing"),
    "spend": SPEND.tolist(),
    "kernels": [
        {"adstock": name, "parameters": settings, **adstock(getattr(t, f"{name}_adstock"), **settings)}
        for name, settings in KERNELS
    ],
    "x": X.tolist(),
    "saturations": [
        {"saturation": name, "parameters": own, "values": np.asarray(function(series(X), **own).eval()).tolist()}
        for name, own, function in SATURATIONS
    ],
}
Path(__file__).with_name("values.json").write_text(json.dumps(result) + "\n")
