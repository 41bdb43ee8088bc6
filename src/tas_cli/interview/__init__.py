"""The rating session in front of a person: keys and lines become events, the state is drawn. Owns no walk."""
