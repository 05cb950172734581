"""Who is in a workspace, as Slack's API describes them."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

_PICTURE = "https://avatars.slack-edge.example/ava.png"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Somebody before the workspace knows them."""

    name: str
    email: str = ""
    tz: str = "Europe/Paris"
    locale: str = "fr-FR"
    admin: bool = False
    owner: bool = False
    guest: bool = False
    title: str = ""
    deleted: bool = False

    @property
    def handle(self) -> str:
        """What Slack calls `name`: in small letters, without accents or spaces."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return plain.lower().replace(" ", ".").replace("'", "")

    @property
    def address(self) -> str:
        """Their e-mail."""
        return self.email or f"{self.handle}@atlas.example"


@dataclass
class Directory:
    """The profiles of a workspace by user id, merged into what emulate says of its users."""

    profiles: dict[str, Profile] = field(default_factory=dict)

    def change(self, user: str, **changes) -> Profile:
        """Somebody's profile, changed."""
        self.profiles[user] = replace(self.profiles[user], **changes)
        return self.profiles[user]

    def completed(self, user: dict[str, Any], *, with_locale: bool) -> dict[str, Any]:
        """A user object of emulate with the fields that Slack has and emulate lacks."""
        profile = self.profiles.get(user["id"])
        if profile is None:
            return user
        offset = ZoneInfo(profile.tz).utcoffset(datetime.now(UTC))
        first, _, last = profile.name.partition(" ")
        email = {"email": profile.address} if "email" in user.get("profile", {}) else {}
        return user | {
            "real_name": profile.name,
            "deleted": profile.deleted,
            "color": "9f69e7",
            "tz": profile.tz,
            "tz_label": profile.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            **({"locale": profile.locale} if with_locale else {}),
            "is_admin": profile.admin or profile.owner,
            "is_owner": profile.owner,
            "is_primary_owner": False,
            "is_restricted": profile.guest,
            "is_ultra_restricted": False,
            "is_bot": False,
            "is_app_user": False,
            "is_email_confirmed": True,
            "updated": int(datetime.now(UTC).timestamp()),
            "who_can_share_contact_card": "EVERYONE",
            "profile": user.get("profile", {})
            | {
                "title": profile.title,
                "first_name": first,
                "last_name": last,
                "real_name": profile.name,
                "real_name_normalized": profile.name,
                "display_name": profile.name,
                "display_name_normalized": profile.name,
                "status_text_canonical": "",
                "avatar_hash": "g0000000000",
                **{f"image_{size}": _PICTURE for size in (24, 32, 48, 72, 192, 512)},
                "team": user["team_id"],
                "fields": {},
            }
            | email,
        }
