"""Contrast as WCAG 2.2 computes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.councils import load, names
from portal.councils.contrast import contrast, luminance, readable
from portal.councils.parts import Brand

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#FFFFFF", 8.59),
    ],
)
def test_known_ratios_come_out(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_lies_between_1_and_21_whichever_colour_is_on_top(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) <= 21.0000001
    assert contrast(one, other) == contrast(other, one)
    assert 0 <= luminance(one) <= 1


def test_the_limit_for_text_is_four_and_a_half_to_one() -> None:
    assert readable("#767676", "#ffffff")
    assert not readable("#777777", "#ffffff")


@pytest.mark.parametrize("name", names())
def test_every_councils_colours_can_be_read(name: str) -> None:
    brand = load(name).brand
    assert readable(brand.on_colour, brand.colour)


def test_a_council_without_a_brand_has_the_neutral_one() -> None:
    assert load("harrow").brand == Brand(colour="#0b4f6c", on_colour="#ffffff", font="arial, sans-serif")
