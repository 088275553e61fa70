"""The console's files, from a folder or from the deployed bucket, with the headers CloudFront would send."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from cloud.asgi import Scope, Send, headers_of, send_answer
from cloud.settings import Settings

INDEX = "index.html"
# A bundler puts a hash of the content into such names, so they never change under a name.
HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
PACKABLE = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/manifest+json")
SMALLEST_TO_PACK = 1024


@dataclass(frozen=True)
class File:
    content: bytes
    packed: bytes | None
    content_type: str
    tag: str


class ConsoleFiles:
    """Serves a single-page application: a path without a file is the application's own route."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache: dict[str, File] = {}

    async def serve(self, scope: Scope, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await send_answer(send, 405, {"allow": "GET, HEAD", "content-length": "0"}, b"")
            return
        name = str(PurePosixPath(scope["path"]).relative_to("/")) if scope["path"] != "/" else INDEX
        file = self.find(name)
        if file is None and not PurePosixPath(name).suffix:
            name, file = INDEX, self.find(INDEX)
        if file is None:
            body = b"There is no such file. If this is the console's first page, it has not been built yet.\n"
            await send_answer(send, 404, {"content-type": "text/plain", "content-length": str(len(body))}, body)
            return
        await answer(scope, send, name, file)

    def find(self, name: str) -> File | None:
        content = self.read_folder(name) if self.settings.console_folder else self.read_bucket(name)
        if content is None:
            return None
        tag = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        known = self.cache.get(name)
        if known is None or known.tag != tag:
            known = self.cache[name] = described(name, content, tag)
        return known

    def read_folder(self, name: str) -> bytes | None:
        folder = self.settings.console_folder
        if folder is None:
            return None
        file = (folder / name).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None

    def read_bucket(self, name: str) -> bytes | None:
        """From the first bucket whose name contains the setting; the emulator's tables are in this process."""
        from ministack.services import s3

        for (account, bucket), record in sorted(s3._buckets._data.items()):
            if self.settings.console_bucket in bucket and name in record["objects"]:
                return read_object(account, bucket, name)
        return None


def read_object(account: str, bucket: str, name: str) -> bytes | None:
    from ministack.core.responses import set_request_account_id
    from ministack.services import s3

    set_request_account_id(account)
    return s3._get_object_data(bucket, name)


def described(name: str, content: bytes, tag: str) -> File:
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if content_type == "text/javascript" or content_type.startswith("text/"):
        content_type = f"{content_type}; charset=utf-8"
    is_packable = content_type.startswith(PACKABLE) and len(content) >= SMALLEST_TO_PACK
    return File(content, gzip.compress(content, 6, mtime=0) if is_packable else None, content_type, tag)


async def answer(scope: Scope, send: Send, name: str, file: File) -> None:
    request = headers_of(scope)
    headers = {
        "content-type": file.content_type,
        "cache-control": "public, max-age=31536000, immutable" if HASHED.search(name) else "no-cache",
        "etag": f'"{file.tag}"',
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
    }
    if request.get("if-none-match") == headers["etag"]:
        await send_answer(send, 304, headers, b"")
        return
    body = file.content
    if file.packed is not None and "gzip" in request.get("accept-encoding", ""):
        body, headers["content-encoding"] = file.packed, "gzip"
    headers["content-length"] = str(len(body))
    await send_answer(send, 200, headers, b"" if scope["method"] == "HEAD" else body)
