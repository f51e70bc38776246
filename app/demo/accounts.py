"""Who may be tried out: shown on the sign-in page while the demo setting is on."""

from flask import Flask

from app.config import Settings
from app.demo import content

PASSWORD = "qinglan-demo"  # noqa: S105 - shown to everybody on purpose


def init_app(app: Flask, settings: Settings) -> None:
    if settings.demo:
        app.config["DEMO_ACCOUNTS"] = shown_accounts()
        app.config["DEMO_PASSWORD"] = PASSWORD


def shown_accounts() -> list[dict[str, str]]:
    """One person for each way of working with the product."""
    schools = {row["key"]: row["name"] for row in content.organisation()["schools"]}
    visitors = content.organisation()["visitors"]
    people = {row["account"]: row for row in content.people() + visitors}
    return [
        {
            "account_name": account,
            "name": people[account]["name"],
            "role": role,
            "role_en": role_en,
            "school": schools.get(
                people[account].get("school", ""), content.organisation()["district"]["name"]
            ),
        }
        for account, role, role_en in content.organisation()["shown_accounts"]
    ]
