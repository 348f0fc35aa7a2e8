"""Pages, HTTP API and Slack. They translate questions and answers; the assistant does the answering."""
