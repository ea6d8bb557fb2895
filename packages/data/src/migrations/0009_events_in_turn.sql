-- A transaction's own time is that of its start, which may be long before it got the lock on its subject. The
-- relay numbers events by the moment at which they were written, so that one subject's are in the order of its locks.
ALTER TABLE events ALTER COLUMN recorded_at SET DEFAULT clock_timestamp();
