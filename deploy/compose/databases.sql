-- Beside the ledger (database sohoa): what Prefect knows of runs. It may be lost; the ledger may not.
CREATE DATABASE prefect OWNER sohoa;
