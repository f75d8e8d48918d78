"""Reports: pure queries over the ledger and their PDF and CSV."""
