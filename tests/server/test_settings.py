"""The service refuses to start with what is missing, weak or unsafe, and says what to do."""

import base64
from pathlib import Path

import pytest

from aldaba import settings
from aldaba.settings import SettingsError

INDEX = base64.b64encode(bytes(range(32))).decode()
SEAL = base64.b64encode(bytes(range(32, 64))).decode()
SECRET = "a key for tests of 32 characters and more"
WEAK = base64.b64encode(b"\0" * 32).decode()
SHORT = base64.b64encode(bytes(range(16))).decode()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What an operator sets at the least."""
    themes = tmp_path / "themes"
    themes.mkdir()
    return {
        "ALDABA_DATA": str(tmp_path / "data"),
        "ALDABA_BASE_URL": "https://care.example",
        "ALDABA_THEMES": str(themes),
        "ALDABA_SECRET_KEYS": SECRET,
        "ALDABA_DATA_KEYS": f"index:{INDEX},k1:{SEAL}",
    }


def test_what_nobody_set_stands_in_the_data_folder(environment: dict[str, str]) -> None:
    read = settings.read(environment)
    data = environment["ALDABA_DATA"]
    assert read.database_url == f"sqlite:///{data}/aldaba.db"
    assert read.mail_url == f"folder:{data}/mail"
    assert read.files_url == f"folder:{data}/files"
    assert read.trusted_proxies == ()
    assert Path(data).is_dir()


def test_keys_are_read_newest_first(environment: dict[str, str]) -> None:
    newer = SECRET[::-1]
    environment |= {
        "ALDABA_SECRET_KEYS": f"{newer}, {SECRET}",
        "ALDABA_DATA_KEYS": f"index:{INDEX}, k2:{SEAL}, k1:{INDEX}",
    }
    read = settings.read(environment)
    assert read.secret_keys == (newer, SECRET)
    assert [name for name, _ in read.encryption_keys] == ["k2", "k1"]


REFUSED = {
    "no address": ("ALDABA_BASE_URL", "", "such as https://care.example"),
    "an address without scheme": ("ALDABA_BASE_URL", "care.example", "public address"),
    "an address with a path": ("ALDABA_BASE_URL", "https://care.example/aldaba", "public address"),
    "an address that is broken": ("ALDABA_BASE_URL", "http://[::1", "public address"),
    "a port that is none": ("ALDABA_BASE_URL", "https://care.example:abc", "public address"),
    "http on the internet": ("ALDABA_BASE_URL", "http://care.example", "must be https"),
    "http in the house": ("ALDABA_BASE_URL", "http://192.168.0.7:8000", "must be https"),
    "a host that begins as ours": ("ALDABA_BASE_URL", "http://localhost.example", "must be https"),
    "no themes": ("ALDABA_THEMES", "", "Name the one"),
    "themes that are not there": ("ALDABA_THEMES", "/nowhere/at/all", "Name the one"),
    "no secret key": ("ALDABA_SECRET_KEYS", "", "secrets.token_urlsafe"),
    "a short secret key": ("ALDABA_SECRET_KEYS", "hunter2", "at least 32 random"),
    "a secret key that anybody guesses": ("ALDABA_SECRET_KEYS", "change-me" * 6, "32 random"),
    "a weak one among good ones": ("ALDABA_SECRET_KEYS", f"{SECRET},changeme", "32 random"),
    "no data keys": ("ALDABA_DATA_KEYS", "", "index:<base64"),
    "no index key": ("ALDABA_DATA_KEYS", f"k1:{SEAL}", "index:<base64"),
    "no encryption key": ("ALDABA_DATA_KEYS", f"index:{INDEX}", "k1:<base64"),
    "a data key of zeros": ("ALDABA_DATA_KEYS", f"index:{INDEX},k1:{WEAK}", "k1 is weak"),
    "a short data key": ("ALDABA_DATA_KEYS", f"index:{INDEX},k1:{SHORT}", "k1 is weak, short"),
    "a data key that is none": ("ALDABA_DATA_KEYS", f"index:{INDEX},k1:?", "k1 is not base64"),
    "a data key of letters": ("ALDABA_DATA_KEYS", f"index:{INDEX},k1:é", "k1 is not base64"),
    "a data key twice": ("ALDABA_DATA_KEYS", f"index:{INDEX},k1:{SEAL},k1:{SEAL}", "twice"),
    "every proxy": ("ALDABA_TRUSTED_PROXIES", "*", "never *"),
    "every proxy, in numbers": ("ALDABA_TRUSTED_PROXIES", "10.0.0.1,0.0.0.0/0", "whole internet"),
    "every proxy, in longer numbers": ("ALDABA_TRUSTED_PROXIES", "::/0", "whole internet"),
    "a proxy by name": ("ALDABA_TRUSTED_PROXIES", "proxy.internal", "addresses or networks"),
}


@pytest.mark.parametrize(("name", "value", "advice"), REFUSED.values(), ids=REFUSED)
def test_a_start_is_refused_with_advice(
    environment: dict[str, str], name: str, value: str, advice: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        settings.read(environment | {name: value})
    said = str(refusal.value)
    assert said.startswith(f"{name}: ")
    assert advice in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["ALDABA_SECRET_KEYS", "ALDABA_DATA_KEYS"])
def test_a_refusal_never_prints_a_key(environment: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        settings.read(environment | {name: f"{environment[name]},zeros:AAAA"})
    assert not [key for key in (SECRET, INDEX, SEAL, "AAAA") if key in str(refusal.value)]


def test_a_folder_that_cannot_be_written_is_refused(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Name a folder that this user may write"):
        settings.read(environment | {"ALDABA_DATA": str(tmp_path / "file" / "data")})


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"]
)
def test_this_machine_may_speak_http_to_itself(environment: dict[str, str], address: str) -> None:
    assert settings.read(environment | {"ALDABA_BASE_URL": f"{address}/"}).base_url == address


def test_proxies_are_addresses_or_networks(environment: dict[str, str]) -> None:
    read = settings.read(environment | {"ALDABA_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"})
    assert [str(network) for network in read.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8"]
