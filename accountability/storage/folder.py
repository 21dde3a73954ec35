"""Files below one folder of this machine. A browser's upload comes through the app, under a policy signed as S3 would have it."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from itsdangerous import BadData, URLSafeSerializer

from accountability.storage.port import NoSuchFile, Upload, UploadRefused

UPLOAD_PATH = "/evidence/uploads"  # where the app takes what is posted with a policy of ours
CHUNK = 1 << 20  # bytes


class FolderStorage:
    """Files below one folder of this machine. Without `signing_key` uploads hold as long as this object."""

    upload_origin: str | None = None  # browsers post to this site itself

    def __init__(self, folder: Path, *, signing_key: str = "") -> None:
        self.folder = folder
        self._signed = URLSafeSerializer(signing_key or secrets.token_hex(32), salt="upload policy")

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        half = self._half(key)
        half.write_bytes(content)
        # A rename is seen whole or not at all, so a crash leaves no half file under the key.
        half.replace(self.folder / key)

    def get(self, key: str) -> bytes:
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    def delete(self, key: str) -> None:
        (self.folder / key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        return (self.folder / key).is_file()

    def size(self, key: str) -> int | None:
        try:
            return (self.folder / key).stat().st_size
        except FileNotFoundError:
            return None

    def keys(self, folder: str) -> list[str]:
        """Every key below a folder, in order, and what a crash left of a file half written."""
        found = (path for path in (self.folder / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def offer_upload(self, key: str, *, size: int, lasts: timedelta, at: datetime) -> Upload:
        policy = self._signed.dumps({"key": key, "size": size, "until": (at + lasts).isoformat()})
        return Upload(url=UPLOAD_PATH, fields={"key": key, "policy": str(policy)})

    def accept_upload(self, *, key: str, policy: str, content: IO[bytes], at: datetime) -> None:
        """Take what a browser posts. Raises UploadRefused unless it is what was signed, to the byte; then nothing is kept."""
        try:
            signed = self._signed.loads(policy)
        except BadData as error:
            raise UploadRefused("not signed") from error
        if signed["key"] != key:
            raise UploadRefused("another key")
        if at > datetime.fromisoformat(signed["until"]):
            raise UploadRefused("too late")
        self._write(key, content, size=signed["size"])

    def _write(self, key: str, content: IO[bytes], *, size: int) -> None:
        half, left = self._half(key), size
        with half.open("wb") as opened:
            while left >= 0 and (part := content.read(CHUNK)):
                left -= len(part)
                opened.write(part)
        if left:
            half.unlink()
            raise UploadRefused("another size")
        half.replace(self.folder / key)

    def _half(self, key: str) -> Path:
        """A name of its own for each writer: two that send the same file must not write into one another."""
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def folder_of(storage_url: str) -> Path:
    """The folder that an address such as folder:/var/files names."""
    return Path(storage_url.removeprefix("folder:"))
