"""What the XML exporters share: text that XML 1.0 can hold."""

from __future__ import annotations

import re

# XML 1.0 section 2.2: these code points cannot stand in a document, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """The value as XML text; what XML cannot hold becomes U+FFFD, so that one sees something stood there.

    >>> text("a" + chr(0) + "b"), text(1.0)
    ('a\ufffdb', '1.0')
    """
    return _FORBIDDEN.sub("\ufffd", str(value))
