"""How well one colour can be read on another, as WCAG 2.2 computes it (relative luminance, contrast ratio)."""

TEXT_NEEDS = 4.5  # success criterion 1.4.3, level AA, text of ordinary size


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`: 0 for black, 1 for white."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours given as `#rrggbb`, from 1 to 21, whichever stands on the other."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(text: str, ground: str) -> bool:
    """Whether text of ordinary size in the one colour can be read on the other: 4.5 to 1 or better."""
    return contrast(text, ground) >= TEXT_NEEDS
