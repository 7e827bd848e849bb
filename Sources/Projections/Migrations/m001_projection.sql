-- How far each read model has come. Whoever brings one up to date holds its row.
create table projection (
  name text primary key,
  version integer not null,
  position bigint not null default 0 check (position >= 0)
);

-- What was handed over to a gateway. Not a read model: it is not in the log and must outlive every rebuild.
create table delivery (
  key uuid primary key,
  delivered_at timestamptz,
  attempts integer not null default 0,
  last_error text
);

-- Up to here all messages were handed over, so that a run need not look at the old ones again.
create table delivery_mark (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into delivery_mark (position) values (0);
