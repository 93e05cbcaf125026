"""Reading for screens, lists and exchange: one file per subject, plain frozen rows out."""
