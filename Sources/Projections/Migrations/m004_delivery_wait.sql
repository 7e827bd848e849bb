-- When what could not be handed over is tried again, and how often it was refused for good. Not in a backup: after a restore
-- all that waits is tried anew.
create table delivery_wait (
  key uuid primary key,
  tries integer not null,
  refusals integer not null,
  next_try timestamptz not null
);
