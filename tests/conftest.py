"""For every test: no network, and the profiles of Hypothesis."""

import os
import sys

from hypothesis import HealthCheck, Phase, settings

_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_SENDINGS = {"socket.connect", "socket.sendto"}


def _block_network(event: str, args: tuple[object, ...]) -> None:
    """Refuse whatever goes out, at any depth: an audit hook cannot be taken back. A Unix socket's address is text."""
    if event in _LOOK_UPS or (event in _SENDINGS and not isinstance(args[1], str | bytes)):
        raise RuntimeError(f"the tests use no network: {event}")


sys.addaudithook(_block_network)

# The same examples at every run, so that a red run means a changed program; "search" looks for new ones.
settings.register_profile(
    "dev",
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),  # to explain a failure takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("few", settings.get_profile("dev"), max_examples=12)
settings.register_profile("search", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "dev")
