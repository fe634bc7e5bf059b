"""Response headers: what every answer carries, and what a page adds.

An answer that says nothing about caching or content is taken as the strictest: not kept, not
framed, loading nothing.
"""

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from aldaba.themes import Theme

FORMS = "f"  # the door whose pages a company's own sites may frame

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # under no-referrer a browser posts `Origin: null`
    "Permissions-Policy": PERMISSIONS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)


def page_headers(door: str, theme: Theme | None) -> dict[str, str]:
    """The headers of an HTML page behind `door`, the first part of its path.

    Only a form's page may be framed, by the sites that the company lists, and kept by the browser
    (private, asked again), so that Back shows what was typed. Everything else is personal.
    """
    origins = theme.tenant.origins if theme and door == FORMS else ()
    framers = " ".join(origins) or "'none'"
    return {
        "Content-Security-Policy": f"{PAGE_POLICY}; frame-ancestors {framers}",
        "Cache-Control": "private, no-cache" if door == FORMS else "no-store",
        "Vary": "Accept-Language",
    }


def least_headers(*, https: bool) -> dict[str, str]:
    """What every answer carries unless it says otherwise: `ALWAYS`, and HSTS over `https`."""
    return ALWAYS | (HSTS if https else {})


def with_headers(app: ASGIApp, *, https: bool) -> ASGIApp:
    """`app`, each answer of which carries at least `least_headers`."""
    said = least_headers(https=https)
    least = [(name.lower().encode(), value.encode()) for name, value in said.items()]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.lower(), value) for name, value in message["headers"]]
                names = {name for name, _ in own}
                message["headers"] = own + [pair for pair in least if pair[0] not in names]
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer
