from tests.slack.harness import emulators, slack

__all__ = ["emulators", "slack"]
