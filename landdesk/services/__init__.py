"""Use cases: what people do with the record, without windows, terminals or SQL."""
