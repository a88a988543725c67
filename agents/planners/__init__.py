"""Planners: one file a backend; each turns a talk into a Plan."""
