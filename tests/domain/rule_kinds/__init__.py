"""Every kind of rule, through cells as a workbook holds them."""
