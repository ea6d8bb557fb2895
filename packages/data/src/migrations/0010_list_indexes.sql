-- Every list by every filter in every order finds its rows by an index, beyond the shop (test/reads/indexes.test.ts).
CREATE INDEX memberships_by_seniority ON memberships (shop_id, since, agent_id);
CREATE INDEX teams_by_name ON teams (shop_id, name, id);
CREATE INDEX shifts_soonest ON shifts (shop_id, day, starts_at, id);
CREATE INDEX products_by_status ON products (shop_id, status, number, id);
CREATE INDEX customers_by_value_class ON customers (shop_id, value_class, created_at DESC, id DESC);
CREATE INDEX cases_by_priority ON cases (shop_id, priority, opened_at DESC, id DESC);
-- Whose promises are next: only open cases that have one.
CREATE INDEX cases_due_by_owner ON cases (shop_id, owner_id, due_at, id) WHERE due_at IS NOT NULL AND status <> 'CLOSED';
CREATE INDEX cases_due_by_assignee ON cases (shop_id, assignee_id, due_at, id) WHERE due_at IS NOT NULL AND status <> 'CLOSED';
CREATE INDEX audit_entries_by_action ON audit_entries (shop_id, action, at DESC, id DESC);
