"""Results as text, one file a format. Works nothing out and writes nowhere: commands emit what comes back."""
