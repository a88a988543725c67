"""The agents: a frontend that plans, a retriever that finds, a merger that writes, and the graph that joins them."""
