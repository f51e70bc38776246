"""Nobody enters by a forgotten door."""

from flask import Flask


def test_every_endpoint_says_who_may_call_it(migrated_app: Flask) -> None:
    unmarked = [
        endpoint
        for endpoint, view in migrated_app.view_functions.items()
        if endpoint != "static" and getattr(view, "access", None) not in {"login_required", "public"}
    ]

    assert unmarked == [], "add @login_required or @public below the route"


def test_public_endpoints_are_known_by_name(migrated_app: Flask) -> None:
    public = {
        endpoint
        for endpoint, view in migrated_app.view_functions.items()
        if getattr(view, "access", None) == "public"
    }

    assert public <= {
        "healthz",
        "service_worker",
        "offline",
        "accounts.presence",
        "accounts.admit",
        "accounts.sign_in",
        "accounts.second_step",
        "accounts.finish_sign_in",
        "accounts.reset",
        "accounts.redeem",
        "accounts.set_language",
        "accounts.sign_out",
    }
