"""Work as a queue: which parcels are meant, where each stands, what is next, and what was done today."""
