"""Files by their content, on a disk that may lose its power at any moment."""

import os
from pathlib import Path

import pytest

from app.adapters.storage_disk import DiskStorage


def test_a_stored_file_is_on_the_disk_with_its_name_and_the_folders_made_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    sync = os.fsync

    def noting(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    digest = DiskStorage(tmp_path).put("认识分数".encode())

    assert (tmp_path / digest[:2] / digest[2:4] / digest).read_text() == "认识分数"
    assert synced[0].parent == tmp_path / digest[:2] / digest[2:4], "the file, before it has its name"
    assert synced[1:] == [tmp_path / digest[:2] / digest[2:4], tmp_path / digest[:2], tmp_path]
