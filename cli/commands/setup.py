"""`telemetra setup`: gets what Python's packages do not bring."""

from cli.project import RUNTIME
from cli.runtime.jars import fetch_jars, missing_jars, read_lock
from cli.runtime.java import find_java_home
from cli.servers.postgres import find_postgres
from cli.servers.valkey import find_valkey
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal


def setup() -> None:
    """Choose a Java, fetch the jars of Kafka and Spark, and see that the servers are there."""
    java_home = find_java_home()
    to_terminal(f"Java: {java_home}")
    jars = read_lock()
    missing = missing_jars(jars)
    if missing:
        to_terminal(f"Jars: fetching {len(missing)} (about 55 MB) into {RUNTIME} ...")
        fetch_jars(jars, java_home)
    to_terminal(f"Jars: {len(jars)}, each with its pinned SHA-256")
    to_terminal(f"PostgreSQL: {find_postgres(load_settings().pg_bin)}")
    to_terminal(f"Valkey: {find_valkey()}")
