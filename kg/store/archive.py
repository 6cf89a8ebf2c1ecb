"""A whole store in one file, and back.

The file is a tar.gz that any tool opens:

    kg-backup.json    whose it is, its format, and the size and SHA-256 of what follows
    merges.yaml       what people merged and split, if they did
    quads.nq          every quad as sorted N-Quads: documents, reviews, reference and derived graphs

The same store gives the same bytes. What is restored is made beside its place and put there when it is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import pyoxigraph as ox

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows moves no folder that is open
    fcntl = None  # type: ignore[assignment]

from kg.errors import InputError, StoreError, StoreFormatError, StoreLockedError
from kg.store import format as form
from kg.store.embedded import EmbeddedStore
from kg.vocabulary.namespaces import ID, KG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.base import Store

ARCHIVE: Final = 1
"""The number of this layout."""
HEAD: Final = "kg-backup.json"
MERGES: Final = "merges.yaml"
NQUADS: Final = "quads.nq"
KEPT: Final = (MERGES, NQUADS)
LARGEST_HEAD: Final = 1 << 16
PIECE: Final = 1 << 20
SUFFIXES: Final = (".nq", ".nquads", ".nq.gz", ".nquads.gz")
"""What an export as N-Quads is called."""


def backup(store: Store, target: Path) -> int:
    """Write a store into a file; return the number of quads.

    A reader writes the snapshot that it holds, whatever a writer does meanwhile. An earlier file of that name
    stays until the new one is whole. Raises StoreError.
    """
    with ExitStack() as stack:
        try:
            work = Path(
                stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-"))
            )
            merges = store.folder / MERGES if store.folder else None
            kept = {}
            if merges and merges.exists():
                kept[MERGES] = shutil.copyfile(merges, work / MERGES)
            kept[NQUADS] = work / NQUADS
            with kept[NQUADS].open("wb") as out:
                store.dump(out)
            made = work / "archive"
            _pack(kept, made)
            made.replace(target)
            _settle(target.parent)
        except OSError as error:
            raise StoreError(
                f"the backup {target} cannot be written: {error.strerror or error}", "give another place"
            ) from error
    return len(store)


def _pack(kept: dict[str, Path], target: Path) -> None:
    files = {name: {"bytes": path.stat().st_size, "sha256": _sum(path)} for name, path in kept.items()}
    head = {"software": form.SOFTWARE, "archive": ARCHIVE, "format": form.FORMAT, "files": files}
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        data = (json.dumps(head, indent=1, sort_keys=True) + "\n").encode()
        _put(tar, HEAD, io.BytesIO(data), len(data))
        for name, path in kept.items():
            with path.open("rb") as file:
                _put(tar, name, file, path.stat().st_size)
    with target.open("rb") as whole:
        os.fsync(whole.fileno())


def _put(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    """One member; its owner, rights and time say nothing of this machine."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    tar.addfile(member, file)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, folder: Path, *, replace: bool = False) -> int:
    """Make a store in `folder` of a backup, or of an export as N-Quads; return the number of quads.

    A store that is there stays, unless `replace` is true, and then goes only when the new one is whole.
    Raises InputError for a file that cannot be read, StoreFormatError for one that is broken or not ours,
    StoreError.
    """
    _free(folder, replace=replace)
    with ExitStack() as stack:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            work = stack.enter_context(tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-"))
            made = Path(work, "store")
            form.prepare(made)
            quads = Path(work, NQUADS)
            if source.name.endswith(SUFFIXES):
                _plain(source, quads)
            else:
                _unpack(source, quads, made)
            count = _load(source, quads, made)
            _settle(made)
            _swap(made, folder, Path(work, "old"))
            _settle(folder.parent)
        except OSError as error:
            raise StoreError(
                f"no store can be made at {folder}: {error.strerror or error}", "give another place"
            ) from error
    return count


def _free(folder: Path, *, replace: bool) -> None:
    """Raise unless a store can be put here."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    form.check(folder)
    if not replace:
        raise StoreError(f"there is a store at {folder} already", "give another folder, or say --replace")


def _swap(made: Path, folder: Path, old: Path) -> None:
    """Put the new store in its place, with the old one's lock in hand, so that no writer is at work in it.

    The old database must not be open meanwhile: it knows its files by path, where the new ones are then.
    """
    if not folder.exists() or not any(folder.iterdir()):
        made.replace(folder)
        return
    EmbeddedStore(folder).close()  # nobody writes, this process neither
    with _locked(folder / form.QUADS / "LOCK", folder):
        folder.replace(old)
        made.replace(folder)


@contextmanager
def _locked(file: Path, folder: Path) -> Iterator[None]:
    """The lock that a database takes when it is opened. Raises StoreLockedError."""
    with file.open("ab") as lock:
        if fcntl:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreLockedError(
                    f"another process is writing to the store {folder}", "wait until it is done"
                ) from error
        yield


def _unpack(source: Path, quads: Path, made: Path) -> None:
    """Take the members out, each checked against the head."""
    foreign = StoreFormatError(f"{source} is no backup of ours", "give what kg backup wrote, or a .nq file")
    try:
        with source.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|gz") as tar:
            members = iter(tar)
            first = next(members, None)
            if first is None or first.name != HEAD or first.size > LARGEST_HEAD:
                raise foreign
            files = _files(tar, first, source, foreign)
            for member in members:
                if member.name not in files or not member.isreg():
                    raise StoreFormatError(f"{source} is broken: {member.name!r} does not belong in it")
                target = quads if member.name == NQUADS else made / MERGES
                _take(tar, member, files.pop(member.name), target, source)
            if files:
                raise StoreFormatError(f"{source} is broken: {min(files)} is missing")
            _end(raw)
    except FileNotFoundError as error:
        raise InputError(f"there is no file {source}", "look at its name") from error
    except (tarfile.ReadError, gzip.BadGzipFile) as error:
        if "invalid header" in str(error) or "not a gzip" in str(error):
            raise foreign from error
        raise StoreFormatError(f"{source} is broken: {error}", "make the backup again") from error
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise StoreFormatError(f"{source} is broken: {error}", "make the backup again") from error


def _end(raw: IO[bytes]) -> None:
    """The file has to be whole to its end, which a stream of tar does not look at."""
    raw.seek(0)
    with gzip.GzipFile(fileobj=raw, mode="rb") as packed:
        while packed.read(PIECE):
            pass


def _files(
    tar: tarfile.TarFile, first: tarfile.TarInfo, source: Path, foreign: StoreFormatError
) -> dict[str, dict[str, Any]]:
    """What the head promises."""
    file = tar.extractfile(first)
    try:
        head = json.loads(file.read() if file else b"")
    except (ValueError, RecursionError):
        raise foreign from None
    if not isinstance(head, dict) or head.get("software") != form.SOFTWARE:
        raise foreign
    if head.get("archive") != ARCHIVE:
        raise StoreFormatError(
            f"{source} is a backup of kind {head.get('archive')}; this version reads kind {ARCHIVE}",
            "use the version of kg that wrote it",
        )
    form.known(head.get("format"), f"the backup {source}")
    files = head.get("files")
    if not isinstance(files, dict) or NQUADS not in files or not set(files) <= set(KEPT):
        raise StoreFormatError(f"{source} is broken: its head names other files than a backup has")
    return files


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, promised: Any, target: Path, source: Path) -> None:
    """One member into a file, no byte more than was promised."""
    file = tar.extractfile(member)
    digest = hashlib.sha256()
    size = promised.get("bytes") if isinstance(promised, dict) else None
    if file is None or member.size != size:
        raise StoreFormatError(f"{source} is broken: {member.name} has another size than was written")
    with target.open("wb") as out:
        while piece := file.read(PIECE):
            digest.update(piece)
            out.write(piece)
    if digest.hexdigest() != promised.get("sha256"):
        raise StoreFormatError(
            f"{source} is broken: {member.name} is not what was written", "make the backup again"
        )


def _plain(source: Path, quads: Path) -> None:
    """The N-Quads of an export, unpacked."""
    try:
        with source.open("rb") as raw, quads.open("wb") as out:
            packed: Any = gzip.GzipFile(fileobj=raw) if source.name.endswith(".gz") else raw
            shutil.copyfileobj(packed, out, PIECE)
    except FileNotFoundError as error:
        raise InputError(f"there is no file {source}", "look at its name") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise StoreFormatError(f"{source} is broken: {error}", "export it again") from error


def _load(source: Path, quads: Path, made: Path) -> int:
    """Fill the database, and look whether it is one of ours."""
    held = ox.Store(str(made / form.QUADS))
    try:
        held.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise StoreFormatError(f"{source} is broken: {error}", "export it again") from error
    if fault := next(_faults(held), None):
        raise StoreFormatError(f"{source} {fault}", "give what kg backup or kg export --to nquads wrote")
    held.flush()
    count = len(held)
    del held
    EmbeddedStore(made).close()  # publishes the first snapshot
    return count


def _faults(held: ox.Store) -> Iterator[str]:
    if next(held.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
        yield "holds quads in no graph, and a store has none"
    blank = "FILTER(ISBLANK(?s) || ISBLANK(?o))"
    if held.query(f"ASK {{ GRAPH ?g {{ ?s ?p ?o {blank} }} }}"):
        yield "holds blank nodes, and a store has none"
    reference = f"{{ GRAPH <{ID}graph/reference> {{ ?x ?p ?o }} }}"
    if len(held) and not held.query(f"ASK {{ {{ GRAPH ?g {{ ?x a <{KG}Readout> }} }} UNION {reference} }}"):
        yield "holds no readout and no reference data: it is no store of ours"


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
