"""Moving a programme from one state to the next."""

from bot.moments.programme import enter
from bot.programme.lifecycle import move
from bot.scene import Scene
from storage.nouns import Programme


def programme_of(scene: Scene) -> Programme:
    """The programme spoken of. Raises LookupError when there is none."""
    if scene.programme is None:
        raise LookupError("no programme is spoken of")
    return scene.programme


def moved(scene: Scene, name: str) -> Scene:
    """The scene after a move of its programme. Raises IllegalMove."""
    # Two coordinators may press at once: the second finds the programme as the first left it.
    programme = scene.work.lock(Programme, programme_of(scene).id)
    state = move(programme.state, name, paired=scene.plan.on_request.paired)
    return scene.within(enter(scene.work, programme, state))


def may(scene: Scene, name: str) -> None:
    """Raises IllegalMove unless that move is possible now."""
    move(programme_of(scene).state, name, paired=scene.plan.on_request.paired)


__all__ = ["may", "moved", "programme_of"]
