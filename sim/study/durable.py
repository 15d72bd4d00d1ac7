"""What is given its final name must be on the disk before: else a power cut may leave a whole name with half a content."""

from __future__ import annotations

import errno
import os
from pathlib import Path

UNKNOWN = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)
"""Said of folders by disks (some of networks) that keep their names by themselves."""


def settle(path: Path) -> None:
    """Wait until the content of a file, or the names in a folder, are on the disk.

    Raises
    ------
    OSError
        The disk is full or broken.
    """
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    except OSError as error:
        if error.errno not in UNKNOWN or not path.is_dir():
            raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(place)


def settle_all(folder: Path) -> None:
    """Everything in a folder, then its names. Raises OSError as `settle`."""
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            settle(Path(place, name))
        settle(Path(place))
