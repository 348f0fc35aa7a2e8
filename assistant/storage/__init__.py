"""What is remembered of conversations: answers and feedback, redacted, for as many days as configured."""
