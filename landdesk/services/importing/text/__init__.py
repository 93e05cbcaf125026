"""Vietnamese texts in old encodings: which one a column is in, and what its texts say."""
