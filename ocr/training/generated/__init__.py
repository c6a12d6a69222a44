"""Generated texts of every kind of paper: what the shipped model is trained on, and nothing else."""
