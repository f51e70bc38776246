"""Sign-in on the real server: gevent, threads for hashing, committed transactions."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.accounts.people import PASSWORD
from tests.live import ROOT, LiveServer

pytestmark = pytest.mark.live


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path, QINGLAN_SQLITE_SYNCHRONOUS="NORMAL")
    subprocess.run(
        [sys.executable, "-m", "tests.accounts.desk"], cwd=ROOT, env=server.environment, check=True
    )
    server.start()
    yield server
    server.kill()


def guest(server: LiveServer) -> tuple[OpenerDirector, str]:
    """A browser that has opened the sign-in page, and the token of its form."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{server.url}/sign-in", timeout=30).read().decode()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert token
    return opener, token.group(1)


def sign_in(server: LiveServer, browser: tuple[OpenerDirector, str], password: str) -> tuple[int, str]:
    opener, token = browser
    sent = {"name": "QH0001", "password": password, "next": "/account", "csrf_token": token}
    try:
        answer = opener.open(f"{server.url}/sign-in", urlencode(sent).encode(), timeout=60)
    except HTTPError as refused:
        return refused.code, ""
    return answer.status, answer.geturl()


def test_a_person_signs_in(server: LiveServer) -> None:
    assert sign_in(server, guest(server), PASSWORD) == (200, f"{server.url}/account")


def test_many_guesses_at_once_do_not_outrun_the_lock(server: LiveServer) -> None:
    browsers = [guest(server) for _ in range(16)]

    with ThreadPoolExecutor(16) as crowd:
        statuses = list(crowd.map(lambda browser: sign_in(server, browser, "wrong")[0], browsers))

    assert set(statuses) <= {422, 429}
    assert Counter(statuses)[422] <= 5
    assert sign_in(server, guest(server), PASSWORD)[0] == 429
