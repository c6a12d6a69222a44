"""Generated papers of every component and result of the catalogue, for `./script/bench classify`."""
