"""`python wsgi.py`: one web process on gevent, one worker process beside it."""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import gevent
import structlog
from flask import Flask
from gevent import GreenletExit
from gevent.event import Event
from gevent.pywsgi import WSGIHandler, WSGIServer

from app.config import SERVED_AT

log = structlog.get_logger(__name__)

RESTART_SECONDS = 2
LAST_PORT = 65535
REFUSED_BY_BROWSERS = (
    frozenset(  # "unsafe port": the Fetch standard's list; those below 1024 need root anyway
        (
            1719,
            1720,
            1723,
            2049,
            3659,
            4045,
            4190,
            5060,
            5061,
            6000,
            6566,
            *range(6665, 6670),
            6679,
            6697,
            10080,
        )
    )
)


def serve(app: Flask) -> None:
    """Serve on HOST and PORT from the environment until stopped; says where, and how to sign in."""
    host, port = (os.environ.get(name, default) for name, (default, _meaning) in SERVED_AT.items())
    if not port.isdecimal() or int(port) > LAST_PORT:
        sys.exit(f"PORT must be a number up to {LAST_PORT}, not {port!r}.")
    try:
        server = WSGIServer(
            (host, int(port)), app, log=None, handler_class=_handler_with(app.extensions["last_resort"])
        )
        server.start()
    except OSError as error:
        sys.exit(f"Cannot serve on {host}:{port}: {error.strerror}. Try another port: PORT=5001 make run")
    sys.stderr.write(warning_about(int(port)))
    keeper = WorkerKeeper()
    keeper.start()
    _favour_the_loop()
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopped.set)
    _welcome(app, host, port)
    stopped.wait()
    keeper.stop()
    server.stop(timeout=5)


def _favour_the_loop() -> None:
    """Everybody's keystrokes pass through one thread: it waits as briefly as possible for anything else.

    The thread that commits gives way ten times sooner than by default, and the collector of cyclic garbage
    leaves alone what was loaded at the start and looks at the rest less often (docs/performance.md).
    """
    sys.setswitchinterval(0.0005)  # seconds
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def warning_about(port: int) -> str:
    """What to say before people wonder why the page does not open."""
    if port not in REFUSED_BY_BROWSERS:
        return ""
    return f"Browsers refuse to open port {port}. Choose another: PORT=5001 make run\n"


Answer = Callable[..., tuple[list[tuple[str, str]], bytes]]


class Handler(WSGIHandler):
    """gevent's own answers are bare English words, or nothing; ours are pages with a number in the log."""

    answer: Answer

    def handle_one_request(self) -> Any:
        result = super().handle_one_request()
        if isinstance(result, tuple):
            status, line = result[0], str(self.requestline)[:200]
            result = status, _spelled_out(status, *self.answer(400, status=status, line=line))
        return result

    def handle_error(self, t: Any, v: BaseException | None, tb: Any) -> None:
        if isinstance(v, GreenletExit):
            super().handle_error(t, v, tb)
            return
        headers, body = self.answer(500, v, path=(self.environ or {}).get("PATH_INFO"))
        if self.response_length:
            self.close_connection = True  # too late for a page
            return
        try:
            self.start_response("500 Internal Server Error", headers)
            self.write(body)
        except OSError:
            self.close_connection = True


def _handler_with(answer: Answer) -> type[Handler]:
    return type("Handler", (Handler,), {"answer": staticmethod(answer)})


def _spelled_out(status: object, headers: list[tuple[str, str]], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} Refused", *(f"{k}: {v}" for k, v in headers), "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class WorkerKeeper:
    """Keeps one worker process alive beside the web process."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, name="keeper", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process:
            self._process.terminate()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                self._process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"])
            except OSError:  # no memory or no process left at this moment: no reason to do without
                log.exception("worker not started, trying again")
            else:
                code = self._process.wait()
                if not self._stopping.is_set():
                    log.error("worker ended, starting another", code=code)
            self._stopping.wait(RESTART_SECONDS)


def _welcome(app: Flask, host: str, port: str) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    lines = [f"青蓝 Qinglan  http://{shown}:{port}"]
    accounts = app.config.get("DEMO_ACCOUNTS")
    if accounts:
        names = ", ".join(f"{a['account_name']} ({a['name']})" for a in accounts)
        lines += [f"Demo accounts: {names}", f"Demo password: {app.config['DEMO_PASSWORD']}"]
    lines.append("Stop with Ctrl+C.")
    sys.stdout.write("\n  " + "\n  ".join(lines) + "\n\n")
    sys.stdout.flush()
