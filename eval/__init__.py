"""Question sets, measures, runs, reports and comparisons of the assistant's answers."""
