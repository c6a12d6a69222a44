"""Made pages with their exact truth: `python -m benchmarks.pages tuning FOLDER`."""
