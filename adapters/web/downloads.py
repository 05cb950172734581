"""The page's own files, and what a message attached, as a browser receives them."""

import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.guard import Refused
from storage.nouns import File

TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml"}
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def page_files(package: str, names: Iterable[str] = ()) -> dict[str, bytes]:
    """The files of a package's page by name, all or those that are named."""
    wanted = frozenset(names)
    return {
        file.name: file.read_bytes()
        for file in (files(package) / "page").iterdir()
        if file.name.rpartition(".")[2] in TYPES and (not wanted or file.name in wanted)
    }


def page_answer(page: Mapping[str, bytes]) -> Handler:
    """Serves these files by name, with a tag by which a browser keeps them."""
    tags = {name: hashlib.sha256(content).hexdigest()[:16] for name, content in page.items()}

    async def answer(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in page or name.endswith(".html"):
            raise Refused("not-found", 404)
        headers = {"ETag": f'"{tags[name]}"', "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        kind = TYPES[name.rpartition(".")[2]]
        return web.Response(body=page[name], content_type=kind, charset="utf-8", headers=headers)

    return answer


def as_download(file: File) -> web.Response:
    """An attached file: a picture may be shown, anything else is kept from being run."""
    shown = file.media_type in _PICTURES
    kind = file.media_type if shown else "application/octet-stream"
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''"
        + quote(file.name, safe=""),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return web.Response(body=file.content, headers=headers)
