"""A workbook becomes a compiled form, with fields, attachments and measures."""
