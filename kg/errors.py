"""Every error this package raises on purpose.

Error                      a message in two parts: what happened, what to do
├── InputError             a file cannot be read: names the file and the cause
│   ├── EncodingError      the bytes are no text in an encoding we can tell
│   ├── EmptyError         there is no text in it
│   ├── TooLargeError      over the size limit
│   └── MetadataError      the sidecar, the front matter or an option is malformed
├── VocabularyError        a name or a code that no vocabulary knows (may carry near misses)
├── NotFoundError          a store, document, IRI or question that is not there
├── StoreError             the store cannot do it
│   ├── StoreLockedError   another process is writing to it
│   ├── StoreFormatError   written by another version, or not one of ours
│   └── EndpointError      a remote SPARQL endpoint refused or did not answer
├── QueryError             a query cannot be run
│   ├── QuerySyntaxError   it is not SPARQL 1.1
│   ├── QueryRefusedError  an update, SERVICE or a fetch where that is not allowed
│   └── QueryLimitError    stopped at its time, row or memory limit
└── DataError              data that the shapes refuse (carries the faults)
"""

from __future__ import annotations


class Error(Exception):
    """Base of all: `str(error)` says what happened, `error.advice` what to do next (may be empty).

    >>> e = Error("no store at x", "run: kg demo")
    >>> str(e), e.advice, e.exit_code
    ('no store at x', 'run: kg demo', 1)
    """

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep the two parts apart, so that every view can lay them out its own way."""
        super().__init__(message)
        self.advice = advice


class InputError(Error):
    """A file cannot be read."""

    exit_code = 4


class EncodingError(InputError):
    """The bytes are not text in an encoding that can be told."""


class EmptyError(InputError):
    """There is no text in the file."""


class TooLargeError(InputError):
    """The file is over the size limit."""


class MetadataError(InputError):
    """A sidecar, front matter or option is malformed."""


class VocabularyError(Error):
    """A name or code that no vocabulary knows; `near` holds what was perhaps meant."""

    exit_code = 2

    def __init__(self, message: str, advice: str = "", near: tuple[str, ...] = ()) -> None:
        """Add the near misses."""
        super().__init__(message, advice)
        self.near = near


class NotFoundError(Error):
    """A store, a document, an IRI or a question that is not there."""

    exit_code = 3


class StoreError(Error):
    """The store cannot do it."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class StoreFormatError(StoreError):
    """A store of another version, or a folder that is no store of ours."""


class EndpointError(StoreError):
    """A remote SPARQL endpoint refused or did not answer."""


class QueryError(Error):
    """A query cannot be run."""


class QuerySyntaxError(QueryError):
    """Not SPARQL 1.1."""

    exit_code = 2


class QueryRefusedError(QueryError):
    """An update, SERVICE or a fetch where that is not allowed."""

    exit_code = 2


class QueryLimitError(QueryError):
    """Stopped at its time, row or memory limit."""


class DataError(Error):
    """Data that the shapes refuse; `faults` holds one line each."""

    exit_code = 4

    def __init__(self, message: str, advice: str = "", faults: tuple[str, ...] = ()) -> None:
        """Add the faults."""
        super().__init__(message, advice)
        self.faults = faults
