"""The way of an appliance through Norte's workshop, as staff enter it and its customer reads it."""

from datetime import timedelta
from typing import NamedTuple

from tests.journeys import walk
from tests.journeys.spanish import spoken


class Step(NamedTuple):
    """A status of the workshop: its radio button, what staff fill in, what the customer reads."""

    label: str
    filled: dict[str, str]
    sentence: str


def workshop() -> list[Step]:
    """From the workshop to the door."""
    today = walk.today()
    turn, part = today + timedelta(days=1), today + timedelta(days=6)
    return [
        Step(
            "En cola del taller",
            {"Fecha": turn.isoformat()},
            f"Su equipo está en el taller. Turno de revisión: {spoken(turn, today)}.",
        ),
        Step(
            "En espera de repuestos",
            {"Fecha": part.isoformat()},
            f"Falta un repuesto. Fecha prevista: {spoken(part, today)}."
            " Si se atrasa, le avisamos antes.",
        ),
        Step("Reparación terminada", {}, "La reparación terminó y está en prueba 24 horas."),
        Step("Todo listo para la entrega", {}, "Ya se puede entregar. Elija día y horario."),
        Step(
            "En camino",
            {
                "Horario, como lo lee el cliente": "entre las 15 y las 17 h",
                "Quién va": "Raúl Llave",
            },
            "Sale hoy. Llega entre las 15 y las 17 h. Lo lleva Raúl Llave.",
        ),
        Step(
            "Entrega realizada",
            {"Fecha": today.isoformat()},
            f"Se entregó el {spoken(today, today)}. ¿Quedó bien?",
        ),
    ]
