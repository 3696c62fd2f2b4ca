"""The report as a PDF that a screen reader can read (PDF/UA): tagged, with its language and title, its pages numbered."""

from typing import Any

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.report.rendering.built import asset

VARIANT = "pdf/ua-1"
BUILT = "built:"
"""What the address of a typeface of ours begins with."""


class OutsideAddress(Exception):
    """A document asked for something that is not ours. Nothing is fetched for a report."""


def pdf_of(html: str) -> bytes:
    """A document as a PDF. Nothing is fetched but our own typefaces."""
    made = HTML(string=html, url_fetcher=_Ours()).write_pdf(pdf_variant=VARIANT)
    assert isinstance(made, bytes)
    return made


class _Ours(URLFetcher):
    """Hands out the typefaces that the build left, by name, and nothing else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        data = asset(url.removeprefix(BUILT)) if url.startswith(BUILT) else None
        if data is None:
            raise OutsideAddress(url)
        return URLFetcherResponse(url, data, {"Content-Type": "font/woff2"})
