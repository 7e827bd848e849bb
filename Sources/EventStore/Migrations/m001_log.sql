-- The log: one table of events that nothing changes, its head row, its streams, and the part of it that may be erased.

-- Every session that is not migrating works as this role: it can add events and read them, and no more.
-- Another database of this server may have made it, or does so right now; an administrator may have given it to an owner
-- who may neither make nor grant one.
do $$
begin
  if to_regrole('hotline_app') is null then
    create role hotline_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  if not pg_has_role(current_user, 'hotline_app', 'member') then
    grant hotline_app to current_user;
  end if;
end
$$;

-- The one row that an append locks: it is the order of the log and the end of its chain.
create table head (
  only_row boolean primary key default true check (only_row),
  position bigint not null check (position >= 0),
  hash bytea not null check (length(hash) = 32)
);
insert into head (position, hash) values (0, decode(repeat('00', 32), 'hex'));

create table streams (
  stream_no bigint generated always as identity primary key,
  name text collate "C" not null unique,
  version integer not null check (version >= 1)
);

create table event_types (
  type_no smallint generated always as identity primary key,
  name text not null unique
);

-- Wide columns last. `data` is json, not jsonb: the text stays as it was hashed.
create table events (
  position bigint primary key check (position >= 1),
  id uuid not null unique,
  stream_no bigint not null references streams,
  version integer not null check (version >= 1),
  type_no smallint not null references event_types,
  schema smallint not null check (schema >= 1),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  cause uuid,
  correlation uuid,
  batch uuid,
  actor text not null,
  personal_hash bytea check (length(personal_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  data json not null,
  unique (stream_no, version)
);
create index events_by_batch on events (batch, position) where batch is not null;

-- What may be forgotten. The event keeps the salted hash, so the chain stays valid when a row goes.
create table personal (
  position bigint primary key references events,
  subject text not null,
  salt bytea not null,
  data json not null
);
create index personal_by_subject on personal (subject);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: what was recorded stays; correct it with another event', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger events_never_change before update or delete or truncate on events
  for each statement execute function refuse_change();
create trigger personal_is_never_rewritten before update or truncate on personal
  for each statement execute function refuse_change();
create trigger head_is_never_removed before delete or truncate on head
  for each statement execute function refuse_change();
-- Only the version grows; a stream of another name would take its events along.
create trigger streams_are_for_ever before update of stream_no, name or delete or truncate on streams
  for each statement execute function refuse_change();
create trigger event_types_are_for_ever before update or delete or truncate on event_types
  for each statement execute function refuse_change();

create view event_list as
  select e.position, s.name as stream, e.version, t.name as type, e.schema, e.occurred_at, e.recorded_at, e.actor,
    e.cause, e.correlation, e.batch, e.data, p.subject, p.data as personal
  from events e join streams s using (stream_no) join event_types t using (type_no) left join personal p using (position);

grant usage on schema log to hotline_app;
grant select on all tables in schema log to hotline_app;
grant insert on streams, events, personal, event_types to hotline_app;
grant update (position, hash) on head to hotline_app;
grant update (version) on streams to hotline_app;
grant delete on personal to hotline_app;

-- Read models belong to the working role: it may drop and rebuild them at any time.
create schema read authorization hotline_app;
do $$ begin execute format('grant create on database %I to hotline_app', current_database()); end $$;
