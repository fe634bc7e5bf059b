"""Surveys: a company's questions to who was helped, until a deadline."""

from pathlib import Path

from aldaba.capabilities.surveys import (
    customer,
    desk,
    letters,
    onward,
    page,
    panels,
    reactions,
    rehearsal,
    results,
    results_page,
    service,
)
from aldaba.capabilities.surveys.inviting import inviter
from aldaba.capability import Capability, Email, LinkPage, MenuEntry, Onward, Panel
from aldaba.events.closures import (
    ClosedUnanswered,
    ClosureAccepted,
    ClosureUndone,
    RequestClosed,
    RequestReopened,
)
from aldaba.events.surveys import SurveyInvited

SURVEYS = Capability(
    name="surveys",
    forms=(Path(__file__).with_name("form.toml"),),
    links=(
        LinkPage(
            page.PURPOSE,
            page.LIFETIME,
            customer.show,
            customer.decide,
            about=page.about,
            embedded=True,
            common=page.common,
        ),
    ),
    reactions=(
        (RequestClosed, reactions.closed),
        (ClosureAccepted, reactions.settled),
        (ClosedUnanswered, reactions.settled),
        (RequestReopened, reactions.reopened),
        (ClosureUndone, reactions.undone),
        (SurveyInvited, reactions.invited),
    ),
    panels=(Panel("survey", panels.for_staff, "surveys/desk-panel.html"),),
    follow=(Panel("survey", panels.for_customer, "surveys/follow-panel.html"),),
    onward=(Onward("survey", onward.offer, "surveys/at-once.html"),),
    notices={
        "survey_wanted": "surveys.notice.wanted",
        "survey_withheld": "surveys.notice.withheld",
        "survey_handled": "surveys.notice.handled",
    },
    emails=(
        Email("surveys/invitation", letters.asking),
        Email("surveys/reminder", letters.asking),
        Email("surveys/low", letters.low),
    ),
    desk=(
        desk.choose,
        desk.handle,
        results_page.show,
        results_page.as_csv,
        results_page.as_workbook,
    ),
    menu=(
        MenuEntry(
            "surveys.results.menu",
            "/surveys",
            waiting=results.unhandled_count,
            waits="surveys.results.waits",
        ),
    ),
    tasks=(inviter,),
    rehearse=rehearsal.rehearse,
    forget=service.forget,
)
