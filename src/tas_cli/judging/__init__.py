"""What may honestly be said of a deal: tallies, ranges, verdicts, cautions, soundness. Pure.

Reads no file, chooses no words and prints nothing.
"""
