"""What the bot holds in its hands shows in no trace of an error."""

from adapters.cli.entry import Entry
from adapters.slack.keys import Key


def test_no_token_is_in_what_a_trace_prints():
    held = [Key("xoxb-held", "T0ATLAS"), Entry("", bot_token="xoxb-held", secret_key="xoxb-held")]
    assert "xoxb-held" not in f"{held}"
