"""The map: view, picture, canvas, layers and tools; draws the read model and never sees the store."""
