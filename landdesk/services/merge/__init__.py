"""Three-way merge of one object by fields; the same for the office and for the commune."""
