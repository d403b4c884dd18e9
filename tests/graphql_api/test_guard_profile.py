"""`TELEMETRA_PROFILE` and `API_AUTH`, as the process is told them."""

import pytest
from pydantic import ValidationError

from graphql_api.guard.limits import LOCAL, PRODUCTION
from graphql_api.settings import ApiAuth, Settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("TELEMETRA_PROFILE", "API_AUTH", "CORS_ORIGINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POSTGRES_PASSWORD", "secret")
    return monkeypatch


@pytest.mark.usefixtures("told")
def test_on_ones_own_machine_nobody_needs_a_key() -> None:
    settings = Settings()
    assert (settings.api_auth, settings.is_production, settings.limits) == (
        ApiAuth.OFF,
        False,
        LOCAL,
    )


def test_production_wants_keys(told: pytest.MonkeyPatch) -> None:
    told.setenv("TELEMETRA_PROFILE", "production")
    with pytest.raises(ValidationError, match="the production profile wants API_AUTH=keys"):
        Settings()
    told.setenv("API_AUTH", "keys")
    settings = Settings()
    assert (settings.is_production, settings.limits) == (True, PRODUCTION)


def test_production_wants_its_origins_named(told: pytest.MonkeyPatch) -> None:
    told.setenv("TELEMETRA_PROFILE", "production")
    told.setenv("API_AUTH", "keys")
    told.setenv("CORS_ORIGINS", "https://example.com,*")
    with pytest.raises(ValidationError, match=r"wants CORS_ORIGINS that are named, not \*"):
        Settings()
