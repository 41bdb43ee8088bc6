"""YAML and plain data, both ways: strict reading, careful writing. The only package that imports yaml.

Knows no file kind: what a file should look like comes in as a Layout. Touches no disk. Everybody imports from
the module that has what they need, because most commands only read.
"""
