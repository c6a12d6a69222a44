"""From a file to its read pages: text layer, or the scan read by Tesseract."""
