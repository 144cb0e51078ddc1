"""Reports that a school can hand on: counts, never names."""
