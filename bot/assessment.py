"""The words of self-assessments that conversations and the report share."""

FORM = "assessment"
START, MIDWAY, END = MOMENTS = ("start", "midway", "end")
NOTHING = "nothing"
# What mentees may give their mentors in return.
RETURNS = ("network", "advice", "visibility", "business", "confidence", "feedback", NOTHING)


def sides(role: str) -> tuple[str, ...]:
    """As what somebody is asked: in an exchange, as both."""
    return ("mentee", "mentor") if role == "both" else (role,)
