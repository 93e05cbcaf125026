"""Points measured in the field, in the window: brought in, made into parcels, fitted to, taken live of a receiver."""
