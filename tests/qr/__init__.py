"""Tests of qr."""
