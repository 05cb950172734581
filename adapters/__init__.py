"""The platforms: native payloads in and out, and the thin programs that run them."""
