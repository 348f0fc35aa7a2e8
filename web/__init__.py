"""The doors on the network: pages, HTTP and Slack. They translate; answering is the assistant's."""
