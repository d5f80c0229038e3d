"""Fit the marketing-mix model of this example with PyMC-Marketing.

    python fit.py DATA MODEL

Reads the data (CSV), writes the posterior with everything that the gates look at (InferenceData, NetCDF-4). The seed is
SLUICE_SEED, as `sluice run` sets it from the pipeline file.
"""
import os
import sys
import warnings
from pathlib import Path

import arviz as az
import numpy as np
import pandas as pd
import pymc as pm
from pymc_extras.prior import Prior
from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
from pymc_marketing.mmm.multidimensional import MMM

warnings.filterwarnings("ignore")

CHANNELS = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"]
CONTROLS = ["competitor_sales_B", "newsletter"]
TARGET = "revenue"
CHAINS, TUNE, DRAWS, THIN, TARGET_ACCEPT = 4, 2000, 500, 3, 0.95
GROUPS = [
    "posterior", "sample_stats", "posterior_predictive", "prior", "prior_predictive",
    "log_likelihood", "observed_data", "constant_data",
]


def say(text: str) -> None:
    print(text, flush=True)


def read(path: Path) -> tuple[pd.DataFrame, pd.Series]:
    data = pd.read_csv(path, parse_dates=["date"])
    X = data[["date", *CHANNELS, *CONTROLS]].copy()
    # PyMC-Marketing scales target and channels by their maximum, but leaves controls alone. Centring them decorrelates the intercept.
    for control in CONTROLS:
        share = X[control] / X[control].max()
        X[control] = share - share.mean()
    return X, data[TARGET]


def build(X: pd.DataFrame, y: pd.Series) -> MMM:
    mmm = MMM(
        date_column="date",
        channel_columns=CHANNELS,
        target_column=TARGET,
        control_columns=CONTROLS,
        adstock=GeometricAdstock(l_max=8),
        saturation=LogisticSaturation(),
        yearly_seasonality=2,
        model_config={
            "intercept": Prior("Normal", mu=0.2, sigma=0.3),
            "saturation_beta": Prior("Gamma", alpha=2, beta=12, dims="channel"),
            "gamma_control": Prior("Normal", mu=0, sigma=1, dims="control"),
            "gamma_fourier": Prior("Laplace", mu=0, b=0.2, dims="fourier_mode"),
            "likelihood": Prior("StudentT", nu=3, sigma=Prior("HalfNormal", sigma=0.5), dims="date"),
        },
    )
    mmm.build_model(X, y)
    mmm.add_original_scale_contribution_variable(
        var=[
            "channel_contribution", "control_contribution", "intercept_contribution",
            "yearly_seasonality_contribution", "y",
        ]
    )
    return mmm


def sample(mmm: MMM, X: pd.DataFrame, y: pd.Series, seed: int) -> az.InferenceData:
    mmm.sample_prior_predictive(X, y, samples=100, random_seed=seed)
    say(f"sampling {CHAINS} chains: {TUNE} tuning steps, {DRAWS * THIN} draws, every {THIN}rd kept")
    mmm.fit(
        X, y, draws=DRAWS * THIN, tune=TUNE, chains=CHAINS, cores=CHAINS, target_accept=TARGET_ACCEPT,
        nuts_sampler="nutpie", random_seed=seed, progressbar=False,
    )
    mmm.idata.isel(draw=slice(None, None, THIN), groups=["posterior", "sample_stats"], inplace=True)
    for group in ("posterior", "sample_stats"):
        mmm.idata[group] = mmm.idata[group].assign_coords(draw=np.arange(DRAWS))
    say("drawing from the posterior predictive")
    mmm.sample_posterior_predictive(X, extend_idata=True, combined=False, random_seed=seed, progressbar=False)
    with mmm.model:
        pm.compute_log_likelihood(mmm.idata, progressbar=False)
    return mmm.idata


def write(idata: az.InferenceData, path: Path) -> None:
    kept = az.InferenceData(**{group: idata[group] for group in GROUPS})
    kept.attrs.update(idata.attrs)
    kept.to_netcdf(str(path), engine="h5netcdf")
    divergences = int(idata.sample_stats.diverging.sum())
    say(f"wrote {path.name}, {path.stat().st_size / 1e6:.0f} MB; {divergences} divergences")


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    seed = int(os.environ.get("SLUICE_SEED", "1"))
    X, y = read(source)
    say(f"{len(X)} periods of {', '.join(CHANNELS)}; seed {seed}")
    write(sample(build(X, y), X, y, seed), target)


if __name__ == "__main__":
    main()
