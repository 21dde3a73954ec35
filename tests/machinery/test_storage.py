"""The storage port behaves alike on a folder and on S3 (a local server that speaks it through boto3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from accountability.database import new_id
from accountability.storage import FolderStorage, NoSuchFile, S3Storage, Storage, file_key, make_storage
from accountability.tenancy import OrganisationId
from tests.conftest import make_config


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    if request.param == "folder":
        yield FolderStorage(tmp_path)
        return
    for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-central-1"}.items():
        monkeypatch.setenv(name, value)
    found = S3Storage("s3://accountability/files", endpoint_url=request.getfixturevalue("s3_server"))
    found.client.create_bucket(Bucket="accountability", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield found
    _empty(found)


def _empty(storage: S3Storage) -> None:
    for item in storage.client.list_objects_v2(Bucket="accountability").get("Contents", []):
        storage.client.delete_object(Bucket="accountability", Key=item["Key"])
    storage.client.delete_bucket(Bucket="accountability")


KEY = file_key(OrganisationId(new_id()), "evidence", "statute.pdf")


def test_what_is_put_can_be_got_until_it_is_deleted(storage: Storage) -> None:
    storage.put(KEY, b"content", content_type="application/pdf")
    assert storage.get(KEY) == b"content"
    assert storage.exists(KEY)
    storage.delete(KEY)
    assert not storage.exists(KEY)
    with pytest.raises(NoSuchFile):
        storage.get(KEY)


def test_a_later_put_replaces(storage: Storage) -> None:
    storage.put(KEY, b"one", content_type="text/plain")
    storage.put(KEY, b"two", content_type="text/plain")
    assert storage.get(KEY) == b"two"


def test_deleting_nothing_is_no_trouble(storage: Storage) -> None:
    storage.delete(KEY)


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "a\\b", "a\0b"])
def test_a_key_cannot_climb_out_of_the_organisation(part: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        file_key(OrganisationId(new_id()), part)


def test_the_address_chooses_the_place(tmp_path: Path) -> None:
    assert isinstance(make_storage(make_config(tmp_path)), FolderStorage)
