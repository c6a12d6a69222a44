"""Settings, and the catalogue, kinds, gates and rule sets as data with their loader."""
