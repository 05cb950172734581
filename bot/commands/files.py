"""Files given to a coordinator, each found only by a token that nobody can guess."""

from collections.abc import Callable
from secrets import token_urlsafe

from bot.message import Attachment
from bot.scene import Scene
from storage.nouns import File


def kept(
    scene: Scene,
    name: str,
    media_type: str,
    content: bytes,
    alt: str = "",
    token: Callable[[int], str] = token_urlsafe,
) -> Attachment:
    """Keeps a file for whoever speaks, and the way to it."""
    file = scene.work.add(
        File(
            token=token(24),
            name=name,
            media_type=media_type,
            content=content,
            person_id=scene.person.id,
            at=scene.work.now,
        )
    )
    return Attachment(file.token, file.name, file.media_type, alt)
