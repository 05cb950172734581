"""What is due next, as the page says it."""

from adapters.web.coming import coming
from bot.texts import Voice
from tests.pairing.town import NOW, a_town
from tests.web.scripted import Due


def test_an_opening_that_nobody_waited_for_is_due_no_more():
    with a_town("draft") as town:
        subject = f"programme:{town.programme.id}"
        dues = [Due(NOW, subject, "signup-2016-01-20"), Due(NOW, subject, "matching-2016-02-02")]
        shown = [each["why"] for each in coming(town.work, dues, Voice("fr"))]
        assert shown[0] == "Ouverture des inscriptions"
        town.work.change(town.programme, state="signup")
        assert [each["why"] for each in coming(town.work, dues, Voice("fr"))] == shown[1:]
