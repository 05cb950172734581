"""Filling in a modal: what Slack's own client checks, then view_submission, then the answer."""

from typing import TYPE_CHECKING, Any

from tests.slack.server import payloads
from tests.slack.server.blocks import elements, filled, spaced, untouched

if TYPE_CHECKING:
    from tests.slack.server.inbound import Delivery
    from tests.slack.server.person import Person

View = dict[str, Any]


class NotSubmitted(AssertionError):
    """Slack’s client would not let this form go."""


def submit(person: "Person", shown: View, values: dict[str, Any]) -> "Delivery":
    """Send the form with these values, and do what the app answers."""
    fill(shown, values)
    _check(shown)
    payload = payloads.interaction(
        person.workspace, "view_submission", person.as_actor(), person.trigger(shown["id"])
    )
    payload |= {"view": view(shown), "response_urls": []}
    delivery = person.link.send("interactive", payload, person)
    if delivery.status == 200:
        _obey(person, shown, delivery.json)
    return delivery


def close(person: "Person", shown: View) -> "Delivery | None":
    """Close the form on top, or the whole stack when it wants that."""
    stack = person.workspace.modals[person.id]
    if shown.get("clear_on_close"):
        stack.clear()
    else:
        stack.remove(shown)
    if not shown.get("notify_on_close"):
        return None
    payload = payloads.interaction(person.workspace, "view_closed", person.as_actor(), "")
    del payload["trigger_id"]
    payload |= {"view": view(shown), "is_cleared": bool(shown.get("clear_on_close"))}
    return person.link.send("interactive", payload, person)


def fill(shown: View, values: dict[str, Any]) -> None:
    """Put values in fields, found by how their label begins, by block_id or by action_id."""
    touched = shown.setdefault("touched", {})
    for wanted, value in values.items():
        for block, element in elements(shown["blocks"]):
            written = spaced(block.get("label", {}).get("text", ""))
            named = (block["block_id"], element.get("action_id"))
            if wanted in named or written.startswith(wanted):
                touched.setdefault(block["block_id"], {})[element["action_id"]] = filled(
                    element, value
                )
                break
        else:
            labels = [b.get("label", {}).get("text") for b, _ in elements(shown["blocks"])]
            raise AssertionError(f"no field {wanted!r} in this form; there are: {labels}")


def view(shown: View) -> View:
    """The view as a payload carries it, with what the person put in."""
    values = untouched(shown["blocks"])
    for block_id, fields in shown.get("touched", {}).items():
        values.setdefault(block_id, {}).update(fields)
    told = {name: one for name, one in shown.items() if name != "touched"}
    return told | {"state": {"values": values}}


def _check(shown: View) -> None:
    """Refuse what Slack's client refuses before sending."""
    values = view(shown)["state"]["values"]
    wrong = []
    for block, element in elements(shown["blocks"]):
        if block["type"] != "input":
            continue
        name = block["label"]["text"]
        (value,) = (
            v for k, v in values[block["block_id"]][element["action_id"]].items() if k != "type"
        )
        if not value and not block.get("optional"):
            wrong.append(f"{name}: it must be filled in")
        if isinstance(value, str) and value:
            wrong += [f"{name}: {one}" for one in _too(element, value)]
        if isinstance(value, list) and len(value) > element.get("max_selected_items", 100):
            wrong.append(f"{name}: too many are chosen")
    if wrong:
        raise NotSubmitted("; ".join(wrong))


def _too(element: dict[str, Any], value: str) -> list[str]:
    if element["type"] == "number_input":
        number = float(value)
        low, high = element.get("min_value"), element.get("max_value")
        if not element["is_decimal_allowed"] and number != int(number):
            return ["it must be whole"]
        if low is not None and number < float(low):
            return ["it is too small"]
        return ["it is too big"] if high is not None and number > float(high) else []
    if len(value) > element.get("max_length", 3000):
        return ["it is too long"]
    return ["it is too short"] if len(value) < element.get("min_length", 0) else []


def _obey(person: "Person", shown: View, answer: dict[str, Any]) -> None:
    """Close, clear, replace or stack views as the app asked; mistakes stay on the form."""
    stack = person.workspace.modals[person.id]
    match answer.get("response_action"):
        case None:
            if shown in stack:
                stack.remove(shown)
        case "clear":
            stack.clear()
        case "errors":
            inputs = {b["block_id"] for b in shown["blocks"] if b["type"] == "input"}
            strays = answer["errors"].keys() - inputs
            assert answer["errors"], "no mistakes in response_action errors"
            assert not strays, f"mistakes under no field of the form: {strays}"
        case "update":
            stack[stack.index(shown)] = person.link.made(shown, answer["view"], person)
        case "push":
            stack.append(person.link.pushed(shown, answer["view"], person))
        case other:
            raise AssertionError(f"unknown response_action {other!r}")
