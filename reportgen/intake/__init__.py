"""What came in: any file below inputs/ to filings, whatever program saved it and whatever it is called."""
