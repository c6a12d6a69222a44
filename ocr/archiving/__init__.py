"""The archive copy (two layers, the scan's own image bytes) and the stored text."""
