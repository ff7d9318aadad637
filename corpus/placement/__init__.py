"""The parts of placements.py: a large labelled test set for the context detection, made from a seed.

From small to large:

- `dice` (seeded chance), `words`, `names` (what credentials are called), `values` (what they look like)
- `stand_ins`, `lookalikes`, `lookalike_rows`, `business` (what only resembles one)
- `marks` (strings that know their label), `drafts` (a request before it has a format; the decks of cases)
- the cases: `auth`, `headers`, `cookies`, `urls`, `url_noise`, `forms`, `json_bodies`, `markup`, `scripts`,
  `script_calls`, `script_noise`, `texts`, `answers`, `variables`
- `render` (drafts as v2.1, v2.0 and v1), `files` (whole documents), `labels` (a line for every string)

Nothing here was written with a look at the detector that it judges.
"""
