import time

import pytest

from aldaba.forms.characters import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  vazamento \r\n", "vazamento"),
        ("uma\r\nduas\rtrês\u2028quatro", "uma\nduas\ntrês\nquatro"),
        ("sa\u0303o", "são"),
        ("a\x07b\x1b[31mc\x7f", "ab[31mc"),
        ("Ana \u202eairaM", "Ana airaM"),
        ("\u200b\ufeff", ""),
        ("👩\u200d🔧 🧊", "👩\u200d🔧 🧊"),
        ("uma\ttabela", "uma\ttabela"),
        ("=1+1", "=1+1"),
        ('Ñandú 🧊 & "frío" <i>seco</i>', 'Ñandú 🧊 & "frío" <i>seco</i>'),
        ("x\u0301" * 5, "x\u0301" * 5),
    ],
)
def test_text_is_kept_as_people_mean_it(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@pytest.mark.parametrize(
    "typed", ["a\0b", "\ud800", "x\udfff", "a" + "\u0301" * 2500, "a" + "\u0301\u0316" * 40_000]
)
def test_what_no_database_can_keep_is_refused_at_once(typed: str) -> None:
    began = time.perf_counter()
    assert plain(typed) is None
    assert time.perf_counter() - began < 0.5
