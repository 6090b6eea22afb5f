from __future__ import annotations

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address

from django.db import models
from django.db.models import Q


def address_key(address: IPv4Address | IPv6Address) -> str:
    """The family and 32 hexadecimal digits: text order is address order."""
    return f"{address.version}{int(address):032x}"


class App(models.Model):
    slug = models.SlugField(unique=True)
    port = models.PositiveIntegerField()


class IpRangeQuerySet(models.QuerySet):
    def deciding(self, address: IPv4Address | IPv6Address, at: datetime) -> IpRange | None:
        """The most specific active range that contains the address.

        Of ranges that lie within each other or apart, the one that starts last is the smallest, and of those that start
        together the one that ends first. So the index is walked back from the address and left at the first hit:
        ordering by size, which partly overlapping ranges would need, would read half of the table for each visitor.
        """
        key = address_key(address)
        return (
            self.filter(first__lte=key, last__gte=key, enabled=True)
            .filter(Q(valid_from=None) | Q(valid_from__lte=at), Q(valid_until=None) | Q(valid_until__gt=at))
            .select_related("app")
            .order_by("-first", "last")
            .first()
        )


class IpRange(models.Model):
    first = models.CharField(max_length=33)
    last = models.CharField(max_length=33)
    label = models.CharField(max_length=200)
    enabled = models.BooleanField(default=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    app = models.ForeignKey(App, on_delete=models.PROTECT, null=True)

    objects = IpRangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["first", "-last"], name="ip_range_order")]


class Visit(models.Model):
    at = models.DateTimeField()
    address = models.GenericIPAddressField()
    outcome = models.CharField(max_length=16)
    ip_range = models.ForeignKey(IpRange, null=True, on_delete=models.SET_NULL, db_constraint=False, db_index=False)
    range_label = models.CharField(max_length=200, default="")
    app_slug = models.CharField(max_length=50, default="")
    target = models.CharField(max_length=500, default="")
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=2000)
    user_agent = models.CharField(max_length=500)
    request_id = models.CharField(max_length=64)
