"""Training the learned model of kinds: the only place that imports scikit-learn (import-linter holds it)."""
