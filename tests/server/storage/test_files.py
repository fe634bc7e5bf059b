"""Files beside the database: on the disk before a row names them, and never at a client's path."""

import os
from pathlib import Path

import pytest
from tests.server.storage.disk import full_disk

from aldaba.problems import Problem
from aldaba.settings import SettingsError
from aldaba.storage.files import Files

NAME = "0f3a.thumb.jpg"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files" / "norte"


def test_what_was_put_is_read_back_until_deleted(files: Files) -> None:
    files.put("norte", NAME, b"first")
    files.put("norte", NAME, b"second")
    assert files.read("norte", NAME) == b"second"

    files.delete("norte", NAME)
    files.delete("norte", NAME)
    assert files.read("norte", NAME) is None


def test_another_tenant_has_files_of_its_own(files: Files) -> None:
    files.put("norte", NAME, b"x")

    assert files.read("horizonte", NAME) is None


@pytest.mark.parametrize(
    ("tenant", "name"),
    [
        ("norte", "../../etc/passwd"),
        ("norte", "/etc/passwd"),
        ("norte", ".."),
        ("norte", ".hidden"),
        ("norte", "a..jpg"),
        ("norte", "a/b.jpg"),
        ("norte", "a.jpg\n"),
        ("norte", "a\0.jpg"),
        ("norte", ""),
        ("..", NAME),
        ("", NAME),
    ],
)
def test_a_path_is_no_name(files: Files, tenant: str, name: str) -> None:
    for verb in (files.read, files.delete, files.path):
        with pytest.raises(ValueError, match="not a file's name"):
            verb(tenant, name)
    with pytest.raises(ValueError, match="not a file's name"):
        files.put(tenant, name, b"x")


def test_the_bytes_are_synced_before_they_have_a_name_and_the_folder_after(
    files: Files, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []

    def fsync(descriptor: int) -> None:
        synced.append((os.readlink(f"/proc/self/fd/{descriptor}"), (folder / NAME).exists()))

    folder.mkdir(parents=True)
    monkeypatch.setattr(os, "fsync", fsync)
    files.put("norte", NAME, b"x")

    [(first, named), (second, named_then)] = synced
    assert (Path(first).parent, named) == (folder, False)
    assert (Path(second), named_then) == (folder, True)


def test_a_full_disk_refuses_and_keeps_what_was_there(files: Files, folder: Path) -> None:
    files.put("norte", NAME, b"old")

    with full_disk(4), pytest.raises(Problem) as refusal:
        files.put("norte", NAME, b"too much for this disk")

    assert refusal.value.status == 503
    assert files.read("norte", NAME) == b"old"
    assert [one.name for one in folder.iterdir()] == [NAME]


def test_what_was_written_before_a_moment_is_listed(files: Files, folder: Path) -> None:
    assert ([*files.written_before("norte", 2)], files.tenants()) == ([], [])
    for name in ("old.jpg", "new.jpg", ".0123456789abcdef"):
        files.put("norte", "x", b"x")
        (folder / "x").rename(folder / name)
        os.utime(folder / name, ns=(0, 2000 if name == "new.jpg" else 1999))

    assert sorted(files.written_before("norte", 2)) == [".0123456789abcdef", "old.jpg"]
    assert files.tenants() == ["norte"]

    files.delete("norte", ".0123456789abcdef")
    assert [*files.written_before("norte", 2)] == ["old.jpg"]


def test_a_disk_that_is_away_says_so(files: Files, folder: Path) -> None:
    folder.parent.parent.mkdir()
    folder.parent.write_text("no folder")

    for verb in (
        files.tenants,
        lambda: list(files.written_before("norte", 2)),
        lambda: files.delete("norte", NAME),
    ):
        with pytest.raises(Problem, match="storage_unavailable"):
            verb()


def test_only_folders_are_known() -> None:
    with pytest.raises(SettingsError, match="ALDABA_FILES_URL: write folder:<path>"):
        Files("s3://bucket")
