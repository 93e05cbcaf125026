"""LandDesk: parcels of a commune, checked, changed and exchanged with the land registration office."""

__version__ = "0.1.0"
