"""The only SQL: tables, queries, transactions, blobs and the outbox."""
