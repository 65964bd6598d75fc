"""The office: pages for people who run campaigns, rendered by the server."""
