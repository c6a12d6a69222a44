"""From the settings to the inbox."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock
from typing import Final
from weakref import WeakSet

from config.bucket_prefix import BucketPrefix
from config.sections import InboxSettings
from config.settings import Settings
from dossiers.errors import SettingsRefused
from flows.inbox.files import Inbox, InboxFile, InboxView
from flows.inbox.folder import FolderInbox
from flows.inbox.naming import Known
from storage.retrying import Patience

_servers: Final[WeakSet[Inbox]] = WeakSet()
_servers_change = Lock()


def open_inbox(settings: InboxSettings, *, section: str = "[inbox]", moves: bool = True) -> Inbox:
    """The inbox that the settings name; nothing is asked of it yet.

    Args:
        settings: where it lies.
        section: whose settings they are, as errors name it.
        moves: whether files leave it.

    Raises:
        SettingsRefused: what stands beside a place in a bucket is wrong.
        StoreRefused: there are no S3 credentials or no region.
    """
    if isinstance(settings.path, BucketPrefix):
        return _bucket(settings, settings.path, section, moves=moves)
    return FolderInbox(
        settings.path,
        settings.done_path,
        settle_seconds=settings.settle_seconds,
        look_seconds=settings.look_seconds,
    )


def _bucket(settings: InboxSettings, path: BucketPrefix, section: str, *, moves: bool) -> Inbox:
    # boto3 takes half a second to import: only who uses S3 waits for it.
    from flows.inbox.bucket import BucketInbox
    from storage.s3_client import require_address
    from storage.s3_prefix import S3Prefix

    require_address(settings.endpoint_url, setting=f"{section} endpoint_url")
    if moves and settings.done is None and not path.prefix:
        raise SettingsRefused(f"{section}: it is a whole bucket.", f"Set {section} done to another bucket.")
    place = S3Prefix(
        path,
        endpoint_url=settings.endpoint_url,
        region=settings.region,
        patience=Patience(settings.retry_seconds),
        section=section,
    )
    done = place.beside(BucketPrefix(str(settings.done_place))) if moves else place
    inbox = BucketInbox(place, done, settle_seconds=settings.settle_seconds)
    with _servers_change:
        _servers.add(inbox)
    return inbox


def stop_waiting() -> None:
    """Of whoever waits in this process for the server of an inbox, from now on nobody waits any longer."""
    with _servers_change:
        for inbox in _servers:
            inbox.stop_waiting()


def require_apart(settings: Settings) -> None:
    """Scans and the store may not lie within each other: one would be taken for the other.

    Raises:
        SettingsRefused: they do.
    """
    inbox, store = settings.inbox, settings.store
    if not (isinstance(inbox.path, BucketPrefix) and store.resolved_url.startswith("s3://")):
        return
    try:
        holder = BucketPrefix(store.resolved_url)
    except ValueError:
        return  # opening the store says what is wrong with it
    places = {"path": inbox.path, "done": BucketPrefix(str(inbox.done_place))}
    for name, place in places.items():
        # whatever the endpoints: one server has many names
        if holder.holds(place) or place.holds(holder):
            raise SettingsRefused(
                f"[inbox] {name} and [store] url lie within each other.", "Give each a prefix of its own."
            )


def look(
    settings: InboxSettings, known_codes: Collection[str], units: Collection[str] = frozenset()
) -> InboxView:
    """Looks twice, `settle_seconds` apart: what differs in size or time is still being written.

    `known_codes` are dossiers of the register, `units` its units.

    Raises:
        SettingsRefused: the inbox cannot be read, or stored files could not leave it.
    """
    return open_inbox(settings).look(Known(known_codes, units))


def has_changed(file: InboxFile) -> bool:
    """Whether the file is gone, out of reach or another one than was sighted, be it by a link on its way."""
    return file.door.has_changed(file)


def move_to_done(file: InboxFile) -> bool:
    """Moves a stored file out of the inbox; see Inbox.leave. One that a person named stays where it is."""
    return not file.is_of_inbox or file.door.leave(file)
