"""Fetches the pinned jars with the Ivy that PySpark brings, and verifies each."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from cli.project import JARS, JARS_LOCK, SetupError
from cli.runtime.java import trust_store_options

_SETTINGS: Final = """\
<ivysettings><settings defaultResolver="central"/><resolvers>
<ibiblio name="central" m2compatible="true" usepoms="false" useMavenMetadata="false"/>
</resolvers></ivysettings>
"""
_MODULE: Final = """\
<ivy-module version="2.0"><info organisation="telemetra" module="jars"/>
<configurations><conf name="default"/></configurations>
<dependencies>{dependencies}</dependencies></ivy-module>
"""


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned jar; `group` is the set it belongs to, `broker` or `spark`."""

    group: str
    organisation: str
    name: str
    revision: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Its name in the folder of its set."""
        return f"{self.name}-{self.revision}.jar"

    def is_in(self, folder: Path) -> bool:
        """Whether the folder holds this very jar, byte for byte."""
        file = folder / self.file_name
        return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def read_lock(lock: Path = JARS_LOCK) -> list[Jar]:
    """The pinned jars, in the order of the file."""
    lines = (line.split("#")[0].split() for line in lock.read_text().splitlines())
    return [Jar(*fields) for fields in lines if fields]


def missing_jars(jars: Iterable[Jar], home: Path = JARS) -> list[Jar]:
    """Those that are not in place, or whose bytes are not the pinned ones."""
    return [jar for jar in jars if not jar.is_in(home / jar.group)]


def fetch_jars(jars: list[Jar], java_home: Path, home: Path = JARS) -> None:
    """Fetch every set of which a jar is missing, and put it in place only when all are right.

    Raises:
        SetupError: A jar could not be fetched, or its SHA-256 is not the pinned one.
    """
    for group in sorted({jar.group for jar in missing_jars(jars, home)}):
        _fetch_group([jar for jar in jars if jar.group == group], java_home, home / group)


def _fetch_group(jars: list[Jar], java_home: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        fetched = Path(work) / "jars"
        _run_ivy(jars, java_home, Path(work))
        verify(jars, fetched)
        shutil.rmtree(folder, ignore_errors=True)
        fetched.rename(folder)


def verify(jars: list[Jar], folder: Path) -> None:
    """Compare each jar with its pinned hash.

    Raises:
        SetupError: Names every jar whose bytes are not the pinned ones.
    """
    wrong = [jar.file_name for jar in jars if not jar.is_in(folder)]
    if wrong:
        raise SetupError(
            f"the SHA-256 of {', '.join(wrong)} is not the one in {JARS_LOCK.name}. Nothing was "
            "installed. Run `make setup` again; if it stays, the file in between was altered."
        )


def _run_ivy(jars: list[Jar], java_home: Path, work: Path) -> None:
    (work / "settings.xml").write_text(_SETTINGS)
    (work / "ivy.xml").write_text(_module(jars))
    command: list[str | Path] = [java_home / "bin" / "java", *trust_store_options()]
    # The machine's own folder for such files may be closed to us.
    command += [f"-Djava.io.tmpdir={work}"]
    command += ["-jar", _ivy_jar(), "-settings", "settings.xml", "-ivy", "ivy.xml"]
    command += ["-cache", "cache", "-confs", "default"]
    command += ["-retrieve", "jars/[artifact]-[revision].[ext]"]
    ran = subprocess.run(  # noqa: S603 - our own Java and PySpark's own jar
        command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if ran.returncode != 0:
        problems = [
            line for line in ran.stdout.splitlines() if "not found" in line or "FAILED  " in line
        ]
        raise SetupError(
            "Ivy could not fetch the jars; is Maven Central within reach? It said:\n"
            + "\n".join(problems[:10] or ran.stdout.splitlines()[-10:])
        )


def _module(jars: list[Jar]) -> str:
    dependencies = "".join(
        f"<dependency org={quoteattr(jar.organisation)} name={quoteattr(jar.name)}"
        f' rev={quoteattr(jar.revision)} conf="default" transitive="false"/>'
        for jar in jars
    )
    return _MODULE.format(dependencies=dependencies)


def _ivy_jar() -> Path:
    spec = find_spec("pyspark")
    found = list(Path(spec.origin).parent.glob("jars/ivy-*.jar")) if spec and spec.origin else []
    if not found:
        raise SetupError("PySpark's Ivy is not installed. Run `make setup`.")
    return found[0]
