"""Days as a page in Spanish says them, spelt here and not by the product."""

from datetime import date

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
# Any day with its hour, as a regular expression.
DEADLINE = rf"({'|'.join(WEEKDAYS)}) \d+ de ({'|'.join(MONTHS)})( de \d{{4}})?, a las? [\d:]+ h"


def spoken(day: date, today: date) -> str:
    """`day` without an hour; its year where that is not the year of `today`."""
    said = f"{WEEKDAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]}"
    return said if day.year == today.year else f"{said} de {day.year}"
