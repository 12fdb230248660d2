"""Registries of packages as folders behind a server on loopback, and small packages to put there."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class FolderHandler(SimpleHTTPRequestHandler):
    """A folder's files; a path in `stalled` is begun and never finished, as on a connection that has gone."""

    stalled: ClassVar[dict[str, threading.Event]] = {}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 – the base class's name
        """Tests have nobody to read it."""

    def do_GET(self) -> None:
        """Send a file, or say that the request has come and send nothing."""
        if event := self.stalled.get(self.path):
            event.set()
            self.connection.settimeout(60)
            self.rfile.read(1)  # until the one who asked has gone
        else:
            super().do_GET()


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve `folder` on loopback; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(FolderHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def add_wheel(root: Path, name: str, files: dict[str, str], scripts: dict[str, str] | None = None) -> str:
    """Put version 1.0 of a package into the simple index `root`/simple (PEP 503); gives its pinned requirement."""
    described = {
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{name}-1.0.dist-info/entry_points.txt": "[console_scripts]\n"
        + "".join(f"{command} = {target}\n" for command, target in (scripts or {}).items()),
    }
    content = {**files, **described}
    record = "".join(f"{path},,\n" for path in [*content, f"{name}-1.0.dist-info/RECORD"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in {**content, f"{name}-1.0.dist-info/RECORD": record}.items():
            archive.writestr(path, text)
    folder = root / "simple" / name.replace("_", "-")
    folder.mkdir(parents=True)
    wheel = f"{name}-1.0-py3-none-any.whl"
    (folder / wheel).write_bytes(buffer.getvalue())
    (folder / "index.html").write_text(f'<!DOCTYPE html><a href="{wheel}">{wheel}</a>', encoding="utf-8")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(buffer.getvalue()).hexdigest()}\n"


def add_npm_package(root: Path, address: str, name: str, command: str) -> dict[str, Any]:
    """Put version 1.0.0 of a package with one command into the npm registry `root`; gives its entry in a lock file."""
    manifest = {"name": name, "version": "1.0.0", "bin": {name: "command.js"}}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in {"package.json": json.dumps(manifest), "command.js": command}.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size, member.mode = len(text.encode()), 0o755
            archive.addfile(member, io.BytesIO(text.encode()))
    (root / f"{name}.tgz").write_bytes(buffer.getvalue())
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(buffer.getvalue()).digest()).decode()
    dist = {"tarball": f"{address}/{name}.tgz", "integrity": integrity}
    packument = {"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": manifest | {"dist": dist}}}
    (root / name).write_text(json.dumps(packument), encoding="utf-8")
    return {"version": "1.0.0", "integrity": integrity, "bin": manifest["bin"]}
