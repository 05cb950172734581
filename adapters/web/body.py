"""What a page sends, as it arrives."""

from aiohttp import web

from adapters.web.read import Json, Unreadable


async def body_of(request: web.Request) -> Json:
    """The object that a page sent. Raises Unreadable."""
    try:
        data = await request.json()
    except ValueError:
        raise Unreadable("json") from None
    if not isinstance(data, dict):
        raise Unreadable("json")
    return data
