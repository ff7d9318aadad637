CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
-- One pull, from its start to its end, over as many processes as it takes.
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    scope TEXT NOT NULL,
    engine TEXT NOT NULL,
    started INTEGER NOT NULL,
    beat INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
-- The workspaces of a pull; listed is 1 when their elements stand in wanted.
CREATE TABLE IF NOT EXISTS workspace (
    run INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    visibility TEXT NOT NULL,
    updated_at TEXT,
    listed INTEGER NOT NULL,
    PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID;
-- The elements of a pull, known and not yet looked at.
CREATE TABLE IF NOT EXISTS wanted (
    run INTEGER NOT NULL,
    key TEXT NOT NULL,
    workspace TEXT,
    updated_at TEXT,
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
-- What became of each element the last time it was looked at. No secret stands in it.
CREATE TABLE IF NOT EXISTS element (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    run INTEGER NOT NULL,
    workspace TEXT,
    engine TEXT NOT NULL,
    updated_at TEXT,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    -- When it was looked at, in seconds since 1970; recent is 1 if that alone is why it was not looked at again.
    looked INTEGER NOT NULL,
    recent INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
-- When each workspace was read the last time. One that begins with a blank stands for a scope: what the lists have and none of its workspaces has.
CREATE TABLE IF NOT EXISTS place (
    account TEXT NOT NULL,
    workspace TEXT NOT NULL,
    updated_at TEXT,
    looked INTEGER NOT NULL,
    PRIMARY KEY (account, workspace)
) STRICT, WITHOUT ROWID;
-- What stood there. unlisted is 1 if it was in none of the lists of the account, null if they were not read.
CREATE TABLE IF NOT EXISTS member (
    account TEXT NOT NULL,
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    unlisted INTEGER,
    PRIMARY KEY (account, workspace, kind, id)
) STRICT, WITHOUT ROWID;
