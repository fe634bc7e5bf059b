"""What `aldaba themes check` does: judge folders and say what is wrong."""

import sys
from collections.abc import Iterable
from pathlib import Path

from aldaba.themes.fault import Fault
from aldaba.themes.finding import Bases


def check(folder: Path, base_forms: Bases) -> list[Fault]:
    """Every fault of a tenant's folder, its path beginning with `folder` as it was given."""
    if not folder.is_dir():
        return [Fault(str(folder), 1, 1, "there is no such folder")]
    from aldaba.themes.load import load_folder  # noqa: PLC0415 - as in `shelf`

    _, faults = load_folder(folder, base_forms)
    return [fault.within(folder) for fault in faults]


def report(folders: Iterable[Path], base_forms: Bases) -> int:
    """Prints the faults of `folders`, a line each; 1 when one of them is an error, else 0."""
    faults = [fault for folder in folders for fault in check(folder, base_forms)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return int(any(fault.severity == "error" for fault in faults))
