"""Workbooks and XForms; pure, no server."""
