"""The form by which a coordinator scores an offer to teach, full of the longest answers."""

from datetime import UTC, datetime

from bot.dialogues.selecting import Choosing
from bot.forms import Given
from bot.forms.views import full
from bot.message import FormView
from bot.selection.offers import CRITERIA
from bot.texts import Typed, Voice
from storage.nouns import Draft

_NOW = datetime(2016, 1, 5, 9, tzinfo=UTC)
_SAID = "Je regarde d’abord <l’historique> & la corbeille, puis je demande **qui** l’a ouvert. "


def scoring(voice: Voice) -> FormView:
    """All its questions at once, as a platform is given them."""
    said = {f"{each}_said": Typed((_SAID * 5)[:400]) for each in CRITERIA}
    draft = Draft(id=7, person_id=1, form=Choosing.name, created_at=_NOW, changed_at=_NOW)
    return full(Choosing, draft, Given(voice, _NOW, {}, {"name": Typed("Paul Roy"), **said}))
