"""Objects (the store) and the ledger. Knows neither ocr nor reports."""
