"""Rows become spreadsheets and printed pages, and foreign spreadsheets become rows."""
