"""Archives that come from elsewhere."""

import tarfile
from pathlib import Path


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar, of which nothing may come to lie outside `folder`.

    Pythons before 3.11.4 have no filters for that: there an archive is refused that holds more than files and folders.
    """
    with tarfile.open(archive) as packed:
        if hasattr(tarfile, "data_filter"):
            packed.extractall(folder, filter="data")
            return
        below = folder.resolve()
        for member in packed:
            if not (member.isfile() or member.isdir()) or not (below / member.name).resolve().is_relative_to(below):
                raise tarfile.TarError(f"{member.name} is no file or folder below the archive's own")
        packed.extractall(folder)
