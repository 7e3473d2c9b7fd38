"""Addresses of agents: ours, and those of the servers they come from, so that only the name of the server changes."""

from django.urls import URLPattern, path

from lekol.integrations.inventory_agents import views

app_name = "agents"
urlpatterns: list[URLPattern] = [
    path("agents/", views.inventory, name="inventory"),
    path("agents/api.php/token", views.token, name="token"),
    path("front/inventory.php", views.inventory, name="inventory_glpi"),
    path("plugins/glpiinventory/", views.inventory, name="inventory_plugin"),
    path("marketplace/glpiinventory/", views.inventory, name="inventory_marketplace"),
    path("plugins/fusioninventory/", views.inventory, name="inventory_fusion"),
    path("ocsinventory", views.inventory, name="inventory_ocs"),
    path("api.php/token", views.token, name="token_glpi"),
]
