"""Which tests belong to which scope, where a whole folder does."""

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_CHANNEL = (_HERE / "botapi", _HERE / "bot" / "telegram")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what talks with the offline Bot API server: over a minute together."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _CHANNEL):
            item.add_marker(pytest.mark.channel)
