"""Makes `samples/`: an inbox of scanned-looking dossiers, its register and the truth about both.

Run `python -m samples.generate` from the checkout. Nothing in here imports the packages of sohoa:
what the samples claim has to be independent of what the program finds.
"""
