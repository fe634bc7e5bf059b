"""The whole record in one file, and back."""

from argparse import Namespace

from aldaba.commands.options import settings_of
from aldaba.storage import backup
from aldaba.storage.files import Files


def back_up(options: Namespace) -> None:
    """copy database and files into one file, while the service runs"""
    chosen = settings_of(options)
    count = backup.back_up(chosen.database_url, Files(chosen.files_url), options.file)
    print(
        f"{options.file} holds the database and its files, {count} in all;"
        " keep ALDABA_DATA_KEYS and ALDABA_SECRET_KEYS apart from it"
    )


def restore(options: Namespace) -> None:
    """put a backup where nothing is yet"""
    chosen = settings_of(options)
    count = backup.restore(options.file, chosen.database_url, Files(chosen.files_url))
    print(f"{options.file} is restored, {count} files in all; `aldaba verify` checks the record")
