"""Inventory agents: GLPI agent, FusionInventory, OCS, and files of device managers."""
