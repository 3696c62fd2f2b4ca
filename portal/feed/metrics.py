"""/metrics, for Prometheus: requests of this process, and how much of everything there is."""

import hmac
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from portal.actions.watching import Amounts, amounts
from portal.feed.bearer import not_opened, token
from portal.store.database import DatabaseUnavailable
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.watching import watch


class _Just(Collector):
    """What was counted just now; `None` where the database did not answer."""

    def __init__(self, counted: Amounts | None) -> None:
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("portal_database_up", "Whether the database answers.", value=float(self._counted is not None))
        if self._counted is None:
            return
        yield CounterMetricFamily("portal_cases_received", "Cases ever received.", value=self._counted.received)
        yield GaugeMetricFamily("portal_drafts_open", "Drafts that have not been sent.", value=self._counted.drafts)
        queue = GaugeMetricFamily("portal_queue", "Cases in each view of the queue.", labels=("view",))
        outbox = GaugeMetricFamily("portal_outbox", "The newest messages of the outbox, by state.", labels=("state",))
        for family, amounts_of in ((queue, self._counted.waiting), (outbox, self._counted.outbox)):
            for name, count in amounts_of.items():
                family.add_metric([name], count)
            yield family


def routes(machines: Blueprint, secret: str) -> None:
    """/metrics, for whoever holds `secret`."""

    def metrics() -> Any:
        """The figures, in the text format of Prometheus."""
        if not hmac.compare_digest(token().encode(), secret.encode()):
            return not_opened()
        now = CollectorRegistry()
        now.register(_Just(_counted()))
        return Response(generate_latest(watch().registry) + generate_latest(now), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    machines.add_url_rule("/metrics", view_func=metrics)


def _counted() -> Amounts | None:
    try:
        return amounts(desk(), today())
    except DatabaseUnavailable:
        return None
