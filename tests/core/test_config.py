"""The secret key that an installation makes for itself."""

from pathlib import Path

from app.config import Settings


def test_a_key_is_made_once_and_an_empty_file_is_none(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    file = tmp_path / "secret_key"

    first = settings.resolved_secret_key()
    assert len(first) >= 48
    assert settings.resolved_secret_key() == first
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("\n")  # what a crash or a full disk has left
    again = settings.resolved_secret_key()

    assert len(again) >= 48
    assert settings.resolved_secret_key() == again
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]
