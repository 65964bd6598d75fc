"""One file a profile: the layout of one kind of spreadsheet, and the rows it is made of."""
