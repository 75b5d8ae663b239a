"""The pages that staff use: server-rendered, without a database of their own."""
