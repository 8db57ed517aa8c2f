"""退回修改: a unit's own workbook sent back with the faulty cells marked, and what it answers when it returns."""
