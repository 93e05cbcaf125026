"""The parcel page: everything of a parcel on tabs, edited in place and saved as one act."""
