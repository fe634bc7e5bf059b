"""The page listens: sentences that customers really write, each labelled with what was meant."""

from collections.abc import Iterable

import pytest

from aldaba.capabilities.closures.listening import contradicts
from aldaba.texts import Words

# (language, pressed, text, what was meant); the samples' own sentences first, then others.
SAMPLES = (
    ("pt-BR", "accepted", "Ficou ótimo, obrigada!", "fine"),
    ("pt-BR", "accepted", "ficou bom mas ainda pinga um pouco", "pending"),
    ("pt-BR", "accepted", "Tudo certo, não pinga mais.", "fine"),
    ("pt-BR", "accepted", "A porta fecha. Falta pintar onde quebraram.", "pending"),
    ("pt-BR", "accepted", "Não ficou nenhuma sujeira, equipe nota 10", "fine"),
    ("pt-BR", "accepted", "aceito, só que o ralo do lavabo continua cheirando", "pending"),
    ("pt-BR", "accepted", "demorou demais mas resolveu", "fine"),
    ("pt-BR", "accepted", "resolvido parcialmente", "pending"),
    ("pt-BR", "reopened", "fechei sem querer, pode deixar encerrado", "fine"),
    ("es", "accepted", "Todo bien, pero queda una mancha en la pared", "pending"),
    ("en", "accepted", "The door is fine. The handle still wobbles.", "pending"),
    ("en", "accepted", "No problem at all now", "fine"),
    ("es", "accepted", "Impecable, muy amable el técnico", "fine"),
    ("es", "accepted", "anda bien pero sigue haciendo ruido", "pending"),
    ("es", "accepted", "Ya no pierde más", "fine"),
    ("es", "accepted", "Quedó bien. Falta que traigan la perilla.", "pending"),
    ("es", "accepted", "sin problemas hasta ahora", "fine"),
    ("es", "accepted", "más o menos, enfría pero no como antes", "pending"),
    ("es", "accepted", "tardaron un mes, pero quedó perfecto", "fine"),
    ("es", "accepted", "lo probaron vacío, con ropa no sé", "pending"),
    ("es", "reopened", "Perdón, me equivoqué de botón, quedó bien", "fine"),
    ("en", "accepted", "Works, except the light inside", "pending"),
)
OTHERS = (
    ("es", "accepted", "pero sigue goteando", "pending"),
    ("pt-BR", "accepted", "ainda não", "pending"),
    ("pt-BR", "accepted", "AINDA TEM CHEIRO DE ESGOTO", "pending"),
    ("pt-BR", "accepted", "tá funcionando direitinho, valeu", "fine"),
    ("pt-BR", "accepted", "Precisam voltar para o rejunte", "pending"),
    ("pt-BR", "accepted", "Continua funcionando bem depois de uma semana", "fine"),
    ("pt-BR", "accepted", "A torneira voltou a pingar hoje", "pending"),
    ("pt-BR", "reopened", "O cheiro voltou no domingo", "pending"),
    ("pt-BR", "reopened", "Ficou bom na cozinha mas o banheiro continua igual", "pending"),
    ("es", "accepted", "No volvió a saltar la térmica. Gracias", "fine"),
    ("es", "accepted", "Hay que ajustar la puerta de nuevo", "pending"),
    ("es", "accepted", "El técnico llegó puntual y dejó todo limpio", "fine"),
    ("es", "accepted", "volvio a perder agua", "pending"),
    ("es", "reopened", "Con carga completa sigue igual que antes", "pending"),
    ("es", "reopened", "apreté sin querer, ya funciona", "fine"),
    ("en", "accepted", "Perfect, thank you very much", "fine"),
    ("en", "accepted", "It still works after two weeks", "fine"),
    ("en", "accepted", "One socket is still dead but the rest is good", "pending"),
    ("en", "accepted", "The second coat of paint is missing", "pending"),
    ("en", "reopened", "Pressed the wrong button, all good", "fine"),
    ("en", "reopened", "The puddle came back after the storm", "pending"),
)


def heard(sentences: Iterable[tuple[str, str, str, str]]) -> tuple[list[str], list[str]]:
    """The sentences whose doubt was missed, and those that were doubted without need."""
    missed, alarms = [], []
    for language, pressed, text, meant in sentences:
        doubted = contradicts(Words(language), pressed, text)
        wanted = (pressed == "accepted") == (meant == "pending")
        if wanted and not doubted:
            missed.append(text)
        if doubted and not wanted:
            alarms.append(text)
    return missed, alarms


@pytest.mark.parametrize("language", ["es", "pt-BR", "en"])
def test_every_sentence_of_the_samples_is_understood(language: str) -> None:
    mine = [each for each in SAMPLES if each[0] == language]
    missed, alarms = heard(mine)
    assert (missed, alarms) == ([], [])


def test_few_other_sentences_are_misunderstood() -> None:
    missed, alarms = heard(OTHERS)
    assert len(OTHERS) == 21
    assert len(missed) <= 1
    assert len(alarms) <= 1


def test_an_empty_answer_says_nothing() -> None:
    assert not contradicts(Words("es"), "accepted", "")
    assert not contradicts(Words("es"), "reopened", "")


def test_a_company_changes_the_words() -> None:
    own = Words("es", {"closures.listening.pending": "chirría"})
    assert contradicts(own, "accepted", "Chirria al abrir")
    assert not contradicts(own, "accepted", "falta la perilla")
