"""Whatever goes wrong below Flask: a page in words, and the number of it in the log."""

import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveServer

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(Path(tmp_path_factory.mktemp("faults")), program="tests/web/serve.py")
    server.start()
    yield server
    server.kill()


def logged(server: LiveServer, number: str) -> dict[str, object]:
    lines = [line for line in server.log.read_text().splitlines() if number in line]
    assert len(lines) == 1
    found: dict[str, object] = json.loads(lines[0])
    return found


@pytest.mark.parametrize(("path", "cause"), [("header", "latin-1"), ("body", "before the first byte")])
def test_a_fault_below_flask_is_a_page_with_a_number(server: LiveServer, path: str, cause: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}/fault/{path}", timeout=20)  # noqa: S310 - our own
    with refused.value as answer:
        page = answer.read().decode()

    assert answer.code == 500
    assert "服务器出错了，这次操作可能没有完成" in page
    assert "Internal Server Error" not in page
    number = re.search(r"编号 ([0-9a-f]{12})", page)
    assert number
    line = logged(server, number[1])
    assert line["path"] == f"/fault/{path}"
    assert cause in str(line["exception"])


@pytest.mark.parametrize("request_line", [b"GET / HTTP/9.9", b"GET /" + b"x" * 9000 + b" HTTP/1.1"])
def test_what_is_no_request_gets_a_page_too(server: LiveServer, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(request_line + b"\r\nHost: here\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()

    assert re.match(r"HTTP/1.1 4\d\d ", answer)
    assert "服务器没有看懂这次请求" in answer


def test_the_server_goes_on(server: LiveServer) -> None:
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=20) as answer:  # noqa: S310 - our own
        assert answer.read() == b"ok\n"
