"""Everything printed or scanned: poster codes, QR pictures, Collect's settings."""
