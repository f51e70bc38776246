"""On a port that browsers refuse, or that is none, the page would never open, and nothing would say why."""

import pytest
from flask import Flask

from app.adapters.server import serve, warning_about


@pytest.mark.parametrize("port", [5060, 5061, 6000, 6667, 10080])
def test_a_port_that_browsers_refuse_is_warned_of_in_one_sentence(port: int) -> None:
    assert warning_about(port).startswith(f"Browsers refuse to open port {port}.")
    assert warning_about(port).count("\n") == 1


@pytest.mark.parametrize("port", [5000, 5001, 6001, 8000, 8080])
def test_other_ports_are_served_without_a_word(port: int) -> None:
    assert warning_about(port) == ""


@pytest.mark.parametrize("port", ["abc", "", "99999", "-1"])
def test_what_is_no_port_is_said_in_one_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(SystemExit, match="PORT must be a number up to 65535"):
        serve(app)
