"""Treaty of the outbox: what staff did about mail that couldn't be delivered."""

from aldaba.events.event import Event


class MailSentAgain(Event, frozen=True):
    """Staff sent a mail again that was given up. `mail` is its kind, `recipient` whose it is
    (`customer`, `team`, `staff:<id>`)."""

    mail: str
    recipient: str
