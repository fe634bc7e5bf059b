"""Documents at rest: nobody reads them without the keys, and they are found again by their hash."""

import pytest
from cryptography.exceptions import InvalidTag

from aldaba.storage.keys import Vault

OLD = ("k1", bytes(range(32, 64)))
NEW = ("k2", bytes(range(64, 96)))
INDEX = bytes(range(32))


def test_what_was_sealed_is_unsealed(vault: Vault) -> None:
    assert vault.unseal("horizonte", vault.seal("horizonte", "529.982.247-25 ñ")) == (
        "529.982.247-25 ñ"
    )


def test_a_seal_shows_nothing_and_never_repeats(vault: Vault) -> None:
    seals = {vault.seal("horizonte", "52998224725") for _ in range(3)}

    assert len(seals) == 3
    assert not any(b"52998224725" in sealed for sealed in seals)


def test_another_tenant_cannot_unseal(vault: Vault) -> None:
    with pytest.raises(InvalidTag):
        vault.unseal("norte", vault.seal("horizonte", "52998224725"))


@pytest.mark.parametrize("place", [-1, 3, 20])
def test_a_changed_byte_is_noticed(vault: Vault, place: int) -> None:
    sealed = bytearray(vault.seal("horizonte", "52998224725"))
    sealed[place] ^= 1

    with pytest.raises(InvalidTag):
        vault.unseal("horizonte", bytes(sealed))


def test_an_older_key_still_unseals_and_the_newest_seals() -> None:
    sealed = Vault(INDEX, (OLD,)).seal("horizonte", "52998224725")
    rotated = Vault(INDEX, (NEW, OLD))

    assert rotated.unseal("horizonte", sealed) == "52998224725"
    assert rotated.seal("horizonte", "x").startswith(b"k2:")


def test_a_key_that_is_gone_is_named() -> None:
    sealed = Vault(INDEX, (OLD,)).seal("horizonte", "52998224725")

    with pytest.raises(KeyError, match="k1"):
        Vault(INDEX, (NEW,)).unseal("horizonte", sealed)


def test_the_index_finds_a_document_again_for_its_own_tenant_only(vault: Vault) -> None:
    own = vault.index("horizonte", "52998224725")

    assert len(own) == 32
    assert own == vault.index("horizonte", "52998224725")
    assert own != vault.index("horizonte", "52998224726")
    assert own != vault.index("norte", "52998224725")
    assert own != Vault(bytes(range(1, 33)), (OLD,)).index("horizonte", "52998224725")
