"""Questions: staff ask the customer, who answers with text and photos, or adds something."""

from pathlib import Path

from aldaba.capabilities.questions import customer, desk, letters, panels, reactions, rehearsal
from aldaba.capability import Capability, Email, LinkPage, Panel
from aldaba.events.questions import CustomerWrote, QuestionAnswered, QuestionAsked
from aldaba.requests.letters import FOLLOW_FOR, to_team

QUESTIONS = Capability(
    name="questions",
    forms=(Path(__file__).with_name("form.toml"),),
    links=(LinkPage("answer", FOLLOW_FOR, customer.show, customer.send),),
    reactions=(
        (QuestionAsked, reactions.asked),
        (QuestionAnswered, reactions.answered),
        (CustomerWrote, reactions.answered),
    ),
    panels=(Panel("question", panels.asking, "questions/ask-panel.html"),),
    follow=(Panel("question", panels.answering, "questions/answer-panel.html"),),
    notices={"asked": "questions.ask.asked"},
    emails=(
        Email("questions/asked", letters.asked),
        Email("questions/answered", to_team),
    ),
    desk=(desk.ask,),
    rehearse=rehearsal.rehearse,
)
