"""From read pages to documents: segment, classify, assign, extract, gate."""
