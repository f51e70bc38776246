"""`python wsgi.py`: one web process on gevent, one worker process beside it."""

import os
import signal
import subprocess
import sys
import threading

import gevent
import structlog
from flask import Flask
from gevent.event import Event
from gevent.pywsgi import WSGIServer

log = structlog.get_logger(__name__)

RESTART_SECONDS = 2


def serve(app: Flask) -> None:
    """Serve on HOST and PORT from the environment until stopped; says where, and how to sign in."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "5000"))
    try:
        server = WSGIServer((host, port), app, log=None)
        server.start()
    except OSError as error:
        sys.exit(f"Cannot serve on {host}:{port}: {error.strerror}. Try another port: PORT=5001 make run")
    keeper = WorkerKeeper()
    keeper.start()
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopped.set)
    _welcome(app, host, port)
    stopped.wait()
    keeper.stop()
    server.stop(timeout=5)


class WorkerKeeper:
    """Keeps one worker process alive beside the web process."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process:
            self._process.terminate()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"])
            code = self._process.wait()
            if not self._stopping.is_set():
                log.error("worker ended, starting another", code=code)
                self._stopping.wait(RESTART_SECONDS)


def _welcome(app: Flask, host: str, port: int) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    lines = [f"青蓝 Qinglan  http://{shown}:{port}"]
    accounts = app.config.get("DEMO_ACCOUNTS")
    if accounts:
        names = ", ".join(f"{a['account_name']} ({a['name']})" for a in accounts)
        lines += [f"Demo accounts: {names}", f"Demo password: {app.config['DEMO_PASSWORD']}"]
    lines.append("Stop with Ctrl+C.")
    sys.stdout.write("\n  " + "\n  ".join(lines) + "\n\n")
    sys.stdout.flush()
