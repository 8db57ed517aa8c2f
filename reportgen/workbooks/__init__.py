"""The doors to spreadsheet files: read any of them as plain values, write our own from plain values."""
