"""The pen of the sample catalogue: invents its articles, words them and draws their pictures."""
