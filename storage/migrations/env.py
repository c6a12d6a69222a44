"""Alembic's entry: migrates on the connection that `storage.ledger` hands over."""

from __future__ import annotations

from alembic import context

import storage.audit_schema  # noqa: F401 - its tables belong to the metadata
import storage.night_schema  # noqa: F401
from storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
