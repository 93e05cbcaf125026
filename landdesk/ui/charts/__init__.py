"""Small charts, drawn by hand for window and paper alike: bars, one bar in parts, a line through days."""
