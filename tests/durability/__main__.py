"""The long runs: `python -m tests.durability [kills|mail|backup|mutants …]`; prints its ledger.

`make durability` runs all of them: 1,000 kills and 1,000,000 acknowledged requests, 10,000 mails, a
backup of 1 GB, every deliberate fault. Smaller: `make durability KILLS=20 ACKNOWLEDGED=10000 …`.
"""

import argparse
import asyncio
import os
import random
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.durability.ledger import Ledger
from tests.durability.load import Load
from tests.durability.mutants import mutants, turns_red
from tests.durability.reckoning import missing, reckon
from tests.journeys.service import ALDABA, Service
from tests.server.outbox.smtp_server import Mailbox, smtp_server

CUSTOMERS = 24  # at once: so many that batches are committed
WHOLE_EVERY = 100  # kills between looks at every row
PER_CONNECTION = 0.02  # seconds that the slow mail server takes for a recipient


def line(what: str, value: object) -> None:
    """One line of the ledger."""
    print(f"{what:<58} {value}", flush=True)  # noqa: T201 - the run's output


async def kills(folder: Path, options: argparse.Namespace) -> bool:
    """Kill the service at random moments under load until both numbers are reached."""
    service = Service(folder / "data", f"sqlite:///{folder}/data/aldaba.db")
    url, files = service.settings["ALDABA_DATABASE_URL"], folder / "data" / "files"
    ledger = Ledger(folder / "ledger", keep_requests=False)
    load, done, faults, stored_unanswered, began = Load(service.port, ledger), 0, [], 0, time.time()
    with (folder / "service.log").open("ab") as service.log:
        while done < options.kills or len(ledger.acknowledged) < options.acknowledged:
            before = dict.fromkeys(ledger.acknowledged)
            await asyncio.to_thread(service.start)
            await load.send_again()
            kill = done < options.kills
            sending = asyncio.create_task(load.send_for(3600 if kill else 30, CUSTOMERS))
            photos = asyncio.create_task(load.with_photos(3))
            await asyncio.sleep(random.uniform(0.1, 1.5) if kill else 30)
            await asyncio.to_thread(service.kill)
            for task in (sending, photos):
                task.cancel()
            await asyncio.gather(sending, photos, return_exceptions=True)
            done += 1
            fresh = {k: n for k, n in ledger.acknowledged.items() if k not in before}
            faults += missing(url, fresh)
            unanswered = [*ledger.unanswered]
            stored = missing(url, dict.fromkeys(unanswered, "?"))
            stored_unanswered += sum("missing" not in each for each in stored)
            if done % WHOLE_EVERY == 0:
                faults += reckon(url, ledger.acknowledged, files).faults
                line(f"after {done} kills", f"{len(ledger.acknowledged)} acknowledged")
        await asyncio.to_thread(service.start)
        await load.send_again()
        await asyncio.to_thread(service.stop)
    kept = reckon(url, ledger.acknowledged, files)
    faults += kept.faults
    line("kills at random moments", done)
    line("acknowledged", len(ledger.acknowledged))
    line("answers by status (0: none came)", dict(load.seen))
    line("stored and unanswered when it died, same number later", stored_unanswered)
    line("answers that changed", len(ledger.changed))
    line("acknowledged but missing, or otherwise wrong", len(faults))
    line("keys kept", len(kept.numbers))
    line("minutes", round((time.time() - began) / 60, 1))
    for fault in faults[:20]:
        line("  fault", fault)
    return not faults and not ledger.changed


async def mail(folder: Path, options: argparse.Namespace) -> bool:
    """Queue mails while their server is away, then let it take them slowly."""
    service = Service(folder / "data", f"sqlite:///{folder}/data/aldaba.db")
    load = Load(service.port, Ledger(folder / "ledger", keep_requests=False))
    mailbox = Mailbox(pause=PER_CONNECTION)
    async with smtp_server(mailbox) as service.settings["ALDABA_MAIL_URL"]:
        with (folder / "service.log").open("ab") as service.log:
            await asyncio.to_thread(service.start)
            await load.send_many(options.mails // 2)
            began = time.monotonic()
            while len(mailbox.delivered) < options.mails:  # noqa: ASYNC110 - another process sends
                await asyncio.sleep(0.2)
            seconds = time.monotonic() - began
            await asyncio.sleep(2)
            await asyncio.to_thread(service.stop)
    ids = {each.content.lower().partition(b"message-id:")[2][:80] for each in mailbox.delivered}
    line("mails", options.mails)
    line(
        "delivered · each once", f"{len(mailbox.delivered)} · {len(ids) == len(mailbox.delivered)}"
    )
    line("mails a second, after the last was queued", round(options.mails / max(seconds, 0.1)))
    return len(ids) == len(mailbox.delivered) == options.mails


async def backup(folder: Path, options: argparse.Namespace) -> bool:
    """A backup of so many megabytes while serving, restored and verified."""
    service = Service(folder / "data", f"sqlite:///{folder}/data/aldaba.db")
    load = Load(service.port, Ledger(folder / "ledger", keep_requests=False))
    with (folder / "service.log").open("ab") as service.log:
        await asyncio.to_thread(service.start)
        await load.send_many(200)
        files = folder / "data" / "files" / "horizonte"
        files.mkdir(parents=True, exist_ok=True)
        for _ in range(options.megabytes):
            (files / f"{secrets.token_hex(16)}.jpg").write_bytes(os.urandom(2**20))
        sending = asyncio.create_task(load.send_for(20, customers=2))
        took = await _timed(service, "backup", str(folder / "backup.tar"))
        await sending
        await asyncio.to_thread(service.stop)
    after = Service(folder / "after", f"sqlite:///{folder}/after/aldaba.db")
    for key in ("ALDABA_SECRET_KEYS", "ALDABA_DATA_KEYS"):
        after.settings[key] = service.settings[key]
    back = await _timed(after, "restore", str(folder / "backup.tar"))
    verified = await _timed(after, "verify")
    size = (folder / "backup.tar").stat().st_size / 2**20
    line("backup while serving: MB · seconds", f"{size:.0f} · {took:.1f}")
    line("restore · verify: seconds", f"{back:.1f} · {verified:.1f}")
    with closing(sqlite3.connect(folder / "after" / "aldaba.db")) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def _timed(service: Service, *arguments: str) -> float:
    began = time.monotonic()
    run: Callable[..., object] = subprocess.run
    command = (*ALDABA, *arguments)
    await asyncio.to_thread(run, command, env=service.settings, check=True, capture_output=True)
    return time.monotonic() - began


async def faults(_folder: Path, _options: argparse.Namespace) -> bool:
    """Every deliberate fault turns its test red."""
    green = []
    for mutant in mutants():
        red = await asyncio.to_thread(turns_red, mutant)
        line(
            f"{mutant.says}",
            f"{'red' if red else 'STILL GREEN'}: {mutant.test.rpartition('::')[2]}",
        )
        green += [] if red else [mutant]
    return not green


RUNS = {"kills": kills, "mail": mail, "backup": backup, "mutants": faults}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("runs", nargs="*", choices=[*RUNS, []], default=[*RUNS])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--acknowledged", type=int, default=1_000_000)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    well = True
    for name in options.runs:
        line(f"--- {name}", "")
        with TemporaryDirectory(prefix=f"aldaba-{name}-") as folder:
            well &= asyncio.run(RUNS[name](Path(folder), options))
    line("---", "all is well" if well else "SOMETHING IS WRONG")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
