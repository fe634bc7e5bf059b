"""Intake as the application runs it: its reactions installed, and photos that wait for a form."""

from collections.abc import Awaitable, Callable

import pytest
from litestar.testing import AsyncTestClient

from aldaba import clock
from aldaba.app import create_app
from aldaba.photos import service as photos
from aldaba.photos.service import Photo
from aldaba.web.deployment import Deployment

Waiting = Callable[..., Awaitable[str]]


@pytest.fixture
def waiting(deployment: Deployment) -> Waiting:
    """Keeps the row of a staged photo of Horizonte, without its files; its id."""

    async def keep(photo_id: str, digest: str = "d" * 64, at: int | None = None) -> str:
        staged = Photo(
            tenant="horizonte",
            id=photo_id,
            digest=digest,
            name="IMG_0001.HEIC",
            width=600,
            height=400,
            staged_at=clock.now() if at is None else at,
        )
        await deployment.store.write("horizonte", photos.keep, staged)
        return photo_id

    return keep


@pytest.fixture
async def client(deployment: Deployment):
    """A browser before the whole application; it doesn't follow redirects."""
    async with AsyncTestClient(create_app(deployment)) as visitor:
        visitor.follow_redirects = False
        yield visitor
