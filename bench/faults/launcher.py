"""A process that has loaded the backend once and becomes `python -m backend …` as often as it is asked to, by forking.

Started anew each time, a backend spends most of a second on loading Python's modules, and a thousand kills would be a
thousand times that. What runs afterwards is the command itself. This is also the one way in for
`bench.faults.sabotage`. Each request is one packet on the socket: JSON, with the file that standard output and error
go to.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import sys
import traceback

from backend.__main__ import main
from bench.faults import sabotage

_LONGEST = 65536
_PR_SET_PDEATHSIG = 1  # prctl(2)


def serve_requests(connection: socket.socket) -> None:
    """Fork for every request and tell the process's number, until the other side goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what ended leaves nothing behind
    gc.freeze()
    while True:
        packet, files, *_ = socket.recv_fds(connection, _LONGEST, 1)
        if not packet:
            return
        pid = os.fork()
        if pid == 0:
            connection.close()
            become(json.loads(packet), files[0])
        os.close(files[0])
        connection.send(str(pid).encode())


def become(request: dict[str, object], output: int) -> None:
    """Be that command from now on; does not return."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # nothing is left when the one who asked is gone
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.update(request["variables"])  # type: ignore[call-overload]
        if request["sabotage"]:
            getattr(sabotage, str(request["sabotage"]))()
        status = main(request["arguments"])  # type: ignore[arg-type]
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:  # noqa: BLE001 - it is the process's end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve_requests(socket.socket(fileno=int(sys.argv[1])))
