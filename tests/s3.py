"""Storage on this machine that speaks as S3 does, for as long as a run lasts."""

from collections.abc import Iterator
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
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Storage(f"http://{host}:{port}")
    server.stop()
