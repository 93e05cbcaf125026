"""Files for other programs; with importing the only place that uses fiona."""
