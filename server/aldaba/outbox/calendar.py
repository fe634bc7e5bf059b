"""A calendar entry in a mail (iTIP over e-mail, RFC 5546 and RFC 6047).

One `uid` for the life of an appointment: an entry with a higher `revision` replaces the one before,
a cancelled one takes it away. Programs that show invitations read the third alternative of the
message, the others get a file to open.
"""

from email.message import EmailMessage

from msgspec import Struct

from aldaba import clock

FILE = "visit.ics"


class Appointment(Struct, frozen=True):
    """`begins` and `ends` are UTC microseconds, `place` is a line of text."""

    uid: str
    revision: int
    begins: int
    ends: int
    place: str
    cancelled: bool


def add_entry(
    message: EmailMessage, appointment: Appointment, *, to: str, organizer: str, at: int
) -> None:
    """Put the entry beside the texts of `message`, whose subject names it; `at` is now."""
    entry = _entry(appointment, message["Subject"], to, organizer, at)
    method = "CANCEL" if appointment.cancelled else "REQUEST"
    message.add_alternative(
        entry.decode(), subtype="calendar", params={"method": method}, cte="base64"
    )
    message.add_attachment(entry, maintype="application", subtype="ics", filename=FILE)


def _entry(appointment: Appointment, title: str, to: str, organizer: str, at: int) -> bytes:
    # Of a thousand mails few have an entry, and every start would pay for the import.
    from icalendar import Calendar, Event, vCalAddress  # noqa: PLC0415

    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.revision)
    event.add("dtstamp", clock.local(at, "UTC"))
    event.add("dtstart", clock.local(appointment.begins, "UTC"))
    event.add("dtend", clock.local(appointment.ends, "UTC"))
    event.add("summary", title)
    event.add("location", appointment.place)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Aldaba//visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.cancelled else "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
