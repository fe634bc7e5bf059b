"""Running the service, on a company's own machine or to try it."""

from argparse import Namespace

from aldaba.app import create_app, deployed
from aldaba.commands.options import settings_of
from aldaba.storage.migrate import migrate
from aldaba.web.server import run


def serve(options: Namespace) -> None:
    """run the service"""
    chosen = settings_of(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        run(create_app(deployment), options.host, options.port)


def run_demo(options: Namespace) -> None:
    """two sample companies with their requests, made from nothing"""
    from aldaba.demo import running  # noqa: PLC0415 - what only the demo needs

    running.run_demo(options.port, options.sites_port)


def migrate_database(options: Namespace) -> None:
    """bring the database to this version's schema"""
    migrate(settings_of(options).database_url)
