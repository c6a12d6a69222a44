"""A night that is shared: cut into chunks, which runs on any machine claim through the ledger. No Prefect."""
