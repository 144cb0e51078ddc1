"""Debian's Chromium, which `make browser` sees to."""

import shutil

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PATIENCE_MS = 60_000  # only what never comes takes as long
