"""The judge: does a text settle a question, and does that mean yes or no."""
