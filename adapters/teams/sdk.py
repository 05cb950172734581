"""The door to Teams, by Microsoft's SDK: the one file that knows it.

The SDK checks who speaks and runs the turn; what it would fetch in the middle of a request, keys
and tokens, is fetched elsewhere and before. It is handed only what it needs of an activity, which
stays a plain dict for everybody else: its models lose what they do not know.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ChannelValidation,
    ClaimsIdentity,
    SimpleCredentialProvider,
)
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from botframework.connector.auth.user_token_client import UserTokenClient
from botframework.connector.auth.verify_options import VerifyOptions

from adapters.teams.connector import is_here
from adapters.teams.read import tenant_of
from adapters.teams.signing import OPEN_ID, SigningKeys

CHANNEL = "msteams"
SCOPE = f"{AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE}/.default"
Json = dict[str, Any]
Act = Callable[[Mapping[str, Any]], Awaitable[Json | None]]
_LEEWAY = 300  # seconds between two clocks
_MOMENT, _REMEMBERED = 60.0, 100  # seconds, tokens
_SEEN = ("type", "id", "name", "channelId", "serviceUrl")  # of an activity, by the SDK


class Unauthorised(PermissionError):
    """It does not come from the Teams of a tenant that this bot serves."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class Door:
    """Lets in what Teams sent to this app, from a tenant of the list.

    Without keys everything is let in: that is for a client on this machine, and nothing else.
    """

    def __init__(self, app_id: str, tenants: frozenset[str], keys: SigningKeys | None) -> None:
        self._tenants = {each.lower() for each in tenants}
        self._trust = _Trust(app_id, keys)
        self._host = _Host(self._trust)

    async def identity(self, header: str | None) -> ClaimsIdentity:
        """Who an `Authorization` header says is speaking. Raises Unauthorised."""
        try:
            return await self._trust.identity(header)
        except Exception:  # the SDK has an error of its own for every way of being wrong
            raise Unauthorised from None

    def check(self, identity: ClaimsIdentity, body: Mapping[str, Any]) -> None:
        """Whether somebody may say that, and here. Raises Unauthorised."""
        if self._tenants and tenant_of(body).lower() not in self._tenants:
            raise Unauthorised
        if not self._trust.checks and not is_here(str(body.get("serviceUrl"))):
            raise Unauthorised  # or anybody here could have the bot write anywhere
        if self._trust.checks and (
            body.get("channelId") != CHANNEL
            or body.get("serviceUrl")
            != identity.get_claim_value(ChannelValidation.SERVICE_URL_CLAIM)
        ):
            raise Unauthorised

    async def turn(
        self, identity: ClaimsIdentity, body: Mapping[str, Any], act: Act
    ) -> InvokeResponse | None:
        """What an activity is answered: `act` gives the body that an invoke asks for."""
        trusted = AuthenticateRequestResult()
        trusted.claims_identity = identity
        trusted.connector_factory = _NothingGoesOut()

        async def logic(context: TurnContext) -> None:
            answer = await act(body)
            if context.activity.type == "invoke":
                response = InvokeResponse(status=200, body=answer or {})
                await context.send_activity(Activity(type="invokeResponse", value=response))

        seen = {name: body[name] for name in _SEEN if isinstance(body.get(name), str)}
        return await self._host.process_activity(trusted, Activity().deserialize(seen), logic)


class _Host(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """Runs a turn as the SDK does, without its own web server."""


class _Trust(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Trusts what Microsoft signed for this app to say in Teams."""

    def __init__(self, app_id: str, keys: SigningKeys | None) -> None:
        self.checks = keys is not None
        self._app = SimpleCredentialProvider(app_id, "")
        issuer = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
        allowed = AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS
        options = VerifyOptions([issuer], None, _LEEWAY, False)
        self._extractor = JwtTokenExtractor(options, OPEN_ID, allowed)
        # The SDK's own would fetch them by a blocking call, without time-out, within a request.
        self._extractor.open_id_metadata = keys
        self._found: dict[str, tuple[ClaimsIdentity, float]] = {}  # by header, and until when

    async def identity(self, header: str | None) -> ClaimsIdentity:
        """Who a header says is speaking; raises whatever the SDK does.

        Teams sends the same token for an hour: what was found of one stands for a moment, so that
        a crowd of activities does not check the same signature each.
        """
        if not self.checks:
            return ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
        now = time.monotonic()
        known = self._found.get(header or "")
        if known is not None and known[1] > now:
            return known[0]
        found = await self._checked(header)
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        left = float(found.get_claim_value("exp")) - time.time()
        self._found[header or ""] = found, now + min(_MOMENT, left)
        return found

    async def _checked(self, header: str | None) -> ClaimsIdentity:
        found = await self._extractor.get_identity_from_auth_header(header, CHANNEL)
        found = await ChannelValidation.validate_identity(found, self._app)
        if not found.get_claim_value("exp"):  # the SDK only checks one that is there
            raise Unauthorised
        return found

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Not by this way: `Door` checks the header before anybody reads the body."""
        raise Unauthorised

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        """Nothing is streamed."""
        raise Unauthorised

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """What goes out does so by the outbox."""
        return _NothingGoesOut()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> UserTokenClient:
        """Nobody signs in to anything else."""
        return


class _NothingGoesOut(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """Stands where the SDK wants a way out, which no turn takes: messages leave by the outbox."""

    async def create(self, service_url: str, audience: str) -> object:
        """A thing that cannot send."""
        return self
