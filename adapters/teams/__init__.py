"""Microsoft Teams: native payloads in and out, and the thin program that runs them."""

PLATFORM = "teams"
