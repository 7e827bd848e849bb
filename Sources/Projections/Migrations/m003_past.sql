-- Where read models are computed as they stood at an earlier position of the log: for a report that is made again.
create schema read_past;
create table read_past.projection (like projection including all);
alter table read_past.projection add column has_indexes boolean not null default false;
create table read_past.parked (like parked including all);
