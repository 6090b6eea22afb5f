from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils import timezone

from .models import IpRange, Visit


def landing(request: HttpRequest) -> HttpResponse:
    """Sends the visitor to the app of the range that the address is in; the visit is committed before the answer."""
    at = timezone.now()
    host = request.get_host()
    address = ip_address(request.META["HTTP_X_REAL_IP"])
    ip_range = IpRange.objects.deciding(address, at)
    app = ip_range.app if ip_range else None
    target = f"http://{host}:{app.port}/" if app else ""
    Visit.objects.create(
        at=at,
        address=str(address),
        outcome="redirect" if app else "deny",
        ip_range=ip_range,
        range_label=ip_range.label if ip_range else "",
        app_slug=app.slug if app else "",
        target=target,
        host=host,
        path=request.get_full_path(),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:500],
        request_id=request.META.get("HTTP_X_REQUEST_ID", ""),
    )
    if not target:
        return HttpResponseForbidden()
    return HttpResponseRedirect(target, headers={"Cache-Control": "no-store"})
