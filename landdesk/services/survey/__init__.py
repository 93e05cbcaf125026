"""Points measured in the field: readers of instrument files, polar computation, fitting, live receivers."""
