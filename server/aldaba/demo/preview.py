"""`aldaba themes preview`: one company's theme on this computer, drawn anew whenever a file is
saved."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from aldaba import clock, settings
from aldaba.app import base_forms, create_app, deployed
from aldaba.demo.running import fresh_keys
from aldaba.preview.page import draft_link
from aldaba.storage.migrate import migrate
from aldaba.themes import report
from aldaba.web.server import run


def run_preview(themes: Path, tenant: str, port: int) -> int:
    """Serve until Ctrl-C, over data that is forgotten then; 1 when the folder has never been
    right, with all that is wrong in it."""
    report([themes / tenant], base_forms())
    with TemporaryDirectory(prefix="aldaba-preview-") as data:
        keys = fresh_keys()
        chosen = settings.read(
            {
                "ALDABA_DATA": data,
                "ALDABA_BASE_URL": f"http://127.0.0.1:{port}",
                "ALDABA_THEMES": str(themes),
                "ALDABA_SECRET_KEYS": keys["secret"],
                "ALDABA_DATA_KEYS": keys["data"],
            }
        )
        migrate(chosen.database_url)
        with deployed(chosen) as deployment:
            deployment.themes.publish(tenant, clock.now())  # here nobody waits for a command
            if deployment.themes.get(tenant) is None:
                sys.stderr.write("aldaba: mend what is listed above, then run this again\n")
                return 1
            sys.stdout.write(f"\n  {deployment.address(draft_link(tenant))}\n\n")
            sys.stdout.flush()
            run(create_app(deployment), "127.0.0.1", port)
    return 0
