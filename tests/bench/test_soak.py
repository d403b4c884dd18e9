import sys
from subprocess import PIPE, Popen

from bench.processes import Usage, usage
from bench.soak import phases, table
from db.engine import Database


def a_usage(pss_mb: float) -> Usage:
    return Usage(rss_mb=100.0, pss_mb=pss_mb, descriptors=10, threads=4, connections=2)


def test_an_hour_is_judged_by_minutes_10_to_15_and_the_last_5() -> None:
    samples = [(minute, {"api": a_usage(50)}) for minute in range(60)]
    early, late = phases([(float(at), used) for at, used in samples], 60)
    assert [at for at, _ in early] == [10, 11, 12, 13, 14]
    assert [at for at, _ in late] == [55, 56, 57, 58, 59]


def test_growth_is_told_for_each_service_and_figure() -> None:
    samples = [(float(at), {"api": a_usage(100 if at < 30 else 106)}) for at in range(60)]
    lines = table(samples, 60).splitlines()
    assert "| api | pss_mb | 100 | 106 | +6.0% |" in lines
    assert "| api | connections | 2 | 2 | +0.0% |" in lines


CLIENT = """
import sys, psycopg
with psycopg.connect(sys.argv[1]), psycopg.connect(sys.argv[1]):
    print("connected", flush=True)
    sys.stdin.read()
"""


def test_a_process_is_seen_with_its_connections_to_postgresql(database: Database) -> None:
    with Popen(
        [sys.executable, "-c", CLIENT, database.conninfo],
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
    ) as client:
        assert client.stdout
        assert client.stdout.readline() == b"connected\n"
        used = usage({"this": client.pid}, database)["this"]
        client.communicate()
    assert used.connections == 2
    assert used.rss_mb >= used.pss_mb > 1
    assert used.descriptors > 3
