"""Shapes: the JSON schemas made from Slack's own types, and what is wrong said in a few words."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

_SCHEMAS = Path(__file__).parent / "schemas"
# The API, its documents and slack_sdk call it so; npm's types have a name that Slack never reads.
_AS_IN_NPM = {"alt_txt": "alt_text"}
_ADDED_BY_BOLT = "team_id"  # to every call; Slack passes over it where it means nothing


def in_blocks(blocks: Any) -> list[str]:
    """What is not as KnownBlock[] of @slack/types says: strict, unknown fields included."""
    return _wrong(_validator("blocks"), blocks, "blocks")


def in_view(view: dict[str, Any]) -> list[str]:
    """What is not as HomeView or ModalView says, their blocks apart."""
    kind = view.get("type")
    if kind not in ("home", "modal"):
        return [f"view: type is {kind!r}, not home or modal"]
    return _wrong(_validator("views", str(kind)), view, "view")


def in_call(method: str, args: dict[str, Any]) -> list[str]:
    """What is not as the method's arguments in @slack/web-api, blocks and views apart."""
    if method not in _loaded("calls")["properties"]:
        return [f"{method}: not among Calls in tests/slack/npm/judged.ts"]
    validator = _validator("calls", method)
    known = {name for name, _ in _kinds(validator.schema)}
    told = {name: one for name, one in args.items() if name in known or name != _ADDED_BY_BOLT}
    told = {_AS_IN_NPM.get(name, name): one for name, one in told.items()}
    return _wrong(validator, as_typed(validator.schema, told), method)


def in_payload(kind: str, payload: dict[str, Any]) -> list[str]:
    """What Slack's own Bolt would not expect to receive; more fields than it names may be there.

    Where its types say that a field is absent Slack writes null (`enterprise`).
    """
    present = {name: one for name, one in payload.items() if one is not None}
    return _wrong(_validator("inbound", kind), present, kind)


def as_typed(schema: Any, args: dict[str, Any]) -> dict[str, Any]:
    """Arguments that came as text (in a URL or a form) as the types that the schema has."""
    kinds: dict[str, set[str]] = {}
    for name, kind in _kinds(schema):
        kinds.setdefault(name, set()).add(kind)
    return {name: _typed(kinds.get(name, set()), value) for name, value in args.items()}


@cache
def _loaded(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.json").read_text("utf-8"))
    return schema


@cache
def _validator(name: str, part: str = "") -> Draft7Validator:
    whole = _loaded(name)
    if part:
        schema = {**whole["properties"][part], "definitions": whole.get("definitions", {})}
        if "$ref" in schema:  # in draft 7 nothing beside a $ref counts, so it goes one level down
            schema = {"allOf": [whole["properties"][part]], "definitions": whole["definitions"]}
        return Draft7Validator(schema)
    return Draft7Validator(whole)


def _wrong(validator: Draft7Validator, value: Any, what: str) -> list[str]:
    found = [one for error in validator.iter_errors(value) for one in _told(error)]
    return list(dict.fromkeys(f"{what}{place}: {said}" for place, said in found))


def _told(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The mistakes under a mistake: of several alternatives, those of the one that was meant."""
    if not error.context:
        yield _place(error), error.message[:300]
        return
    branches = list(_branches(error))
    meant = [errors for errors in branches if not any(map(_is_another, errors))]
    if not meant:
        yield _place(error), f"is of no known kind: {json.dumps(error.instance)[:200]}"
        return
    for one in min(meant, key=lambda errors: (len(errors), _depth(errors))):
        yield from _told(one)


def _branches(error: ValidationError) -> Iterator[list[ValidationError]]:
    branches: dict[int, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(int(one.relative_schema_path[0]), []).append(one)
    yield from branches.values()


def _is_another(error: ValidationError) -> bool:
    """The value says by its `type` that this alternative was not meant."""
    if error.validator in ("const", "enum"):
        return list(error.relative_path) == ["type"]
    if error.context and not error.relative_path:
        return all(any(map(_is_another, errors)) for errors in _branches(error))
    return False


def _depth(errors: list[ValidationError]) -> int:
    return -max(len(error.absolute_path) for error in errors)


def _place(error: ValidationError) -> str:
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path
    )


def _kinds(schema: Any) -> Iterator[tuple[str, str]]:
    for branch in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from _kinds(branch)
    for name, one in schema.get("properties", {}).items():
        kinds = one.get("type", [])
        yield from ((name, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
        for branch in one.get("anyOf", ()):
            yield from ((name, kind) for kind in [branch.get("type", "string")])


def _typed(kinds: set[str], value: Any) -> Any:
    if not isinstance(value, str) or "string" in kinds:
        return value
    if "boolean" in kinds and value.lower() in ("0", "1", "true", "false"):
        return value.lower() in ("1", "true")
    if "number" in kinds and value.replace(".", "", 1).isdigit():
        return float(value) if "." in value else int(value)
    return value
