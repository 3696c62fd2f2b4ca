"""A shelf that is a bucket of S3-compatible storage."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from portal.shelf.shelf import NotOnShelf, ShelfUnavailable, Standing, is_name

REGION = "eu-west-2"
"""London. Storage of another maker does not look at it."""

SECONDS = 10


class Bucket:
    """Objects in `bucket` whose keys begin with `prefix`. Connects when first used.

    Without `key` and `secret` the machine's own credentials are used; without `endpoint`, Amazon's.
    """

    def __init__(self, bucket: str, prefix: str = "", endpoint: str = "", key: str = "", secret: str = "") -> None:
        self._bucket, self._prefix = bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._endpoint, self._key, self._secret = endpoint, key, secret

    def put(self, name: str, sealed: bytes) -> None:
        """Keep it: S3 answers once it lasts."""
        with _named_errors(name):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=sealed)

    def get(self, name: str) -> bytes:
        """What stands there. Raises `NotOnShelf`."""
        with _named_errors(name):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
            with answer["Body"] as body:
                return bytes(body.read())

    def remove(self, name: str) -> None:
        """Take it away, if it is there."""
        with _named_errors(name):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def everything(self) -> Iterator[Standing]:
        """All that was put under this prefix."""
        with _named_errors(self._prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._prefix)
                    if is_name(name):
                        yield Standing(name, found["LastModified"])

    @cached_property
    def _client(self) -> Any:
        # Only where a bucket is used: loading it takes longer than all else that starts.
        import boto3
        from botocore.config import Config

        patience = Config(connect_timeout=SECONDS, read_timeout=SECONDS, retries={"max_attempts": 2})
        return boto3.session.Session().client(
            "s3", region_name=REGION, endpoint_url=self._endpoint or None, config=patience,
            aws_access_key_id=self._key or None, aws_secret_access_key=self._secret or None,
        )  # fmt: skip


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            raise NotOnShelf(name) from None
        raise ShelfUnavailable(error.response.get("Error", {}).get("Code", "refused")) from error
    except (BotoCoreError, OSError) as error:
        raise ShelfUnavailable(type(error).__name__) from error
