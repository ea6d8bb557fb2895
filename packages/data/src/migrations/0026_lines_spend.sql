-- Points of a line are spent on it, never taken out of it (Q07, Q09).
ALTER TABLE order_lines ADD CHECK (points_spent >= 0);
