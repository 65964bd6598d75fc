"""The worker's page: what a poster opens, without login, without script, without a trace."""
