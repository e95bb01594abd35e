"""Draws the pictures that DreamNet learns from: motifs of known classes in scenes of known layout, from a seed."""
