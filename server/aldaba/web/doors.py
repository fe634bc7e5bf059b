"""An address is a door and a name: `/f/horizonte/…`, `/l/<token>`, `/desk/horizonte/…`."""


def door_of(path: str) -> str:
    """The first part of a path: who is served there, and how."""
    return path.lstrip("/").partition("/")[0]


def name_in(path: str) -> str:
    """The second part: the company's name or, in a link, the token."""
    return path.lstrip("/").partition("/")[2].partition("/")[0]
