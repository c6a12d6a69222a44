"""Keeping what is stored: verify, the audit trail, rebuild, backup and restore, export, purge."""
