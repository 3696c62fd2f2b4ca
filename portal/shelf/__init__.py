"""The shelf: where sealed files stand, each under an opaque name, in a folder of ours or in S3-compatible storage.

What is put on it is safe when `put` returns. The shelf neither opens nor understands anything.
"""

from portal.shelf.bucket import Bucket
from portal.shelf.folder import Folder
from portal.shelf.shelf import NO_SHELF, NotOnShelf, Shelf, ShelfUnavailable, Standing, new_name

__all__ = ["NO_SHELF", "Bucket", "Folder", "NotOnShelf", "Shelf", "ShelfUnavailable", "Standing", "new_name"]
