"""What staff accounts add to the desk; `app.CAPABILITIES` lists it like any capability."""

from aldaba.capability import Capability
from aldaba.people import desk, invitation, news_desk, signing_in

PEOPLE = Capability(
    name="people",
    notices={"mail_chosen": "people.news.saved"},
    desk=(
        signing_in.sign_in_page,
        signing_in.sign_in,
        signing_in.sign_out,
        invitation.password_page,
        invitation.choose_password,
        desk.switch_language,
        news_desk.show,
        news_desk.choose,
    ),
)
