"""Links that an operator passes on: to set a password, to open a request's page."""

import asyncio
import sys
from argparse import Namespace

from aldaba import clock
from aldaba.app import CAPABILITIES, deployed
from aldaba.commands.options import settings_of
from aldaba.links import Link, Signer
from aldaba.people import invitation
from aldaba.requests import number
from aldaba.storage.database import open_reader
from aldaba.storage.migrate import migrate


def add_staff(options: Namespace) -> None:
    """add somebody to a company's staff; prints a one-time link to set a password"""
    chosen = settings_of(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        invited = invitation.invite(
            deployment, options.tenant, options.email, options.name, options.role, options.team
        )
        print(asyncio.run(invited))


def print_link(options: Namespace) -> int:
    """print a signed link about a request"""
    chosen = settings_of(options)
    pages = {page.purpose: page for each in CAPABILITIES for page in each.links}
    asked, page = number.read(options.number), pages.get(options.purpose)
    if page is None or asked is None:
        print(f"aldaba: purposes are {', '.join(pages)}; a number is XXX-XXX-XXX", file=sys.stderr)
        return 2
    about: tuple[str, int] | None = (asked, 0)
    if page.about:
        with open_reader(chosen.database_url) as reader:
            about = reader.transact(options.tenant, page.about, asked)
    if about is None:
        print(f"aldaba: there is nothing to open by a {options.purpose} link yet", file=sys.stderr)
        return 1
    expires = clock.now() + page.lifetime
    link = Link(options.purpose, options.tenant, *about, expires, options.lang)
    print(Signer(chosen.secret_keys).address(chosen.base_url, link))
    return 0
