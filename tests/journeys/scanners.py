"""What opens the links of mails by itself, as far as anybody has told: mail scanners that ask, run
scripts, press and send what they find; chat programs that draw a preview."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct
from playwright.sync_api import Page, Response

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "WhatsApp/2.24.1",
    "TelegramBot (like TwitterBot)",
    "Slackbot-LinkExpanding 1.0",
)
NETWORKS = ("127.0.0.1", "127.0.0.2")
LED_TO = re.compile(r'(?:href|src|action)="([^"#]+)"')
LEFT_ALONE = 30_000  # milliseconds
READY: Literal["domcontentloaded"] = "domcontentloaded"  # its scripts have run

# How a press on this button sends a form: by the page's "script", by "navigation", or not ("").
SENDS = """button => button.type !== "submit" || !button.form || button.form.method === "dialog"
    || !(button.form.noValidate || button.form.checkValidity()) ? ""
    : "form" in button.form.dataset ? "script" : "navigation" """


class Robot(Struct, frozen=True):
    """A browser that nobody sits at, with JavaScript (`script`) or without."""

    page: Page
    script: bool


def ask(_robot: Robot, link: str) -> None:
    """GET and HEAD as every agent, from two networks at the same time."""

    def from_network(network: str) -> None:
        with httpx.Client(transport=httpx.HTTPTransport(local_address=network)) as client:
            for agent in AGENTS:
                for method in ("GET", "HEAD"):
                    client.request(method, link, headers={"User-Agent": agent})

    with ThreadPoolExecutor() as pool:
        list(pool.map(from_network, NETWORKS))


def follow(_robot: Robot, link: str) -> None:
    """Follow redirects with a cookie jar, then everything that the page names, forms too."""
    with httpx.Client(follow_redirects=True) as client:
        page = client.get(link)
        found = {urljoin(str(page.url), each) for each in LED_TO.findall(page.text)}
        for address in sorted(found):
            if urlsplit(address).netloc == page.url.netloc.decode():
                client.get(address)


def look(robot: Robot, link: str) -> None:
    """Open it, scroll to its end, and leave it alone for half a minute of its own clock."""
    robot.page.goto(link)
    robot.page.mouse.wheel(0, 20_000)
    if robot.script:
        robot.page.clock.run_for(LEFT_ALONE)


def press(robot: Robot, link: str) -> None:
    """Press every button once, each on a fresh page."""
    page = robot.page
    page.goto(link, wait_until=READY)
    for position in range(page.locator("button").count()):
        page.goto(link, wait_until=READY)
        button = page.locator("button").nth(position)
        way = button.evaluate(SENDS)
        if way == "script" and robot.script:
            with page.expect_response(_to_a_post):
                button.evaluate("button => button.click()")
        elif way:
            with page.expect_navigation(wait_until=READY):
                button.evaluate("button => button.click()")
        else:
            button.evaluate("button => button.click()")


def send(robot: Robot, link: str) -> None:
    """Send every form twice, as it stands."""
    page, forms = robot.page, "form[method=post]"
    page.goto(link, wait_until=READY)
    for position in range(page.locator(forms).count()):
        for _ in range(2):
            page.goto(link, wait_until=READY)
            with page.expect_navigation(wait_until=READY):
                page.locator(forms).nth(position).evaluate("form => form.submit()")


def _to_a_post(response: Response) -> bool:
    return response.request.method == "POST"


SCANNERS: dict[str, Callable[[Robot, str], None]] = {
    "asks": ask,
    "follows": follow,
    "looks": look,
    "presses": press,
    "sends": send,
}
