"""Checking: rules that find faults in the record, and the runner that runs them. Nothing here writes."""
