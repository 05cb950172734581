"""The charter: what people agree to, who signed which revision, and how a new one comes."""
