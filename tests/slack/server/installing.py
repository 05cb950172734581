"""Installing the app by OAuth, and removing it, as an administrator does."""

import html
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from tests.slack.server import web

if TYPE_CHECKING:
    from tests.slack.server.person import Person


def install(person: "Person", url: str, *, agrees: bool = True) -> web.Answer:
    """Open the app's install page, agree on Slack's, and follow the way back to the app.

    The answer is the app's last page. `agrees=False`: the person presses Cancel instead.
    """
    workspace, proxy = person.workspace, person.link.proxy
    page = web.request("GET", url)
    address = page.headers.get("location", "")
    if page.status == 200:
        links = re.findall(r'href="([^"]+)"', page.text)
        address = next((html.unescape(x) for x in links if "/oauth/v2/authorize" in x), "")
    assert address.startswith(proxy.url), f"no way from {url} to {proxy.url}: {page.text[:500]}"
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    # Without one Slack takes the first of the app's configuration, which is in our manifest.
    back = asked.setdefault("redirect_uri", urljoin(url, "/slack/oauth_redirect"))
    cookies = {"Cookie": page.headers.get("set-cookie", "").partition(";")[0]}
    if not agrees:
        refused = urlencode({"error": "access_denied", "state": asked["state"]})
        return web.request("GET", f"{back}?{refused}", headers=cookies)
    # emulate knows no port of the app's beforehand, so it is not asked about redirect_uri here.
    shown = urlencode({name: asked[name] for name in ("client_id", "scope")})
    form = web.request("GET", f"{workspace.url}/oauth/v2/authorize?{shown}")
    assert form.status == 200, f"emulate does not know this app: {form.text}"
    kept = ("client_id", "redirect_uri", "scope", "user_scope", "state")
    chosen = {"user_id": person.id, **{name: asked.get(name, "") for name in kept}}
    agreed = web.request(
        "POST",
        f"{workspace.url}/oauth/v2/authorize/callback",
        urlencode(chosen).encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    target = urljoin(back, agreed.headers["location"])
    proxy.codes[parse_qs(urlsplit(target).query)["code"][0]] = workspace
    return web.request("GET", target, headers=cookies)


def uninstall(person: "Person") -> tuple[Any, Any]:
    """Remove the app: its tokens are dead, and both events of it are told, in Slack's order."""
    workspace, link = person.workspace, person.link
    for grant in link.proxy.grants.values():
        if grant.workspace is workspace:
            grant.error = "account_inactive"
    stamp = {"event_ts": f"{time.time():.6f}"}
    dead = {"oauth": [], "bot": [workspace.bot_user]}
    return (
        link.event(workspace, {"type": "tokens_revoked", "tokens": dead, **stamp}),
        link.event(workspace, {"type": "app_uninstalled", **stamp}),
    )
