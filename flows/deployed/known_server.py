"""Prefect's server as this machine knows it: of the environment, else where `sohoa serve` listens here."""

from __future__ import annotations

import os

from config.settings import Settings
from flows.deployed.api import Api
from flows.deployed.environments import API_VARIABLE, AUTH_VARIABLE
from flows.deployed.listening import address_of
from flows.deployed.password import auth_file, password_of
from flows.deployed.prefect_here import home


def api_url(settings: Settings) -> str:
    """Where the API is."""
    url = os.environ.get(API_VARIABLE) or address_of(settings.server, host=None, port=None).api
    return url.rstrip("/")


def api_auth(settings: Settings) -> str:
    """How to be let in; a password that is not there is not made up: empty.

    Raises:
        NotReady: the file of the password cannot be used.
    """
    given, file = os.environ.get(AUTH_VARIABLE), auth_file(settings)
    return given or (password_of(file) if file.exists() else "")


def known_api(settings: Settings) -> Api:
    """The API and how to be let in. Raises NotReady, as `api_auth`."""
    return Api(api_url(settings), api_auth(settings))


def is_expected() -> bool:
    """Whether there should be a server: one is named, or was started here before."""
    return bool(os.environ.get(API_VARIABLE)) or (home() / "port").exists()
