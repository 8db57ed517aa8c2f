"""The only rooms that know Word: layout by GB/T 9704, templates compiled once, documents, native charts."""
