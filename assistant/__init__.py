"""Answers questions from a team's FAQ: retrieves, judges and frames, and invents nothing."""
