"""A capability is tried as the service runs it: the others react to what happens in it."""

import pytest


@pytest.fixture(autouse=True)
def reacting(reactions: None) -> None:
    """`reactions`, in every test."""
