"""Evaluation schemes: what a workbook says, made ready to score, and the score with its trace."""
