from typing import Any

import pytest
from starlette.requests import HTTPConnection

from graphql_api.guard.clients import SCOPES, Client, client_of


def _connection(host: str | None, **state: Any) -> HTTPConnection:
    client = None if host is None else (host, 1)
    return HTTPConnection({"type": "http", "headers": [], "client": client, "state": state})


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "address:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("testclient", "address:testclient"),
        (None, "address:unknown"),
    ],
)
def test_who_has_no_key_is_its_address(host: str | None, name: str) -> None:
    assert client_of(_connection(host)) == Client(name, SCOPES)


def test_one_household_is_one_client() -> None:
    assert client_of(_connection("2001:db8::1")) == client_of(_connection("2001:db8::ffff"))
    assert client_of(_connection("2001:db8::1")) != client_of(_connection("2001:db8:0:1::1"))


def test_who_was_let_in_by_a_key_is_its_key() -> None:
    ann = Client("key:ann", frozenset({"read"}))
    assert client_of(_connection("192.0.2.7", client=ann)) == ann
