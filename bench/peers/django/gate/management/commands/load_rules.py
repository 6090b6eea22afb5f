import json
import sys
from ipaddress import ip_address

from django.core.management.base import BaseCommand
from django.db import transaction

from gate.models import App, IpRange, address_key


class Command(BaseCommand):
    help = "Fills an empty database from JSON on standard input: {apps: [{slug, port}], ranges: [{first, last, label, app}]}"

    @transaction.atomic
    def handle(self, *args, **options):
        rules = json.load(sys.stdin)
        apps = {app["slug"]: App.objects.create(**app) for app in rules["apps"]}
        IpRange.objects.bulk_create(
            (
                IpRange(
                    first=address_key(ip_address(entry["first"])),
                    last=address_key(ip_address(entry["last"])),
                    label=entry["label"],
                    app=apps[entry["app"]],
                )
                for entry in rules["ranges"]
            ),
            batch_size=1000,
        )
