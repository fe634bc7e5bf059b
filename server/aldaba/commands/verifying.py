"""Is what is kept as it was written? Every capability answers for its own."""

from argparse import Namespace
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from aldaba import clock
from aldaba.app import CAPABILITIES
from aldaba.commands.options import folders_in, settings_of
from aldaba.events import verify
from aldaba.problems import Problem
from aldaba.settings import Settings, SettingsError
from aldaba.storage.database import open_reader
from aldaba.storage.files import Files
from aldaba.storage.keys import Vault


def check_record(options: Namespace) -> int:
    """check every event chain, certificate and photo, and print what is not as it was written"""
    chosen = settings_of(options)
    tenants = [folder.name for folder in folders_in(chosen.themes)]
    try:
        faults = [f"{each}: {fault}" for each in tenants for fault in _faults(chosen, each)]
        notes = [f"{each}: note: {note}" for each in tenants for note in _notes(chosen, each)]
    except (Problem, DBAPIError) as error:
        raise SettingsError(
            "ALDABA_DATABASE_URL: no events can be read there. Is the address right,"
            " and was `aldaba migrate` run?"
        ) from error
    print("\n".join(faults) or "every chain, certificate and photo is whole")
    print(*notes, sep="\n", end="\n" if notes else "")
    return 1 if faults else 0


def _faults(chosen: Settings, tenant: str) -> Iterator[str]:
    files, vault = Files(chosen.files_url), Vault(chosen.index_key, chosen.encryption_keys)
    with open_reader(chosen.database_url) as reader:
        yield from reader.transact(tenant, verify)
        for each in CAPABILITIES:
            if each.faults:
                yield from reader.transact(tenant, each.faults, files, vault)


def _notes(chosen: Settings, tenant: str) -> Iterator[str]:
    with open_reader(chosen.database_url) as reader:
        for each in CAPABILITIES:
            if each.notes:
                yield from reader.transact(tenant, each.notes, Files(chosen.files_url), clock.now())
