"""Evaluations kept, compared and ranked: traces, differences, and what the next grade lacks."""
