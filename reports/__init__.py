"""A report becomes what an official reads: tables, JSON, CSV, one HTML page."""
