"""Register files come in: CSV and XLSX, headers of many exports, rows into the ledger."""
