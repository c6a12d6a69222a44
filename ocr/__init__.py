"""A file becomes pages, text and documents. Knows neither storage nor reports."""
