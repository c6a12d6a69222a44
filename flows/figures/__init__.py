"""Figures: dossiers judged and counted, reports made, written and issued, samples drawn."""
