"""One request with a photo in Firefox and one in WebKitGTK, from two example sites each:
`make browsers`. Fails where a browser is missing, and says how to get it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from aldaba.demo import sites
from tests.ports import free_port
from tests.widget.host import EXAMPLES, ROOT, serving

HERE = Path(__file__).parent
NEEDED = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "xvfb-run": "xvfb"}


def main() -> int:
    missing = [package for command, package in NEEDED.items() if not shutil.which(command)]
    if missing:
        print(f"missing browsers: run `apt-get install {' '.join(missing)}`")  # noqa: T201
        return 1
    port = free_port()
    server = sites.serve(EXAMPLES, 0, f"http://127.0.0.1:{port}")
    told = {
        "SITES": f"http://localhost:{server.server_port}",
        "FIREFOX": str(shutil.which("firefox-esr")),
        "PHOTO": str(ROOT / "tests/photos/coffee.jpg"),
        "WEBKIT_PORT": str(free_port()),
    }
    with TemporaryDirectory() as data, serving(Path(data), port, told["SITES"]):
        walk = ("xvfb-run", "--auto-servernum", "node", str(HERE / "walk.js"))
        return subprocess.run(walk, env=os.environ | told, timeout=240, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
