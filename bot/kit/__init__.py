"""The kit: modules that a mentor teaches from, and the induction a mentor goes through before.

Both are data: folders of TOML and Markdown. docs/kit.md explains every key.
"""
