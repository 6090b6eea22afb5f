from django.urls import path

from gate.views import landing

urlpatterns = [path("", landing)]
