"""What an operator may set: flag, then environment, then default. Read once at start-up."""

import base64
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


class SettingsError(Exception):
    """A setting that the service refuses to start with; its text says what to do."""


class Settings(Struct, frozen=True, kw_only=True):
    """`secret_keys` sign links and sessions, newest first. `data_keys` protect documents: the
    first is the index key, the others `(id, 32 bytes)` for encryption, newest first."""

    data: Path
    database_url: str
    base_url: str
    themes: Path
    mail_url: str
    files_url: str
    secret_keys: tuple[str, ...]
    index_key: bytes
    encryption_keys: tuple[tuple[str, bytes], ...]
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from `ALDABA_…` variables (flags are laid over them by the command line).

    Raises SettingsError for whatever is missing, weak or unsafe.
    """
    data = Path(environment.get("ALDABA_DATA", "data"))
    index_key, encryption_keys = _data_keys(environment.get("ALDABA_DATA_KEYS", ""))
    return Settings(
        data=_writable(data),
        database_url=environment.get("ALDABA_DATABASE_URL") or f"sqlite:///{data}/aldaba.db",
        base_url=_base_url(environment.get("ALDABA_BASE_URL", "")),
        themes=themes_folder(environment),
        mail_url=environment.get("ALDABA_MAIL_URL") or f"folder:{data}/mail",
        files_url=environment.get("ALDABA_FILES_URL") or f"folder:{data}/files",
        secret_keys=_secret_keys(environment.get("ALDABA_SECRET_KEYS", "")),
        index_key=index_key,
        encryption_keys=encryption_keys,
        trusted_proxies=_proxies(environment.get("ALDABA_TRUSTED_PROXIES", "")),
    )


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _writable(data: Path) -> Path:
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"ALDABA_DATA: {data} can't be written ({error})."
            " Name a folder that this user may write."
        ) from error
    return data


def _base_url(value: str) -> str:
    advice = "Write the public address, such as https://care.example."
    try:
        url = urlsplit(value)
        _ = url.port  # raises for what is no port
    except ValueError as error:
        raise SettingsError(f"ALDABA_BASE_URL: {error}. {advice}") from error
    if url.scheme not in {"http", "https"} or not url.hostname or url.path not in {"", "/"}:
        raise SettingsError(f"ALDABA_BASE_URL: {value or 'missing'}. {advice}")
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        raise SettingsError(
            f"ALDABA_BASE_URL: {value} must be https: sessions and links travel over it."
        )
    return f"{url.scheme}://{url.netloc}"


def themes_folder(environment: Mapping[str, str]) -> Path:
    """The folder of `ALDABA_THEMES`, which needs no other setting. Raises SettingsError."""
    value = environment.get("ALDABA_THEMES", "")
    if not value or not Path(value).is_dir():
        raise SettingsError(
            f"ALDABA_THEMES: {value or 'it'} is not a folder."
            " Name the one that holds a folder for each company."
        )
    return Path(value)


def _secret_keys(value: str) -> tuple[str, ...]:
    keys = _parts(value)
    if not keys:
        raise SettingsError(
            "ALDABA_SECRET_KEYS: missing. Make one:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    for key in keys:
        if len(key) < 32 or len(set(key)) < 12:
            raise SettingsError(
                "ALDABA_SECRET_KEYS: a key is too weak. Each needs at least 32 random characters."
            )
    return keys


def _data_keys(value: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """`index:<base64>,<id>:<base64>,…`: the index key, then encryption keys, newest first."""
    advice = (
        "Write index:<base64 of 32 bytes>,k1:<base64 of 32 bytes>; newest encryption key first."
    )
    keys: dict[str, bytes] = {}
    for part in _parts(value):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise SettingsError(f"ALDABA_DATA_KEYS: {name} is not base64. {advice}") from error
        if len(key) != 32 or len(set(key)) < 12 or name in keys:
            raise SettingsError(
                f"ALDABA_DATA_KEYS: {name} is weak, short or stands twice. {advice}"
            )
        keys[name] = key
    index = keys.pop("index", None)
    if index is None or not keys:
        raise SettingsError(f"ALDABA_DATA_KEYS: missing. {advice}")
    return index, tuple(keys.items())


def _proxies(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        networks = tuple(ip_network(part) for part in _parts(value))
    except ValueError as error:
        raise SettingsError(
            f"ALDABA_TRUSTED_PROXIES: {error}. List addresses or networks, never *."
        ) from error
    if any(network.prefixlen == 0 for network in networks):
        raise SettingsError(
            "ALDABA_TRUSTED_PROXIES: the whole internet can't be trusted. List your proxies."
        )
    return networks
