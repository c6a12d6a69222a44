"""Recipes: the nightly batch, one file, reports, verification; the command line; Prefect's deployments."""
