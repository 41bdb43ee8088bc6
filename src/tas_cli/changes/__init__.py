"""Facts by path: two versions of a deal compared, three merged, many told as a history.

Judges no deal by itself (see `judging`) and shows nothing.
"""
