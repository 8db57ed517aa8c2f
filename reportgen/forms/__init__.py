"""The form that a department fills in: how it is defined, what is asked of whom, and the workbook sent out."""
