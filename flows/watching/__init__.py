"""The watch at the scanner's folder: what arrives is taken in at once, and a slip says what is missing."""
