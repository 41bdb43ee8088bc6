"""What the files say: an assessment, a question bank, a workspace, read strictly into frozen values.

Judges no deal and compares nothing; the only package that imports pydantic.
"""
