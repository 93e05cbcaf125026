"""What is counted for those who lead the campaign: indicators of a time, tables, the overview of a commune."""
