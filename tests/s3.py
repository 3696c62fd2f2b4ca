"""Storage on this machine that speaks as S3 does, for as long as a run lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest


@dataclass(frozen=True)
class Storage:
    """Where it answers."""

    endpoint: str

    def new_bucket(self) -> str:
        """An empty bucket of its own."""
        import boto3

        name = f"test-{uuid4().hex}"
        client = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="eu-west-2", aws_access_key_id="key", aws_secret_access_key="secret"
        )
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        client.close()
        return name


@pytest.fixture(scope="session")
def s3() -> Iterator[Storage]:
    with storage_at(0) as storage:
        yield storage


@contextmanager
def storage_at(port: int) -> Iterator[Storage]:
    """Storage at this port, or at any for 0; what was kept there before, in this process, is there again."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    host, at = server.get_host_and_port()
    try:
        yield Storage(f"http://{host}:{at}")
    finally:
        server.stop()
