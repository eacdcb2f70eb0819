"""Benchmarks on data of others, which stays outside the project: how well retraining takes to foreign labels."""
