"""The page of a closing: the question, or what was decided, drawn from one template."""

from typing import TYPE_CHECKING, Any

from litestar import Response
from msgspec import Struct

from aldaba import clock
from aldaba.capabilities.closures.page import Closed
from aldaba.capabilities.closures.times import ask_again_at, undo_by
from aldaba.capability import Onward
from aldaba.forms.fields import Photos
from aldaba.links import Link
from aldaba.problems import CODES
from aldaba.requests.deadlines import answer_by
from aldaba.requests.service import subject_of
from aldaba.themes.theme import Terms
from aldaba.web.deployment import Deployment
from aldaba.web.limits import PHOTOS_OF_FORM
from aldaba.web.reader import Reader

if TYPE_CHECKING:
    from aldaba.capabilities.closures.answered import Answered

DOUBTS = {"accepted": "mixed", "reopened": "calm"}


class Screen(Struct, frozen=True):
    """A reader before the page of the link `token`, about `closed`. `offers` are what an
    accepted closing may lead on to, `onward` those of them that show something, and what."""

    reader: Reader
    deployment: Deployment
    token: str
    closed: Closed
    offers: tuple[Onward, ...] = ()
    onward: tuple[tuple[Onward, Any], ...] = ()

    def page(
        self,
        *,
        said: "Answered | None" = None,
        problem: str = "",
        doubtful: bool = False,
        wanted: str = "",
        undo: Link | None = None,
        just_now: bool = False,
        late: bool = False,
        opened: str = "",
    ) -> Response[Any]:
        """The page as it stands. `said` with a `problem` (a code of `problems.CODES`) or `doubtful`
        is shown again to be completed; `wanted` is the choice that a mail's button names; `undo`
        the right to take back what was decided `just_now`; `late` says that somebody decided
        before; `opened` is the number of the request that was just opened from here."""
        reader, closed, at = self.reader, self.closed, clock.now()
        tenant, terms = reader.theme.tenant, self.terms()
        version, state = terms.hash if terms else "", closed.row.state
        signer = self.deployment.signer
        again = ask_again_at(tenant, closed.row.answer_by, at)
        fields = said.fields if said else {}
        return reader.page(
            "closures/acceptance.html",
            status=CODES[problem] if problem else 200,
            shown=closed,
            state=state,
            subject=subject_of(closed.request, closed.form),
            terms=terms,
            token=self.token,
            action=f"/l/{self.token}",
            hidden={
                "_nonce": signer.nonce(at, self.token, state, version),
                "_seen": state,
                "_terms": version,
                "_lang": reader.language,
            },
            values=fields,
            chosen=fields.get("choice", [""])[0],
            problems=said.problems if said else {},
            problem=problem,
            doubt=DOUBTS[said.choice] if said and doubtful else "",
            wanted=wanted if wanted in ("accept", "reopen", "later") else "",
            photos=self._photos(),
            staged=said.photos if said else (),
            upload=f"/p/{reader.theme.name}",
            undo=f"/l/{signer.sign(undo)}" if undo else "",
            certificate=self._certificate(),
            just_now=just_now,
            late=late,
            opened=opened,
            undo_by=undo_by(tenant, at),
            answer_by=answer_by(tenant, at),
            ask_again=None if closed.row.postponed else again,
            reopens=at <= closed.row.reopen_by,
            least=tenant.closing.least_reason,
            onward=self.onward,
        )

    def terms(self) -> Terms | None:
        """What is accepted with the work, in the reader's language."""
        return self.reader.theme.terms_in("acceptance", self.reader.language)

    def words_shown(self, choice: str) -> tuple[str, ...]:
        """The question, the choice, its consequence and the button, as the page shows them."""
        tenant, at, t = self.reader.theme.tenant, clock.now(), self.reader.words
        name = "accept" if choice == "accepted" else "reopen"
        return (
            t("closures.page.title"),
            t(f"closures.choice.{name}"),
            self.reader.fragment(
                "closures/consequence.txt",
                name=name,
                undo_by=undo_by(tenant, at),
                answer_by=answer_by(tenant, at),
            ).strip(),
            t(f"closures.button.{name}"),
        )

    def _photos(self) -> Photos:
        t = self.reader.words
        return Photos(name="photos", label=t("closures.photos"), required=False, max=PHOTOS_OF_FORM)

    def _certificate(self) -> str:
        row = self.closed.row
        if row.state != "accepted":
            return ""
        return self.deployment.path(certificate_link(row, self.reader.language))


CERTIFICATE_FOR = 3650 * clock.DAY


def certificate_link(row: Any, language: str) -> Link:
    """The certificate of the acceptance that stands for the closing `row`."""
    expires = row.decided_at + CERTIFICATE_FOR
    return Link("certificate", row.tenant, row.number, row.decided_sequence, expires, language)


def refuse_stale(screen: Screen, standing: str) -> Response[Any]:
    """The page of a link that is `superseded` or `revoked`: why, and what there is instead."""
    return screen.reader.page(
        "closures/stale.html",
        status=410,
        standing=standing,
        shown=screen.closed,
    )
