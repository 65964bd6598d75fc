"""Tests of the pure rules; no fixture, no file, no database."""
