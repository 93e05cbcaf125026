"""What both front ends share: the application object and the one place that wires it."""
