"""Erasing a person, after saying what that takes."""

import asyncio
import sys
from argparse import Namespace

from aldaba import clock
from aldaba.app import CAPABILITIES, deployed
from aldaba.commands.options import settings_of
from aldaba.requests import number
from aldaba.requests.erasing import erase_request, of_person
from aldaba.storage.migrate import migrate
from aldaba.web.deployment import Deployment


def erase(options: Namespace) -> int:
    """erase who somebody is, what they wrote and what they sent, from their requests"""
    chosen = settings_of(options)
    migrate(chosen.database_url)
    with deployed(chosen) as deployment:
        return asyncio.run(_erase(deployment, options.tenant, options.who, options.yes))


async def _erase(deployment: Deployment, tenant: str, who: list[str], sure: bool) -> int:
    found = await deployment.store.read(tenant, of_person, who)
    for asked, open_ in found:
        note = " is open still: close or cancel it first" if open_ else ""
        print(f"{number.shown(asked)}{note}")
    if not found:
        print(f"aldaba: no request of {tenant} is that, or by that", file=sys.stderr)
    if not found or any(open_ for _, open_ in found):
        return 1
    if not sure:
        print("nothing was erased: say --yes to do it, for good")
        return 0
    forgets = [each.forget for each in CAPABILITIES if each.forget]
    for asked, _ in found:
        await erase_request(deployment, tenant, asked, forgets, clock.now())
    print("erased")
    return 0
