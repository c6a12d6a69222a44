"""What runs under Prefect, and `sohoa serve`. Nothing else imports Prefect."""
