"""Exact numbers, months and conditions, and the words in which results and faults are told."""
