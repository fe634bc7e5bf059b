"""Which scores ask for somebody's attention."""

from typing import Any

from aldaba.forms.fields import Matrix, Nps, Rating
from aldaba.forms.form import Form

LOWEST_RATING = 2  # and below
DETRACTOR = 6  # and below: who would rather advise against (Reichheld's net promoter score)


def is_low(form: Form, values: dict[str, Any]) -> bool:
    """Whether a score asks for somebody's attention: a rating of 2 or less, of a part too, or a
    recommendation of 6 or less."""
    for field in form.fields:
        match field, values.get(field.name):
            case Rating(), int(figure) if figure <= LOWEST_RATING:
                return True
            case Nps(), int(figure) if figure <= DETRACTOR:
                return True
            case Matrix(), dict(rows):
                if any(each is not None and each <= LOWEST_RATING for each in rows.values()):
                    return True
    return False
