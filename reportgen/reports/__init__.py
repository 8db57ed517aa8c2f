"""What each document says: values for a template, every number with its source; nothing here has heard of Word."""
