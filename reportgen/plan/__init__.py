"""The plan that everything is judged against: what it says, the workbook it is kept in, what contradicts itself."""
