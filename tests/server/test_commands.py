"""The command line, as an operator meets it: in a process of its own."""

import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.server.scene import CUSTOMERS

from aldaba.__main__ import main
from aldaba.app import create_app, deployed
from aldaba.events import install_reactions
from aldaba.requests import number as numbers
from aldaba.settings import read

THEMES = Path(__file__).parents[2] / "themes"

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def environment(tmp_path: Path, sqlite_url: str) -> dict[str, str]:
    """The settings of a service over a migrated database, and nobody else's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ALDABA_")}
    return own | {
        "ALDABA_DATA": str(tmp_path / "data"),
        "ALDABA_DATABASE_URL": sqlite_url,
        "ALDABA_BASE_URL": "http://127.0.0.1:8000",
        "ALDABA_THEMES": str(THEMES),
        "ALDABA_SECRET_KEYS": secrets.token_urlsafe(32),
        "ALDABA_DATA_KEYS": f"index:{key()},k1:{key()}",
    }


@pytest.fixture
def process(environment: dict[str, str]) -> Run:
    """Runs `aldaba <arguments>` in a process of its own, with other settings, if any."""

    def run(*arguments: str, **settings: str) -> Done:
        return subprocess.run(
            (sys.executable, "-m", "aldaba", *arguments),
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    return run


@pytest.fixture
def aldaba(
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """The same in this process, which saves two seconds."""

    def run(*arguments: str, **settings: str) -> Done:
        for name, value in (environment | settings).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = main([*arguments])
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return run


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command sets up a whole process; this one goes on."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield
    install_reactions(())


def refusal(done: Done) -> str:
    """The one line with which a command refused."""
    assert (done.returncode, done.stdout) == (2, ""), done
    [line] = done.stderr.splitlines()
    assert line.startswith("aldaba: ")
    return line


def test_help_says_what_each_command_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    for command in (
        "serve",
        "demo",
        "migrate",
        "verify",
        "backup",
        "restore",
        "themes",
        "staff",
        "link",
    ):
        assert re.search(rf"^ +{command} +\w+", said, re.MULTILINE), command


def test_good_themes_are_passed_over_in_silence(aldaba: Run) -> None:
    done = aldaba("themes", "check", str(THEMES / "horizonte"), str(THEMES / "norte"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_faults_of_a_theme_have_path_line_and_column(aldaba: Run, tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "broken"
    folder.mkdir(parents=True)
    (folder / "tenant.toml").write_text('name = "Broken"\ncountry = [\n')
    (folder / "theme.css").write_text(":root { --brand: url(x) }\n")
    done = aldaba("themes", "check", str(folder))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert {line.partition(":")[0] for line in lines} >= {
        str(folder / "tenant.toml"),
        str(folder / "theme.css"),
    }
    for line in lines:
        assert re.match(r".+?:\d+:\d+: (error|warning): .+", line), line


BROKEN_SURVEYS = {
    "[fields.overall\nkind": "1:16",
    'title.es = "¿Cómo"\nthankz.es = "x"': "2:1",
    '[fields.overall]\nkind = "nps"': "2:",
    "[fields.recommend]\nrequired = 1": "2:",
    '[fields.solved]\noptions = [{ code = "Sí" }]': "2:",
    '[fields.more]\nshown_if = { field = "solved", answers = ["never"] }': "2:",
    '[[sections]]\nname = "questions"\nfields = ["overall", "colour"]': "3:",
    '[fields.aspects]\nkind = "matrix"\nlabel.es = "x"\nrows = []': "4:",
}


def test_a_broken_survey_is_named_by_file_line_and_key(aldaba: Run, tmp_path: Path) -> None:
    folders = []
    for position, written in enumerate(BROKEN_SURVEYS):
        folder = tmp_path / f"norte{position}"
        shutil.copytree(THEMES / "norte", folder)
        (folder / "forms" / "survey.toml").write_text(written, "utf-8")
        folders.append(folder)
    done = aldaba("themes", "check", *map(str, folders))
    assert done.returncode == 1
    for folder, (written, place) in zip(folders, BROKEN_SURVEYS.items(), strict=True):
        line = next(each for each in done.stdout.splitlines() if each.startswith(f"{folder}/"))
        assert line.startswith(f"{folder}/forms/survey.toml:{place}"), (written, line)
        assert re.search(r":\d+:\d+: error: .+", line), line


def test_all_themes_are_checked_without_any_other_setting(aldaba: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no company's")
    nothing = {"ALDABA_SECRET_KEYS": "", "ALDABA_DATA_KEYS": "", "ALDABA_BASE_URL": ""}
    good = aldaba("themes", "check", **nothing)
    assert (good.returncode, good.stderr) == (0, "")
    (tmp_path / "themes" / "empty").mkdir(parents=True)
    bad = aldaba("themes", "check", "--themes", str(tmp_path / "themes"), **nothing)
    assert (bad.returncode, "empty" in bad.stdout) == (1, True)


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("ALDABA_BASE_URL", "http://care.example", "must be https"),
        ("ALDABA_SECRET_KEYS", "", "secrets.token_urlsafe"),
        ("ALDABA_DATA", "/dev/null/data", "Name a folder"),
        ("ALDABA_DATABASE_URL", "mysql://care", "postgresql://"),
        ("ALDABA_DATABASE_URL", "postgresql://x@127.0.0.1:1/x", "PostgreSQL doesn't let us in"),
        ("ALDABA_MAIL_URL", "pigeon:loft", "smtps://host"),
    ],
)
def test_a_service_that_cannot_start_says_what_to_do(
    aldaba: Run, setting: str, value: str, advice: str
) -> None:
    said = refusal(aldaba("serve", "--port", "0", **{setting: value}))
    assert setting in said
    assert advice in said


def test_a_second_process_on_the_same_file_is_refused(
    process: Run, environment: dict[str, str]
) -> None:
    with deployed(read(environment)):
        assert "in use by another Aldaba process" in refusal(process("serve", "--port", "0"))


def test_a_refusal_is_one_line_and_no_traceback(process: Run) -> None:
    assert "must be https" in refusal(process("serve", ALDABA_BASE_URL="http://care.example"))


def test_migrating_twice_is_migrating_once(aldaba: Run, tmp_path: Path) -> None:
    fresh = f"sqlite:///{tmp_path}/fresh/aldaba.db"
    for _ in range(2):
        done = aldaba("migrate", "--database", fresh)
        assert (done.returncode, done.stdout) == (0, "")
        assert "Traceback" not in done.stderr


def test_staff_get_a_link_where_they_choose_a_password(
    aldaba: Run, environment: dict[str, str]
) -> None:
    done = aldaba("staff", "add", "ana@horizonte.example", "--tenant", "horizonte")
    [link] = done.stdout.splitlines()
    assert (done.returncode, link.startswith("http://127.0.0.1:8000/desk/horizonte/")) == (0, True)
    assert opens(environment, link)


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("ana@nobody.example", "--tenant", "nobody"), "nobody has no folder"),
        (("ana", "--tenant", "horizonte"), "ana is not an e-mail address"),
    ],
)
def test_nobody_is_added_to_what_is_not_there(
    aldaba: Run, arguments: tuple[str, ...], advice: str
) -> None:
    assert advice in refusal(aldaba("staff", "add", *arguments))


def test_a_link_opens_the_request_it_was_printed_for(
    aldaba: Run, environment: dict[str, str], kept_number: str
) -> None:
    shown = numbers.shown(kept_number).lower()
    done = aldaba("link", "follow", "horizonte", shown, "--lang", "es")
    page = opens(environment, done.stdout.strip())
    assert numbers.shown(kept_number) in page
    assert '<html lang="es"' in page


def test_a_link_for_nothing_is_refused_with_what_there_is(aldaba: Run) -> None:
    for arguments in (("gift", "horizonte", "000-000-000"), ("follow", "horizonte", "123")):
        said = refusal(aldaba("link", *arguments))
        assert re.search(r"purposes are [a-z, ]*follow", said)
        assert "a number is XXX-XXX-XXX" in said


def test_whole_chains_are_said_to_be_whole(aldaba: Run, kept_number: str) -> None:
    done = aldaba("verify")
    assert (done.returncode, done.stdout) == (0, "every chain, certificate and photo is whole\n")


def test_files_that_no_row_names_are_noted_and_no_fault(
    aldaba: Run, kept_number: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "files" / "horizonte"
    folder.mkdir(parents=True, exist_ok=True)
    left = folder / f"{secrets.token_hex(16)}.jpg"
    left.touch()
    os.utime(left, (0, 0))

    done = aldaba("verify")

    assert (done.returncode, done.stdout) == (
        0,
        "every chain, certificate and photo is whole\n"
        "horizonte: note: files of photos, older than a day, that no row names: 1\n",
    )


def test_a_changed_event_is_named(
    process: Run, environment: dict[str, str], kept_number: str
) -> None:
    path = environment["ALDABA_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("UPDATE event_content SET body = replace(body, 'manual', 'alicate')")
        db.commit()
    done = process("verify")
    assert done.returncode == 1
    said = f"horizonte: request:{kept_number}: what event 1 says was changed\n"
    assert done.stdout == said


def test_erasing_says_what_it_would_take_and_takes_it_when_told(
    aldaba: Run, environment: dict[str, str], kept_number: str
) -> None:
    shown = numbers.shown(kept_number)
    refused = aldaba("erase", "horizonte", shown, "--yes")
    assert (refused.returncode, "is open still" in refused.stdout) == (1, True)
    path = environment["ALDABA_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE request SET open = 0")
        db.commit()
    who = ("erase", "horizonte", CUSTOMERS["horizonte"]["email"])
    asked = aldaba(*who)
    assert (asked.returncode, "say --yes" in asked.stdout) == (0, True)
    assert Path(path).read_bytes().count(b"Benedita Amostra") > 0
    done = aldaba(*who, "--yes")
    assert (done.returncode, done.stdout) == (0, f"{shown}\nerased\n")
    assert Path(path).read_bytes().count(b"Benedita Amostra") == 0
    assert aldaba("verify").returncode == 0
    nobody = aldaba(*who, "--yes")
    assert (nobody.returncode, "no request of horizonte" in nobody.stderr) == (1, True)


def test_there_is_nothing_to_verify_where_no_database_is(aldaba: Run, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    assert "aldaba migrate" in refusal(aldaba("verify", "--database", elsewhere))
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.fixture
def kept_number(environment: dict[str, str]) -> str:
    """The number of a request that is in the record."""
    with deployed(read(environment)) as deployment, TestClient(create_app(deployment)) as client:
        answer = client.post(
            "/f/horizonte/pre-request",
            data=CUSTOMERS["horizonte"] | {"conditions": "yes", "privacy": "yes", "_key": "k" * 20},
            headers={"accept": "application/json"},
        )
        return str(answer.json()["number"]).replace("-", "")


def opens(environment: dict[str, str], link: str) -> str:
    """The page behind `link`, which must open."""
    with deployed(read(environment)) as deployment, TestClient(create_app(deployment)) as client:
        page = client.get(link.removeprefix("http://127.0.0.1:8000"))
        assert page.status_code == 200
        return page.text
