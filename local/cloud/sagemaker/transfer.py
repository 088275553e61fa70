"""Between S3 and the folders of a container, as SageMaker's agent copies them."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from cloud.sagemaker.aws import client

PARALLEL_COPIES = 8


class NoObjectsError(LookupError):
    pass


def bucket_and_key(uri: str) -> tuple[str, str]:
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")


def keys_below(bucket: str, prefix: str) -> Iterator[str]:
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        yield from (entry["Key"] for entry in page.get("Contents", []) if not entry["Key"].endswith("/"))


def keys_at(uri: str) -> list[str]:
    """The objects whose key begins with the URI's key; a bucket that does not exist has none."""
    bucket, prefix = bucket_and_key(uri)
    try:
        return list(keys_below(bucket, prefix))
    except client("s3").exceptions.NoSuchBucket:
        return []


def download(uri: str, folder: Path, unpack_gzip: bool = False) -> int:
    """Copy every object at `uri` below `folder`, its key relative to the prefix; NoObjectsError when there is none."""
    bucket, prefix = bucket_and_key(uri)
    keys = keys_at(uri)
    if not keys:
        raise NoObjectsError(f'No S3 objects found under S3 URL "{uri}"')
    folder.mkdir(parents=True, exist_ok=True)

    def copy(key: str) -> None:
        relative = key[len(prefix) :].lstrip("/") or PurePosixPath(key).name
        target = folder / relative
        if not target.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"the key {key} leads out of its channel")
        target.parent.mkdir(parents=True, exist_ok=True)
        client("s3").download_file(bucket, key, str(target))
        if unpack_gzip and target.suffix == ".gz":
            with gzip.open(target, "rb") as packed, target.with_suffix("").open("wb") as plain:
                shutil.copyfileobj(packed, plain)
            target.unlink()

    with ThreadPoolExecutor(PARALLEL_COPIES) as pool:
        list(pool.map(copy, keys))
    return len(keys)


def upload_file(file: Path, uri: str) -> None:
    bucket, key = bucket_and_key(uri)
    client("s3").upload_file(str(file), bucket, key)


def upload_folder(folder: Path, uri: str, sent: dict[Path, int] | None = None) -> int:
    """Copy every file below `folder` to the same relative key below `uri`.

    `sent` remembers when each file was last written, so that a repeated upload copies only what changed.
    """
    known = {} if sent is None else sent
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and known.get(file) != written(file)]
    base = uri.rstrip("/")

    def copy(file: Path) -> None:
        at = written(file)
        try:
            upload_file(file, f"{base}/{file.relative_to(folder).as_posix()}")
        except FileNotFoundError:
            return  # a container that still runs may have replaced it; the next round copies what it wrote
        known[file] = at

    with ThreadPoolExecutor(PARALLEL_COPIES) as pool:
        list(pool.map(copy, files))
    return len(files)


def written(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def upload_archive(folder: Path, uri: str, archive: Path) -> None:
    """Pack the contents of `folder` as tar.gz and upload it. A low level: local disks are cheaper than minutes."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
        for entry in sorted(folder.iterdir()):
            packed.add(entry, arcname=entry.name)
    upload_file(archive, uri)
    archive.unlink()


def download_archive(uri: str, folder: Path, archive: Path) -> None:
    """Download a tar.gz and unpack it into `folder`, refusing members that point outside."""
    bucket, key = bucket_and_key(uri)
    folder.mkdir(parents=True, exist_ok=True)
    client("s3").download_file(bucket, key, str(archive))
    unpack(archive, folder)
    archive.unlink()


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
