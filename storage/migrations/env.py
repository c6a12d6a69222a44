"""Alembic's entry: migrates on the connection that `storage.ledger` hands over."""

from __future__ import annotations

from alembic import context

import storage.audit_schema
import storage.night_schema  # noqa: F401 - their tables belong to the metadata
from storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
