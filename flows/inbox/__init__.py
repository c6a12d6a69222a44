"""The inbox: which files lie there, whose they are, whether they still grow, and how one leaves it.

`files` is the seam; behind it a folder (`folder`), an S3 prefix (`bucket`), or what a person named (`named`).
"""

from flows.inbox.files import Inbox, InboxFile, InboxView, Lying, NoAnswer, require_acceptable
from flows.inbox.named import sight
from flows.inbox.naming import Known
from flows.inbox.opening import (
    has_changed,
    look,
    move_to_done,
    open_inbox,
    require_apart,
    stop_waiting,
)

__all__ = [
    "Inbox",
    "InboxFile",
    "InboxView",
    "Known",
    "Lying",
    "NoAnswer",
    "has_changed",
    "look",
    "move_to_done",
    "open_inbox",
    "require_acceptable",
    "require_apart",
    "sight",
    "stop_waiting",
]
