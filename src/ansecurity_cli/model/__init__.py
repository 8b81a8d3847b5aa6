"""What the files mean: records, the tree of units, and the binding of documents to them."""
