"""Words of titles that rose or fell: half a year against the same half a year before. Knows no store and no screen.

`half_years` are what is compared · `title_words` are the words, and words in a row · `significance` tells a trend from
chance · `find` finds trends and counts them by month · `trend` is what it finds · `phrases` say it
"""
