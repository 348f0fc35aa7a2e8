"""Public benchmarks, read by path: ranking, scope, verdicts, follow-ups. Nothing is trained on them."""
