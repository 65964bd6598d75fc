"""What a scheme asks for, and what was found of a subject, as observations with evidence."""
