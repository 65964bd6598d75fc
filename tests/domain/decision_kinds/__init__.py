"""Tests of the kinds of decisions, one file for each."""
