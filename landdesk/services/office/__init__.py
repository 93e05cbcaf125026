"""The office's side: inbox, review on the merged map, decisions, receipts."""
