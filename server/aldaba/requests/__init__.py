"""The record that everybody works on: a request's facts, number, status and story."""
