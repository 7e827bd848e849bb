-- Places for a read model, each a schema with the same two tables: `read` holds the live ones, `read_building` those that
-- are being computed beside them, `read_previous` those that were replaced last; `read_exchange` is empty but inside the
-- transaction in which two of them change places. So a copy changes its place by `alter table … set schema` and a few rows,
-- and whatever works on one place works on all.

-- `tables` are those of the version that made them, which a later version may not know.
-- `since`, `since_position` and `moved_at` are one stretch of catching up: its speed. `failure` is why it stands still.
alter table projection
  add column tables text[] not null default '{}',
  add column since timestamptz,
  add column since_position bigint,
  add column moved_at timestamptz,
  add column failure text;
update projection set tables = case name
    when 'order-board' then array['order_card', 'order_span']
    when 'order-counts' then array['order_count']
    when 'timers' then array['timer']
    when 'batches' then array['batch', 'batch_row']
    when 'parties' then array['party_card', 'phone']
    when 'outbox' then array['outbox']
    else tables
  end
  where version > 0;

-- Events that a read model could not take in and went on without, and later ones of the same streams, which wait for them.
create table parked (
  projection text not null,
  position bigint not null,
  version integer not null,
  stream text collate "C" not null,
  type text not null,
  error text not null,
  parked_at timestamptz not null default now(),
  primary key (projection, position)
);
create index parked_by_stream on parked (projection, stream);

create schema read_building;
create table read_building.projection (like projection including all);
alter table read_building.projection add column has_indexes boolean not null default false;
create table read_building.parked (like parked including all);

create schema read_previous;
create table read_previous.projection (like projection including all);
alter table read_previous.projection add column kept_at timestamptz not null default now();
create table read_previous.parked (like parked including all);

create schema read_exchange;
create table read_exchange.projection (like projection including all);
create table read_exchange.parked (like parked including all);
