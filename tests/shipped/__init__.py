"""What is shipped in inputs/ and templates/, as it is made."""
