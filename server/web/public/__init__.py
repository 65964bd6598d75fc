"""What anybody may ask: whether the server is ready."""
