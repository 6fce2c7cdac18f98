"""For every test: no network, and the profiles of Hypothesis."""

import os
import sys

from hypothesis import HealthCheck, settings

_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_SENDINGS = {"socket.connect", "socket.sendto"}


def _block_network(event: str, args: tuple[object, ...]) -> None:
    """Refuse whatever goes out, at any depth: an audit hook cannot be taken back. A Unix socket's address is text."""
    if event in _LOOK_UPS or (event in _SENDINGS and not isinstance(args[1], str | bytes)):
        raise RuntimeError(f"the tests use no network: {event}")


sys.addaudithook(_block_network)

settings.register_profile("dev", deadline=None)
# The same examples at every run, so that a red run means a changed program.
settings.register_profile(
    "ci", max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
