"""Every knob of the installation, typed and documented: `docs/settings.md` is made from this file."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Literal

from flask import current_app
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVED_AT = {  # without the prefix, read by `python wsgi.py` alone: process managers and hosts set them so
    "HOST": ("127.0.0.1", "Address the server listens on; 0.0.0.0: all of the machine's."),
    "PORT": ("5000", "Port the server listens on."),
}


class Settings(BaseSettings):
    """Read from the environment, names prefixed with QINGLAN_, then from a file `.env`."""

    model_config = SettingsConfigDict(env_prefix="QINGLAN_", env_file=".env", extra="ignore")

    data_dir: Path = Field(Path("var"), description="Folder for the database, files and search index.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    redis_url: str = Field(
        "", description="Redis for news between nodes; empty: one web process, signals through the database."
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs cookies; empty: made once and kept in the data folder."
    )
    demo: bool = Field(
        False, description="Show the demo accounts and their shared password on the sign-in page."
    )
    site_name: str = Field("青蓝", description="Name in the page titles and on the sign-in page.")
    language: Literal["zh", "en"] = Field("zh", description="Interface language before a person chooses one.")
    https: bool = Field(False, description="Served over HTTPS: cookies are marked Secure, HSTS is sent.")
    proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies in front that set X-Forwarded-For and -Proto."
    )
    max_upload_mb: int = Field(50, ge=1, le=2048, description="Largest request body, in MB.")
    word_import_mb: int = Field(20, ge=1, le=200, description="Largest Word file to import, in MB.")
    chromium: str = Field(
        "", description="Chromium or Chrome that makes PDF files; empty: looked for in PATH; off: not used."
    )
    libreoffice: str = Field(
        "",
        description="LibreOffice: PDF files on schools' forms, all without Chromium; empty and off as above.",
    )
    reload: bool = Field(False, description="Read changed templates again; `make dev` sets it.")
    session_days: int = Field(14, ge=1, le=365, description="A sign-in lasts this long without use, in days.")
    sqlite_synchronous: Literal["FULL", "NORMAL", "OFF"] = Field(
        "FULL", description="FULL keeps acknowledged edits over a power cut; OFF is for tests only."
    )

    def resolved_database_url(self) -> str:
        if self.database_url:
            return self.database_url
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{(self.data_dir / 'qinglan.sqlite3').resolve()}"

    def resolved_secret_key(self) -> str:
        if self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value()
        path = self.data_dir / "secret_key"
        if not path.exists() or not path.read_text("utf-8").strip():  # empty after a full disk or a crash
            self.data_dir.mkdir(parents=True, exist_ok=True)
            _write_key(path)
        return path.read_text("utf-8").strip()


def _write_key(path: Path) -> None:
    """All of it or nothing, readable for nobody else."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    Path(name).rename(path)


def current() -> Settings:
    """The settings of the running application."""
    settings: Settings = current_app.extensions["settings"]
    return settings
