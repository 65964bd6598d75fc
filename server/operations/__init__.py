"""What one request, command or job does: one verb a file."""
