"""Measurements: what a machine of yours does, side by side in one run."""
