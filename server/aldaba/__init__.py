"""Aldaba: after-sales care on a builder's own website."""
