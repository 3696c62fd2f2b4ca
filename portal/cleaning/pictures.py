"""Pictures: their pixels are painted anew, so that nothing but what can be seen is left of them."""

import io
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged, TooMuchInside, UnknownKind

MOST_PIXELS = 64_000_000
"""A photo of a good telephone has 12 to 50 million."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_PHOTOS = ("JPEG", "WEBP", "HEIF")
_MODES = {"1": "L", "L": "L", "LA": "RGBA", "PA": "RGBA", "RGBA": "RGBA", "RGBa": "RGBA", "La": "RGBA"}


def clean(data: bytes) -> Clean:
    """The picture, upright, as JPEG where it was one and else as PNG; of moving ones, the first picture.

    Raises `TooMuchInside` before a single pixel is unpacked, `Damaged`, `UnknownKind`.
    """
    return _painted_anew(_opened(data, _FORMATS))


def clean_heif(data: bytes) -> Clean:
    """A photo of a telephone, as JPEG, whatever else lies beside it: smaller pictures, depths, remarks.

    Raises `TooMuchInside` before a single pixel is unpacked, `Damaged`.
    """
    load_heif_reader()
    try:
        return _painted_anew(_opened(data, ("HEIF",)))
    except UnknownKind:
        raise Damaged from None


def load_readers() -> None:
    """Load Pillow's readers; by itself it waits until one is needed."""
    Image.preinit()
    Image.init()


def load_heif_reader() -> None:
    """Load the reader of telephones' photos, and what writes JPEG: only where there is one, as it takes as long as opening it."""
    from pillow_heif import register_heif_opener

    load_readers()
    register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


def _painted_anew(picture: Image.Image) -> Clean:
    return _written(_upright(picture), photo=picture.format in _PHOTOS)


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError:
        raise TooMuchInside from None
    except UnidentifiedImageError:
        raise UnknownKind from None
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError):
        raise Damaged from None
    _must_not_be_too_large(picture)
    return picture


def _must_not_be_too_large(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise TooMuchInside


def _upright(picture: Image.Image) -> Image.Image:
    """The pixels as they are meant to be seen, without anything beside them."""
    try:
        picture.load()
        _must_not_be_too_large(picture)  # some say their true size only now
        profile = picture.info.get("icc_profile")
        seen = ImageOps.exif_transpose(picture)
    except (MemoryError, Image.DecompressionBombError, TooMuchInside):
        raise TooMuchInside from None
    except Exception:  # the readers of Pillow fail in as many ways as there are ways to damage a file
        raise Damaged from None
    plain = seen.convert("RGBA" if "transparency" in seen.info else _MODES.get(seen.mode, "RGB"))
    plain = _in_common_colours(plain, profile)
    plain.info.clear()
    return plain


def _in_common_colours(picture: Image.Image, profile: Any) -> Image.Image:
    """Colours as every screen shows them, for a picture that brought a profile of its own; as they are if that fails."""
    if not isinstance(profile, bytes) or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return converted or picture


def _written(picture: Image.Image, *, photo: bool) -> Clean:
    kind = FileKind.JPEG if photo and picture.mode != "RGBA" else FileKind.PNG
    out = io.BytesIO()
    if kind is FileKind.JPEG:
        picture.save(out, "JPEG", quality=90)
    else:
        picture.save(out, "PNG", optimize=False)
    return Clean(kind, out.getvalue())
