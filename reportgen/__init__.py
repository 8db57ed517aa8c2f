"""reportgen: filled Excel forms of an official plan in, findings and submission-ready Word documents out."""

__version__ = "0.1.0"
