"""Tests of evaluation schemes."""
