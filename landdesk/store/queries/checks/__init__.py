"""What record rules ask of the store: one module for each subject, one function for each question.

A question selects few columns of what may be at fault, with the parcels concerned; the rule judges and words it. Each
is asked about everything, or after an edit about the objects that the edit can have touched (:class:`Within`).
"""

from landdesk.store.queries.checks.asked import Asked, Within

__all__ = ["Asked", "Within"]
