"""What is to be shown: views of a snapshot, without words or layout."""
