"""Files: a local folder or S3, behind one port. Keys begin with the organisation they belong to."""

from accountability.config import Config
from accountability.storage.folder import UPLOAD_PATH, FolderStorage, folder_of
from accountability.storage.port import NoSuchFile, Storage, StorageIsAway, Upload, UploadRefused, file_key
from accountability.storage.s3 import S3Storage

__all__ = [
    "UPLOAD_PATH",
    "FolderStorage",
    "NoSuchFile",
    "S3Storage",
    "Storage",
    "StorageIsAway",
    "Upload",
    "UploadRefused",
    "file_key",
    "make_storage",
]


def make_storage(config: Config) -> Storage:
    """The storage for a STORAGE_URL: folder:<path> or s3://<bucket>/<prefix>."""
    if config.storage_url.startswith("s3://"):
        return S3Storage(config.storage_url, endpoint_url=config.s3_endpoint_url)
    return FolderStorage(folder_of(config.storage_url), signing_key=config.secret_key)
