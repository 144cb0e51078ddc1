"""Which tests belong to which scope, where a whole folder does."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_HERE = Path(__file__).parent
_CHANNEL = (_HERE / "botapi", _HERE / "bot" / "telegram")

# No example fails because the machine is slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what talks with the offline Bot API server: over a minute together."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _CHANNEL):
            item.add_marker(pytest.mark.channel)
