"""What people decide about papers, and what is learned from it."""
