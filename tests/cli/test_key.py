"""`telemetra key`, as a person calls it."""

import os
import re
import subprocess

import psycopg
import pytest

from db.engine import Database
from graphql_api.guard.keys import hash_of
from tests.cli.test_commands import telemetra


@pytest.fixture
def environment(database: Database) -> dict[str, str]:
    return {
        **os.environ,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
    }


def _created(environment: dict[str, str], *words: str) -> str:
    ran = telemetra(environment, "key", "create", *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def _listed(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return telemetra(environment, "key", "list")


def test_a_key_is_told_once_and_only_its_hash_is_kept(
    environment: dict[str, str], database: Database
) -> None:
    key = _created(environment, "overlay", "--scope", "write", "--scope", "read")

    assert re.fullmatch(r"tlm_[\w-]{43}", key)
    with psycopg.connect(database.conninfo) as connection:
        (row,) = connection.execute("SELECT name, prefix, hash, scopes FROM api_keys").fetchall()
    assert row == ("overlay", key[:12], hash_of(key), ["read", "write"])


def test_keys_are_listed_without_what_opens(environment: dict[str, str]) -> None:
    key = _created(environment, "overlay")
    (line,) = _listed(environment).stdout.splitlines()
    assert line.startswith("overlay ")
    assert f"{key[:12]}…  read " in line
    assert line.endswith("used never")
    assert key not in line


def test_a_revoked_key_stays_in_the_list(environment: dict[str, str]) -> None:
    _created(environment, "overlay")
    assert telemetra(environment, "key", "revoke", "overlay").returncode == 0
    (line,) = _listed(environment).stdout.splitlines()
    assert " revoked 20" in line


def test_a_name_is_given_once_even_when_its_key_was_revoked(environment: dict[str, str]) -> None:
    _created(environment, "overlay")
    telemetra(environment, "key", "revoke", "overlay")
    ran = telemetra(environment, "key", "create", "overlay")
    assert ran.returncode == 1
    assert "there is a key 'overlay' already" in ran.stderr


def test_an_unknown_key_cannot_be_revoked(environment: dict[str, str]) -> None:
    ran = telemetra(environment, "key", "revoke", "overlay")
    assert ran.returncode == 1
    assert "there is no key 'overlay'" in ran.stderr


def test_without_postgresql_it_says_so(environment: dict[str, str]) -> None:
    ran = telemetra(environment | {"POSTGRES_PORT": "1"}, "key", "list")
    assert ran.returncode == 1
    assert "PostgreSQL does not answer on port 1" in ran.stderr
