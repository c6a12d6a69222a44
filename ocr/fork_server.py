"""The fork server: a process that has imported what reading needs, and forks one child per file from it.

`python -m ocr.fork_server`, started by `ocr.forking` only, with its channel as standard input. It parses no
foreign byte itself. Each message on the channel brings the request for one child and two descriptors: its
line to the parent, and its spool. The server is also the guard of its children: where the parent hangs up,
ends, or the child ends, it ends the child with all that it started, and clears its scratch directory. Where
the parent itself was killed, its working copies go, too.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from config.engine_name import EngineName
from dossiers.errors import ToolMissing

_PR_SET_CHILD_SUBREAPER = 36
_LONGEST_REQUEST = 1 << 17
# How a directory is named that holds the parent's working copies of one file, and nothing else.
_OF_THE_PARENT = "sohoa-"
# What every file needs is there for the first child; what some need, from the second on: a command for one
# file waits for neither more than it must.
_FOR_EVERY_FILE = (
    "ocr.reading.file_pages",
    "ocr.readable_pdf",
    "ocr.reading.image_pages",
    "ocr.reading.recognition",
    "numpy.ma",  # numpy.median imports it
    "PIL.JpegImagePlugin",
    "pytesseract",
    "ocr.reading.pdf_pages",
)
_FOR_SOME = (
    "PIL.TiffImagePlugin",
    *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.PngImagePlugin", "PIL.PpmImagePlugin"),
    *("PIL.ImageDraw", "PIL.ImageFont", "PIL.ImageCms"),
    "ocr.archiving.archive_copy",
    "ocr.archiving.image_copy",
    "ocr.archiving.pdf_copy",
    "pdfplumber",
    "pypdfium2",
    "importlib.resources.readers",
    "encodings.utf_16_be",
)


def _load_model(limits: dict[str, Any]) -> None:
    """The children inherit it; where it cannot be loaded, the child that needs it says why."""
    if limits["engine"] == EngineName.TESSEROCR:
        from ocr.reading.persistent import handle

        with suppress(ImportError, ToolMissing):
            handle(limits["languages"])


def main() -> None:
    """Serves until the parent closes the channel or ends."""
    channel = socket.socket(fileno=os.dup(0))
    os.dup2(1, 0)
    # Who stops a service asks all its processes at once. The run decides what becomes of its files: a child
    # that ended by itself would look like a broken file. Children, and programs they start, inherit this.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _adopt_orphans()
    _import(_FOR_EVERY_FILE)
    _Server(channel).serve()
    os._exit(0)  # no atexit hooks of the parsers


@dataclass(frozen=True, slots=True)
class _File:
    """A file at work: its child, the child's line to the parent, and where its working copies lie."""

    process: int
    life: int
    line: socket.socket
    scratch: str

    @property
    def descriptors(self) -> tuple[int, int]:
        return self.life, self.line.fileno()

    def close(self) -> None:
        self.line.close()
        os.close(self.life)


class _Server:
    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._files: dict[int, _File] = {}
        self._work: set[str] = set()
        self._imported = False
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)

    def serve(self) -> None:
        open_ = True
        while open_:
            ready = [descriptor for descriptor, _ in self._poll.poll()]
            for descriptor in ready:
                if descriptor in self._files:
                    self._end(self._files[descriptor])
            # Last, as a new file may get the number of a descriptor that was just closed.
            if self._channel.fileno() in ready:
                open_ = self._take()
        for file in set(self._files.values()):
            self._end(file)
        for directory in self._work:  # the parent was killed, else they are gone
            shutil.rmtree(directory, ignore_errors=True)

    def _take(self) -> bool:
        """Forks the child of one request; False where the parent is gone."""
        message, descriptors, _, _ = socket.recv_fds(self._channel, _LONGEST_REQUEST, 2)
        if not message:
            return False
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)  # noqa: FBT003 - it takes no keyword
        request = json.loads(message)
        if self._imported:
            _import(_FOR_SOME)
            _load_model(request["limits"])
        self._imported = True
        line, spool = socket.socket(fileno=descriptors[0]), descriptors[1]
        try:
            process = os.fork()
        except OSError:  # the parent is told by the end of the line
            line.close()
        else:
            if process == 0:
                self._become_child(request, line, spool)
            self._keep(_File(process, os.pidfd_open(process), line, request["scratch"]))
        self._remember(os.path.dirname(request["scratch"]))  # noqa: PTH120 - pathlib is not needed here
        os.close(spool)
        return True

    def _become_child(self, request: dict[str, Any], line: socket.socket, spool: int) -> None:
        """Runs in the child: nothing of the server and of other files stays open."""
        try:
            self._channel.close()
            for file in set(self._files.values()):
                file.close()
            from ocr.child import serve

            serve(request, line, spool)
        finally:
            os._exit(1)

    def _remember(self, work: str) -> None:
        """The parent's own working copies, where they lie in a directory made for them alone."""
        self._work = {directory for directory in self._work if os.path.exists(directory)}  # noqa: PTH110
        if os.path.basename(work).startswith(_OF_THE_PARENT):  # noqa: PTH119
            self._work.add(work)

    def _keep(self, file: _File) -> None:
        self._files.update(dict.fromkeys(file.descriptors, file))
        self._poll.register(file.life, select.POLLIN)
        self._poll.register(file.line, select.POLLRDHUP)

    def _end(self, file: _File) -> None:
        """Ends the child with its group, clears up behind it, and tells the parent how it ended."""
        how = _ended(file.process)
        shutil.rmtree(file.scratch, ignore_errors=True)
        for descriptor in file.descriptors:
            self._poll.unregister(descriptor)
            del self._files[descriptor]
        with suppress(OSError):  # the parent hung up, or reads no more
            file.line.send(b'\n{"ended": "%s"}\n' % how.encode(), socket.MSG_DONTWAIT)
        file.close()


def _ended(process: int) -> str:
    """Ends a child and whatever it started; says how the child ended."""
    os.kill(process, signal.SIGKILL)  # also where it does not lead its group yet
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-process, 0)
    code = os.waitstatus_to_exitcode(status)
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _adopt_orphans() -> None:
    """What a child leaves running becomes a child of the server, which then can wait for its end."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _import(names: tuple[str, ...]) -> None:
    gc.disable()  # modules stay: looking for garbage among them takes a quarter of the time to load them
    for name in names:
        with suppress(ImportError):  # the child that needs it says so
            importlib.import_module(name)
    gc.freeze()  # a collection in a child would copy the memory that it shares
    gc.enable()


if __name__ == "__main__":
    main()
