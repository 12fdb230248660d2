"""Caddy with the configuration of `deploy/`, on free loopback ports, with a certificate authority of its own."""

from __future__ import annotations

import base64
import hashlib
import os
import random
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tools.machine.caddy import find_caddy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
START_TIMEOUT_S = 20
PORTS_BY_NUMBER = (20_000, 32_000)  # below those that Linux and macOS give by themselves


@dataclass(frozen=True, slots=True)
class RunningCaddy:
    """Where it is.

    Attributes:
        url: With HTTPS, without a slash at the end.
        port, http_port: Of HTTPS and of plain HTTP.
        authority: The certificate of its authority, PEM.
        log: What it has written.
        process: Its own.
    """

    url: str
    port: int
    http_port: int
    authority: Path
    log: Path
    process: subprocess.Popen[bytes]

    def make_tls_context(self) -> ssl.SSLContext:
        """Trusts this authority, and no other."""
        return ssl.create_default_context(cafile=str(self.authority))

    def hash_authority_key(self) -> str:
        """SHA-256 of the authority's public key in base64, as Chromium takes it for a key to trust.

        It is that of the intermediate certificate, for Chromium looks for it in the chain that it is sent.
        """
        certificate = self.authority.with_name("intermediate.crt").read_bytes()
        key = x509.load_pem_x509_certificate(certificate).public_key()
        encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(encoded).digest()).decode()


@contextmanager
def running_caddy(
    folder: Path, backends: Sequence[int], changes: dict[str, str] | None = None
) -> Iterator[RunningCaddy]:
    """Run Caddy in front of `backends` until the end of the `with` block.

    Args:
        folder: Where its certificates, log and configuration go.
        backends: The ports that `python -m backend serve` listens on.
        changes: What to put in the place of texts of the configuration, for tests that cannot wait as long as it does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = CONFIGURATION.read_text("utf-8")
    for old, new in (changes or {}).items():
        assert configuration.count(old) == 1, old
        configuration = configuration.replace(old, new)
    (folder / "Caddyfile").write_text(configuration, "utf-8")
    port, http_port, admin_port = find_free_ports(3)
    environment = os.environ | {
        "WIAN_ADDRESS": "localhost",
        "WIAN_BACKENDS": " ".join(f"127.0.0.1:{number}" for number in backends),
        "WIAN_HTTPS_PORT": str(port),
        "WIAN_HTTP_PORT": str(http_port),
        "WIAN_CADDY_ADMIN": f"127.0.0.1:{admin_port}",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    command = [_find_program(), "run", "--config", str(folder / "Caddyfile")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    authority = folder / "data/caddy/pki/authorities/local/root.crt"
    running = RunningCaddy(f"https://localhost:{port}", port, http_port, authority, folder / "log", process)
    try:
        _wait_until_it_serves(running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _find_program() -> str:
    found = find_caddy()
    assert found, "There is no Caddy: python3 tools/setup.py test says how to install it."
    return found


def find_free_ports(count: int) -> list[int]:
    """Ports that nobody uses, and that no system gives to whoever asks for any port; no two are the same."""
    found: set[int] = set()
    while len(found) < count:
        port = random.randrange(*PORTS_BY_NUMBER)  # noqa: S311 - it keeps no secret
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.add(port)
    return list(found)


def _wait_until_it_serves(running: RunningCaddy) -> None:
    """Until a connection with its certificate can be made."""
    give_up_at = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            with (
                socket.create_connection(("127.0.0.1", running.port), timeout=5) as connection,
                running.make_tls_context().wrap_socket(connection, server_hostname="localhost"),
            ):
                return
        except OSError:
            if running.process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"Caddy did not start:\n{running.log.read_text('utf-8')}") from None
            time.sleep(0.05)
