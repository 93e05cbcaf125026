"""Training data: demo communes of invented people, planted faults and their answer key."""
