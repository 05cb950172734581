"""What every test may ask for: a database of each kind, a browser page, and steady randomness."""

import os

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.crash.options", "tests.goldens", "tests.postgres"]

# No deadline: machines pause, and a slow example is not a wrong one.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
