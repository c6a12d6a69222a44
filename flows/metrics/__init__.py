"""Figures for Prometheus: what they are, how they are written (`[metrics] file`, `sohoa metrics`)."""
